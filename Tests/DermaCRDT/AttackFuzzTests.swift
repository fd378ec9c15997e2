import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Attack: hostile snapshots")
struct AttackFuzzTests {
    @Test("Changed snapshots are refused or answer everything, and go on", arguments: Seed.first(150))
    func hostile(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, count: 30, lies: true, ghosts: false)
        let order = history.order(&random)
        let bytes = try history.state(order[..<20]).snapshot()
        var reader = ByteReader(bytes.span.bytes)
        _ = try reader.byte()
        let inside = try reader.packed(max: Snapshot.bytesMax)
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
            var writer = ByteWriter()
            writer.byte(Snapshot.version)
            writer.packed(changed, deflating: false)
            guard var state = try? FolderState(snapshot: writer.bytes) else { continue }
            _ = everything(state)
            for place in order[20...] { MeanHistory.apply(history.entries[place], to: &state) }
            _ = everything(state)
            state.compact(below: state.stable())
            _ = everything(state)
            if let again = try? state.snapshot() { _ = try? FolderState(snapshot: again) }
        }
    }
}
