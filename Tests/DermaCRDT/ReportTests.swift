import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("The conflict report says what differs, and no more than was written")
struct ReportTests {
    private let folders = (1...2).map { FolderID($0) }
    /// Two devices of a clinic: one amends a comment, the other retracts it, again and again. 10,000 each are 400 kB and come to
    /// a hundred million sides on the patient's phone.
    @Test("The report is no larger than what was written")
    func reportOfRetractions() {
        var state = FolderState(owner: .patient)
        let count = 100
        state.apply(
            [.addComment(ItemID(1), on: .folder, text: "a")], of: Dot(replicas[0], 1), seeing: [],
            by: mark(1, for: .clinic))
        state.apply(
            (0..<count).map { _ in .amendComment(ItemID(1), text: "b") }, of: Dot(replicas[0], 2), seeing: [],
            by: mark(1, for: .clinic))
        state.apply(
            (0..<count).map { _ in .retract(ItemID(1)) }, of: Dot(replicas[1], 1), seeing: [Dot(replicas[0], 1)],
            by: mark(2, for: .clinic))
        let sides = state.conflicts.reduce(0) { $0 + $1.sides.count }
        #expect(sides <= 4 * count, "\(sides) sides of \(2 * count) ops")
    }

    @Test("The report of a tree of folders is no larger than what was written")
    func reportOfMoves() {
        var state = FolderState(owner: .patient)
        func folder(_ number: Int) -> FolderID {
            FolderID(UInt8(number))
        }
        let depth = 100
        state.apply(
            (0..<depth).map { .set(.parent(folder($0 + 1), folder($0))) }, of: Dot(replicas[0], 1), seeing: [],
            by: mark(1))
        state.apply(
            (0..<depth).map { _ in .set(.parent(folder(0), folder(depth))) }, of: Dot(replicas[1], 1),
            seeing: [Dot(replicas[0], 1)],
            by: mark(2))
        let sides = state.conflicts.reduce(0) { $0 + $1.sides.count }
        #expect(sides <= 8 * depth, "\(sides) sides of \(2 * depth) ops")
    }

    /// Law F: with both sides. Sides that say the same tell nobody what differs.
    @Test("Two sides that differ are told apart")
    func sidesDiffer() {
        let (phone, tablet) = (Dot(replicas[0], 1), Dot(replicas[1], 1))
        let link = { (folder: FolderID) in PhotoLink(PhotoID(7), in: folder) }
        let generic = known(GenericInstrument(name: known(ShortText("Pain")), maxima: [10]))
        let other = known(Score(.generic(generic), items: [3]))
        let pairs: [(String, Op, Op)] = [
            (
                "instrument", .addScore(ItemID(1), known(Score(.severity, items: [3])), day: today),
                .addScore(ItemID(1), other, day: today)
            ),
            (
                "zone", .set(.fileTime(PhotoID(1), Timestamp(milliseconds: 5, offsetMinutes: 0, zone: "UTC"))),
                .set(.fileTime(PhotoID(1), Timestamp(milliseconds: 5, offsetMinutes: 120, zone: "Europe/Berlin")))
            ),
            (
                "copy", .set(.enteredInError(PhotoID(1), true, copy: link(folders[0]))),
                .set(.enteredInError(PhotoID(1), true, copy: link(folders[1])))
            ),
            (
                "source", .set(.derivedFrom(PhotoID(1), link(folders[0]))),
                .set(.derivedFrom(PhotoID(1), link(folders[1])))
            ),
        ]
        for (name, first, second) in pairs {
            var state = FolderState(owner: .patient)
            state.apply([first], of: phone, seeing: [], by: mark(1))
            state.apply([second], of: tablet, seeing: [], by: mark(2))
            let texts = state.conflicts.first?.sides.map(\.text) ?? []
            #expect(texts.count == 2 && Set(texts).count == 2, "\(name): \(texts)")
        }
    }

    /// A clinic's second device writes a comment under the id of the first one's, and says that it has seen nothing, so that its own
    /// comes before. What the patient read of one mole is now said of another, and nothing tells.
    @Test("A comment that was read stays about what it was about, or the report says so")
    func subjectSwapped() {
        var state = FolderState(owner: .patient)
        state.apply([.settle(.text(.note(PhotoID(1))), sides: [])], of: Dot(replicas[0], 1), seeing: [], by: mark(1))
        state.apply(
            [.addComment(ItemID(1), on: .photo(PhotoID(1)), text: "Benign.")], of: Dot(replicas[1], 1),
            seeing: [Dot(replicas[0], 1)],
            by: mark(2, for: .clinic))
        #expect(state.comments.map(\.subject) == [.photo(PhotoID(1))])
        state.apply(
            [
                .addComment(ItemID(1), on: .photo(PhotoID(2)), text: "Benign."),
                .amendComment(ItemID(1), text: "Benign."),
            ], of: Dot(replicas[2], 1), seeing: [], by: mark(3, for: .clinic))
        let sides = state.conflicts.flatMap { $0.sides.compactMap(\.text) }
        let told = sides.contains { $0.contains(PhotoID(1).description) }
        #expect(state.comments.map(\.subject) == [.photo(PhotoID(1))] || told)
    }
}
