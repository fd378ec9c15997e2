import DermaCRDT
import DermaCausality
import DermaWire
import Testing

@Suite("How folders stand in each other")
struct FolderTreeTests {
    private let folders = (1...4).map { FolderID($0) }

    @Test("Folders that two devices moved into each other: one move is passed over, flagged, until somebody moves it")
    func cycle() throws {
        var phone = Replica(1, of: .patient)
        var tablet = Replica(2, of: .patient)
        phone.write(.set(.parent(folders[0], folders[1])))
        tablet.write(.set(.parent(folders[1], folders[0])))
        exchange(&phone, &tablet)
        #expect(phone.state == tablet.state)
        #expect(phone.state.folderTree.parent(of: folders[0]) == folders[1])
        #expect(phone.state.folderTree.parent(of: folders[1]) == nil)
        let conflict = try #require(phone.state.conflicts.first)
        #expect(conflict.place == .field(.parent(folders[1])) && conflict.resolution == .notMoved)
        #expect(conflict.sides.map(\.text) == [folders[1].description, folders[0].description] && !conflict.isSettled)
        phone.write(.set(.parent(folders[1], nil)))
        #expect(phone.state.conflicts.map(\.isSettled) == [true])
    }

    /// The third device's move replaces the one that was shown, and is itself not shown: the second's is, which came too late
    /// to be done when it was made.
    @Test("A folder stands where its field says")
    func shown() {
        var first = Replica(1, of: .patient)
        var second = Replica(2, of: .patient)
        var third = Replica(3, of: .patient)
        third.write(.set(.parent(folders[0], folders[1])))
        second.write(.set(.folderName("deeper")))
        second.write(.set(.parent(folders[0], folders[2])))
        first.write(.set(.folderName("deeper still")))
        first.hear(from: third)
        first.write(.set(.parent(folders[0], folders[3])))
        exchange(&first, &second)
        #expect(first.state == second.state)
        #expect(first.state.value(of: .parent(folders[0])) == .folder(folders[2]))
        #expect(first.state.folderTree.parent(of: folders[0]) == folders[2])
    }

    @Test("A folder is not moved into itself")
    func itself() {
        var phone = Replica(1, of: .patient)
        phone.write(.set(.parent(folders[0], folders[0])))
        #expect(phone.state.folderTree.parent(of: folders[0]) == nil)
        #expect(phone.state.conflicts.map(\.resolution) == [.notMoved])
    }

    @Test("Compacting does not move a folder")
    func compacted() {
        var phone = Replica(1, of: .patient)
        var tablet = Replica(2, of: .patient)
        phone.write(.set(.parent(folders[0], folders[1])))
        tablet.write(.set(.parent(folders[1], folders[0])))
        exchange(&phone, &tablet)
        phone.write(.set(.parent(folders[0], nil)))
        exchange(&phone, &tablet)
        tablet.write(.set(.folderName("seen")))
        exchange(&phone, &tablet)
        var state = phone.state
        state.compact(below: state.stable(for: [phone.id, tablet.id]))
        #expect(state.folderTree == phone.state.folderTree)
        #expect(state.conflicts == phone.state.conflicts)
    }

    @Test("Compacting does not change who made a diary entry, nor who settled a removal")
    func compactedEntry() {
        var phone = Replica(1, of: .patient)
        var tablet = Replica(2, of: .patient)
        phone.write(.set(.title(ItemID(1), "first")))
        tablet.hear(from: phone)
        tablet.write(.set(.title(ItemID(1), "second")))
        phone.write(.removeDiary(ItemID(1)))
        exchange(&phone, &tablet)
        phone.write(.set(.title(ItemID(1), "third")))
        exchange(&phone, &tablet)
        tablet.write(.set(.title(ItemID(1), "fourth")))
        exchange(&phone, &tablet)
        phone.write(.set(.folderName("seen")))
        exchange(&phone, &tablet)
        var state = phone.state
        state.compact(below: state.stable(for: [phone.id, tablet.id]))
        #expect(state.diary.map(\.added) == phone.state.diary.map(\.added))
        #expect(state.conflicts == phone.state.conflicts)
    }
}
