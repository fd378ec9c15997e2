import DermaCRDT
import DermaCausality
import DermaTestSupport
import Testing

private let attackSeeds: UInt64 = 400

@Suite("Attack: convergence, snapshots, compaction under mean authors")
struct AttackConvergenceTests {
    @Test("Any order, any prefix: everything public is the same", arguments: Seed.first(attackSeeds))
    func converge(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, lies: seed.number % 2 == 0, ghosts: seed.number % 3 == 0)
        for _ in 0..<4 {
            let order = history.order(&random)
            let cut = order.prefix(1 + random.below(order.count))
            let (a, b) = (history.state(cut), history.state(cut.sorted()))
            #expect(a == b)
            #expect(difference(everything(a), everything(b)) == nil)
            for place in cut {
                let id = OpID(history.entries[place].dot, 0)
                #expect(a.entries.stamp(of: id) == b.entries.stamp(of: id) && a.received(id.dot) == b.received(id.dot))
            }
        }
    }

    @Test("A snapshot is the same in every public respect, now and later", arguments: Seed.first(attackSeeds))
    func snapshot(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, lies: seed.number % 2 == 0, ghosts: false)
        let order = history.order(&random)
        let cut = random.below(order.count)
        var state = history.state(order[..<cut])
        var loaded = try FolderState(snapshot: try state.snapshot())
        #expect(difference(everything(state), everything(loaded)) == nil)
        for place in order[cut...] {
            MeanHistory.apply(history.entries[place], to: &state)
            MeanHistory.apply(history.entries[place], to: &loaded)
        }
        #expect(difference(everything(state), everything(loaded)) == nil)
        #expect(state == loaded)
    }

    @Test("A snapshot keeps what authors saw of replicas that a reader is not shown", arguments: Seed.first(10))
    func snapshotGhosts(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, lies: false, ghosts: true)
        let state = history.state(history.entries.indices)
        let loaded = try FolderState(snapshot: try state.snapshot())
        #expect(loaded.entries == state.entries)
        #expect(difference(everything(state), everything(loaded)) == nil)
    }

    /// All replicas are known from the beginning: each has written.
    @Test("Compaction by what is stable changes nothing but histories", arguments: Seed.first(attackSeeds))
    func compaction(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, count: 80, lies: seed.number % 2 == 0, ghosts: false)
        let all = Set(history.entries.map(\.dot.replica))
        var state = FolderState(owner: .patient)
        var compacted = state
        var seen: Set<ReplicaID> = []
        for place in history.order(&random) {
            MeanHistory.apply(history.entries[place], to: &state)
            MeanHistory.apply(history.entries[place], to: &compacted)
            seen.insert(history.entries[place].dot.replica)
            if seen == all, random.chance(oneIn: 3) { compacted.compact(below: compacted.stable()) }
        }
        let (a, b) = (everything(state, histories: false), everything(compacted, histories: false))
        #expect(difference(a, b) == nil)
    }

    @Test("As the one before, while replicas that have not written yet write later", arguments: Seed.first(attackSeeds))
    func compactionLate(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, count: 80, lies: false, ghosts: false)
        var state = FolderState(owner: .patient)
        var compacted = state
        for place in history.order(&random) {
            MeanHistory.apply(history.entries[place], to: &state)
            MeanHistory.apply(history.entries[place], to: &compacted)
            if random.chance(oneIn: 3) { compacted.compact(below: compacted.stable()) }
        }
        let (a, b) = (everything(state, histories: false), everything(compacted, histories: false))
        #expect(difference(a, b) == nil)
    }
}
