import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Causes come before effects, also where authors could not see everything or hide what they saw")
struct OrderOfCausesTests {
    private let folders = (1...5).map { FolderID(Bytes16([UInt8](repeating: $0, count: 16)) ?? .zero) }
    private let ids = (1...9).map { ReplicaID(Bytes16([UInt8](repeating: $0, count: 16)) ?? .zero) }

    private func mark(_ number: Int, _ zone: String = "") -> EntryMark {
        let author = AuthorID(Bytes32([UInt8](repeating: UInt8(number), count: 32)) ?? .zero)
        return EntryMark(author: author, party: .patient, time: Timestamp(milliseconds: 0, zone: zone))
    }

    /// Nobody lies: an organisation is not shown what another one wrote (Spec 08), so it cannot cite that.
    @Test("A clinic's answer stands behind what it answers, although another clinic wrote before")
    func answerBehindQuestion() {
        var state = FolderState(owner: .patient)
        func mark(_ number: Int, _ party: AccountID) -> EntryMark {
            EntryMark(author: self.mark(number).author, party: party, time: Timestamp(milliseconds: 0))
        }
        for number in 1...5 {
            state.apply(
                [.addComment(ItemID(UInt8(number)), on: .folder, text: "other clinic")],
                of: Dot(ids[2], UInt64(number)),
                seeing: [], by: mark(3, .secondClinic))
        }
        state.apply(
            [.addComment(ItemID(8), on: .folder, text: "May I swim?")], of: Dot(ids[0], 1), seeing: [Dot(ids[2], 5)],
            by: mark(1, .patient))
        state.apply(
            [.addComment(ItemID(9), on: .folder, text: "Yes.")], of: Dot(ids[1], 1), seeing: [Dot(ids[0], 1)],
            by: mark(2, .clinic))
        #expect(state.comments.map(\.text).suffix(2) == ["May I swim?", "Yes."])
        #expect(state.entries.saw(OpID(Dot(ids[1], 1), 0), OpID(Dot(ids[0], 1), 0)))
    }

    /// Nobody lies: the phone was revoked; the laptop knows that, and MUST NOT cite what is in quarantine, the tablet did.
    @Test("A folder stands where its field says, also where an author may not cite what is in quarantine")
    func treeAndFieldAfterQuarantine() {
        var state = FolderState(owner: .patient)
        for number in 1...9 { state.pass(Dot(ids[8], UInt64(number)), seeing: []) }
        state.apply([.set(.parent(folders[0], folders[1]))], of: Dot(ids[4], 1), seeing: [Dot(ids[8], 9)], by: mark(5))
        state.apply([.set(.parent(folders[0], folders[2]))], of: Dot(ids[1], 1), seeing: [Dot(ids[4], 1)], by: mark(2))
        #expect(state.values(of: .parent(folders[0])) == [.folder(folders[2])])
        #expect(state.folderTree.parent(of: folders[0]) == folders[2])
        #expect(
            state.versions(of: .parent(folders[0])).history.map(\.value) == [.folder(folders[1]), .folder(folders[2])])
    }

    /// Phone's move has seen much; the tablet's move saw that move, and says of nothing else that it saw it. So the tablet's move
    /// replaces the phone's and yet comes before it by depth.
    @Test("A folder stands where its field says, also if an author hides what it saw")
    func treeAndField() {
        var state = FolderState(owner: .patient)
        for number in 1...9 {
            state.apply([.set(.folderName("\(number)"))], of: Dot(ids[0], UInt64(number)), seeing: [], by: mark(1))
        }
        state.apply([.set(.parent(folders[0], folders[1]))], of: Dot(ids[4], 1), seeing: [Dot(ids[0], 9)], by: mark(5))
        state.apply([.set(.parent(folders[0], folders[2]))], of: Dot(ids[1], 1), seeing: [Dot(ids[4], 1)], by: mark(2))
        #expect(state.values(of: .parent(folders[0])) == [.folder(folders[2])])
        #expect(state.folderTree.parent(of: folders[0]) == folders[2])
    }

    /// An avoided move that is wanted again and then done is done.
    @Test("A move that was avoided and done later is not in the report as not done")
    func avoidedThenDone() {
        var state = FolderState(owner: .patient)
        func apply(_ replica: Int, _ sequence: UInt64, _ field: Field, _ seeing: [Dot]) {
            state.apply([.set(field)], of: Dot(ids[replica], sequence), seeing: seeing, by: mark(replica + 1))
        }
        // 2 stands in 1; 1 into 2 is avoided; apart from that 1 goes into 3; 2 goes to the top; whoever moved 1 into 3 is replaced.
        apply(0, 1, .parent(folders[1], folders[0]), [])
        apply(5, 1, .parent(folders[0], folders[1]), [Dot(ids[0], 1)])
        apply(6, 1, .parent(folders[0], folders[2]), [Dot(ids[0], 1)])
        apply(0, 2, .parent(folders[1], nil), [Dot(ids[6], 1)])
        apply(2, 1, .parent(folders[0], folders[3]), [Dot(ids[0], 2), Dot(ids[6], 1)])
        let stands = state.folderTree.parent(of: folders[0])
        if stands == folders[1] {
            #expect(!state.conflicts.contains { $0.resolution == .notMoved })
        } else {
            Issue.record("the scenario does not come to what it should: \(String(describing: stands))")
        }
    }
}
