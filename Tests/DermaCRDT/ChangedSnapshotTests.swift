import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Snapshots that were changed")
struct ChangedSnapshotTests {
    /// Without its deflation: a changed byte there gets further.
    private static func inside(_ state: FolderState) throws -> [UInt8] {
        let bytes = try state.snapshot()
        var reader = ByteReader(bytes.span.bytes)
        _ = try reader.byte()
        return try reader.packed(max: Snapshot.bytesMax)
    }

    private static func snapshot(_ inside: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(Snapshot.version)
        writer.packed(inside, deflating: false)
        return writer.bytes
    }

    @Test("Cut and changed snapshots are refused or load; none traps", arguments: Seed.first(12))
    func changed(seed: Seed) throws {
        var (history, random) = FolderHistory.mixed(seed)
        let inside = try Self.inside(history.state(applying: history.ops.indices))
        for _ in 0..<60 {
            var changed = inside
            for _ in 0...random.below(2) { changed[random.below(changed.count)] ^= UInt8(1 << random.below(8)) }
            if random.chance(oneIn: 4) { changed.removeLast(random.below(changed.count)) }
            guard let state = try? FolderState(snapshot: Self.snapshot(changed)) else { continue }
            _ = state.conflicts.count + state.comments.count + state.diary.count + state.photos.count
            for place in state.texts.keys { _ = state.revisions(of: place) }
            _ = state.stable(for: Set(state.entries.lines.keys))
            _ = try? state.snapshot()
        }
    }

    @Test("Changed snapshots are refused or answer everything, and go on", arguments: Seed.first(12))
    func goesOn(seed: Seed) throws {
        var random = seed.random
        let history = UnrulyHistory(&random, count: 30, lies: true, ghosts: false)
        let order = history.order(&random)
        let inside = try Self.inside(history.state(order[..<20]))
        for _ in 0..<60 {
            var changed = inside
            for _ in 0...random.below(3) {
                let place = random.below(changed.count)
                switch random.below(4) {
                case 0: changed[place] ^= UInt8(1 << random.below(8))
                case 1: changed[place] = random.element(of: [0, 1, 2, 0x7f, 0x80, 0xff])
                case 2:
                    changed.insert(
                        contentsOf: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f].prefix(1 + random.below(8)),
                        at: place)
                default: changed.remove(at: place)
                }
            }
            guard var state = try? FolderState(snapshot: Self.snapshot(changed)) else { continue }
            _ = everything(state)
            for place in order[20...] { UnrulyHistory.apply(history.entries[place], to: &state) }
            _ = everything(state)
            state.compact(below: state.stable(for: Set(state.entries.lines.keys)))
            _ = everything(state)
            if let again = try? state.snapshot() { _ = try? FolderState(snapshot: again) }
        }
    }
}
