import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Compaction changes nothing that anybody can tell")
struct CompactionStoryTests {
    /// The laptop has read, and has not written yet.
    @Test("A replica whose first entry comes late meets the same report after compaction")
    func beforeFirstEntry() {
        var phone = Replica(1, of: .patient)
        var tablet = Replica(2, of: .patient)
        var laptop = Replica(3, of: .patient)
        phone.write(.set(.folderName("a")))
        tablet.write(.set(.folderName("b")))
        laptop.hear(from: phone)
        laptop.hear(from: tablet)
        // What the laptop has not heard of: the phone's later name, made apart from the tablet's.
        phone.write(.set(.folderName("c")))
        exchange(&phone, &tablet)
        phone.write(.set(.folderSite(known(SkinSite(.elbow)))))
        tablet.write(.set(.folderSite(known(SkinSite(.elbow)))))
        exchange(&phone, &tablet)
        var compacted = phone.state
        compacted.compact(below: compacted.stable(for: [phone.id, tablet.id, laptop.id]))
        laptop.write(.set(.folderName("d")))
        var whole = phone
        whole.hear(from: laptop)
        let entry = laptop.id
        compacted.apply(
            [.set(.folderName("d"))], of: Dot(entry, 1), seeing: [Dot(phone.id, 1), Dot(tablet.id, 1)],
            by: EntryMark(author: laptop.author, party: .patient, time: Timestamp(milliseconds: 0)))
        #expect(whole.state.conflicts == compacted.conflicts)
    }

    @Test("Compaction before a device's first entry does not take what that device answered to")
    func textBeforeFirstEntry() throws {
        var phone = Replica(1, of: .patient)
        var laptop = Replica(3, of: .patient)
        let place = TextPlace.diary(ItemID(1))
        phone.write(place, "Cream A helps. Slept.")
        laptop.hear(from: phone)
        phone.write(place, "Slept.")
        var compacted = phone.state
        compacted.compact(below: compacted.stable(for: [phone.id, laptop.id]))
        // As the laptop has it, offline.
        let edit = known(TextEdit([.delete(at: 0, count: 7, isBackward: false), .insert(at: 0, "Nothing")]))
        laptop.write(.edit(place, edit))
        var whole = phone
        whole.hear(from: laptop)
        compacted.apply(
            [.edit(place, edit)], of: Dot(laptop.id, 1), seeing: [Dot(phone.id, 1)],
            by: EntryMark(author: laptop.author, party: .patient, time: Timestamp(milliseconds: 0)))
        #expect(whole.state[text: place] == compacted[text: place])
        #expect(!whole.state.conflicts.isEmpty)
        #expect(whole.state.conflicts == compacted.conflicts)
    }

    @Test("Undoing after compaction writes no replacement characters into a diary")
    func undo() throws {
        var phone = Replica(1, of: .patient)
        let place = TextPlace.diary(ItemID(1))
        let typed = try #require(phone.write(place, "Red and itchy").first)
        let deletion = try #require(phone.write(place, "Red").first)
        var state = phone.state
        state.compact(below: state.stable(for: [phone.id]))
        #expect(state.edit(undoing: deletion, at: place) == nil)
        var document = state.document(at: place, editedBy: phone.id)
        #expect(throws: TextError(.forgotten)) { try document.undo(13..<23) }
        #expect(document.text == "Red", "nothing has changed")
        // What was typed and is still there can go.
        #expect(state.edit(undoing: typed, at: place) == [.delete(at: 0, count: 3)])
    }
}
