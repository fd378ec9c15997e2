import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Texts of snapshots that prove damaged")
struct DamagedTextTests {
    private let phone = ReplicaID(1)
    private let place = TextPlace.diary(ItemID(1))
    private let mark = EntryMark(author: AuthorID(.zero), party: .patient, time: Timestamp(milliseconds: 0))

    /// The phone wrote "a"; what the snapshot keeps of that is changed.
    private func loaded(_ change: (MergedText) throws -> MergedText) throws -> FolderState {
        var state = FolderState(owner: .patient)
        state.apply([.edit(place, typed("a"))], of: Dot(phone, 1), seeing: [], by: mark)
        state.texts[place] = try change(try #require(state.texts[place]))
        return try FolderState(snapshot: state.snapshot())
    }

    @Test("Edits of entries that there are not are refused")
    func unknownEntry() {
        #expect(throws: WireError.self) {
            try loaded { text in
                MergedText(
                    StoredText(text.text, plainHistory: try text.history()),
                    edits: [phone: [MergedText.Edit(sequence: 1000, index: 0, end: 1)]])
            }
        }
    }

    @Test("Edits that have not as many events as the history: told when it is opened, and not kept again")
    func otherCount() throws {
        var state = try loaded { text in
            MergedText(
                StoredText(text.text, plainHistory: try text.history()),
                edits: [phone: [MergedText.Edit(sequence: 1, index: 0, end: 2)]])
        }
        #expect(state[text: place] == "a" && state.revisions(of: place).isEmpty)
        state.apply([.edit(place, typed("b"))], of: Dot(phone, 2), seeing: [], by: mark)
        #expect(state.isDamaged && state[text: place] == "a")
        #expect(throws: TextError(.badHistory)) { try state.snapshot() }
    }

    /// What is deflated as a whole has no deflated part: 600 bytes would be 200 MB.
    @Test("A part of a history that is deflated is not expanded")
    func deflatedPart() throws {
        var document = TextDocument(agent: phone)
        try document.insert("a", at: 0)
        for _ in 0..<100 {
            try document.insert("gone", at: 0)
            try document.delete(0..<4)
        }
        let count = document.eventCount
        for isDeflated in [false, true] {
            let history = try document.history(keepingDeletedText: true, deflating: isDeflated)
            let state = try loaded { _ in
                MergedText(
                    StoredText("a", plainHistory: history),
                    edits: [phone: [MergedText.Edit(sequence: 1, index: 0, end: count)]])
            }
            #expect(state.revisions(of: place).count == (isDeflated ? 0 : 1))
        }
    }

    @Test("A text takes as many bytes of the expanded snapshot as it has")
    func expandedOnce() throws {
        var state = FolderState(owner: .patient)
        let text = String(repeating: "a", count: 60000)
        for number in 1...8 {
            state.apply(
                [.edit(.diary(ItemID(UInt8(number))), typed(text))], of: Dot(phone, UInt64(number)), seeing: [],
                by: mark)
        }
        let bytes = try state.snapshot()
        let loaded = try FolderState(snapshot: bytes)
        // Deflate never makes a byte into more than 1,032.
        #expect(loaded.texts.keys.reduce(0) { $0 + (loaded[text: $1]?.utf8.count ?? 0) } == 480_000)
        #expect(480_000 <= bytes.count * 1032)
    }
}
