import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Snapshots that nobody wrote")
struct HostileSnapshotTests {
    private let phone = ReplicaID(1)
    private let place = TextPlace.diary(ItemID(1))

    enum Section: Int, CaseIterable {
        case fields, texts, photos, erasures, comments, scores, diary, newer, denied, settlements
    }

    /// A snapshot that says something in one section, of a folder in which the phone wrote three entries.
    private func snapshot(_ section: Section, _ write: (inout SnapshotWriter) -> Void) -> [UInt8] {
        var table = EntryTable()
        for sequence in 1...3 { table.append(Dot(phone, UInt64(sequence)), seeing: [], mark: nil) }
        var writer = SnapshotWriter([phone])
        writer.bytes.value(AccountID.patient)
        writer.bytes.list([phone])
        table.encode(to: &writer.bytes, [phone])
        for other in Section.allCases {
            if other == section { write(&writer) } else { writer.bytes.count(0) }
        }
        var all = ByteWriter()
        all.byte(Snapshot.version)
        all.packed(writer.bytes.bytes)
        return all.bytes
    }

    private func code(_ bytes: [UInt8]) -> WireError.Code? {
        do throws(WireError) { _ = try FolderState(snapshot: bytes) } catch { return error.code }
        return nil
    }

    /// A key of a section with what belongs to it.
    private func row(_ section: Section, _ writer: inout SnapshotWriter) {
        switch section {
        case .fields:
            writer.bytes.value(FieldPlace.folderName)
            writer.writes(Register<String>()) { $0.text($1) }
        case .texts: text(&writer, history: [], edits: [(0, 0, 1)])
        case .photos:
            writer.bytes.value(PhotoID(1))
            for _ in 0..<3 { writer.bytes.count(0) }
        case .erasures:
            writer.bytes.value(PhotoID(1))
            writer.ops([OpID(Dot(phone, 1), 0)])
            writer.bytes.count(0)
        case .comments:
            writer.bytes.value(ItemKey(id: ItemID(1), party: .patient))
            for _ in 0..<3 { writer.bytes.count(0) }
        case .scores:
            writer.bytes.value(ItemKey(id: ItemID(1), party: .patient))
            for _ in 0..<2 { writer.bytes.count(0) }
        case .diary:
            writer.bytes.value(ItemID(1))
            for _ in 0..<3 { writer.bytes.count(0) }
        case .newer, .denied: writer.op(OpID(Dot(phone, 1), 0))
        case .settlements:
            writer.bytes.value(ConflictPlace.text(place))
            // Once, without sides.
            writer.bytes.count(1)
            writer.bytes.count(0)
            writer.ops([OpID(Dot(phone, 1), 0)])
        }
    }

    /// `edits`: entries since the one before, place in the entry, events.
    private func text(
        _ writer: inout SnapshotWriter, _ text: String = "", history: [UInt8], edits: [(UInt64, Int, Int)]
    ) {
        writer.bytes.value(place)
        writer.bytes.text(text)
        writer.bytes.blob(history)
        writer.bytes.count(1)
        writer.replica(phone)
        writer.bytes.count(edits.count)
        for (step, index, events) in edits {
            writer.bytes.varint(step)
            writer.bytes.count(index)
            writer.bytes.count(events)
        }
    }

    @Test("What has a key is there once", arguments: Section.allCases)
    func twice(section: Section) {
        for (count, expected) in [(1, nil), (2, WireError.Code.unsorted)] {
            let bytes = snapshot(section) { writer in
                writer.bytes.count(count)
                for _ in 0..<count { row(section, &writer) }
            }
            #expect(code(bytes) == expected)
        }
    }

    @Test("An op says something once, and of an entry that there is")
    func ops() {
        func code(_ ids: OpID...) -> WireError.Code? {
            self.code(
                snapshot(.fields) { writer in
                    writer.bytes.count(1)
                    writer.bytes.value(FieldPlace.folderName)
                    writer.bytes.count(ids.count)
                    for id in ids {
                        writer.op(id)
                        writer.bytes.text("a")
                    }
                })
        }
        let (first, second) = (OpID(Dot(phone, 1), 0), OpID(Dot(phone, 3), 1023))
        #expect(code(first, second) == nil)
        #expect(code(first, first) == .unsorted)
        #expect(code(second, first) == .unsorted)
        #expect(code(OpID(Dot(phone, 4), 0)) == .invalidValue)
        #expect(code(OpID(Dot(phone, 0), 0)) == .invalidValue)
        #expect(code(OpID(Dot(phone, 1), 1024)) == .limitExceeded)
    }

    @Test(
        "A text's edits are of entries that there are, ascend, and each has an event",
        arguments: [
            ([(0, 0, 1), (2, 7, 1)], nil), ([], .invalidValue), ([(3, 0, 1)], .invalidValue),
            ([(0, 0, 0)], .invalidValue),
            ([(0, 1, 1), (0, 1, 1)], .unsorted), ([(0, 1, 1), (0, 0, 1)], .unsorted),
            ([(UInt64.max, 0, 1)], .invalidValue), ([(0, 0, 1 << 24), (1, 0, 1)], .limitExceeded),
        ] as [([(UInt64, Int, Int)], WireError.Code?)])
    func edits(edits: [(UInt64, Int, Int)], expected: WireError.Code?) {
        let bytes = snapshot(.texts) { writer in
            writer.bytes.count(1)
            text(&writer, history: [], edits: edits)
        }
        #expect(code(bytes) == expected)
    }
}
