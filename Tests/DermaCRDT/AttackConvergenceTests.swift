import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import Testing

private let attackSeeds: UInt64 = 400

@Suite("Attack: convergence, snapshots, compaction under mean authors")
struct AttackConvergenceTests {
    @Test("Any order, any prefix: everything public is the same", arguments: Seed.first(attackSeeds))
    func converge(seed: Seed) throws {
        var random = seed.random
        let isLarge = seed.number % 20 == 0
        let history = MeanHistory(
            &random, replicas: isLarge ? 12 : 7, count: isLarge ? 250 : 60, lies: seed.number % 2 == 0,
            ghosts: seed.number % 3 == 0)
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

    @Test("One who has seen everything can undo every edit, and settle everything", arguments: Seed.first(200))
    func lastWord(seed: Seed) throws {
        var random = seed.random
        let history = MeanHistory(&random, lies: seed.number % 2 == 0, ghosts: false)
        let state = history.state(history.entries.indices)
        let id: ReplicaID = random.identifier()
        let heads = VersionVector(history.entries.map(\.dot)).dots
        let mark = EntryMark(author: history.entries[0].mark.author, party: .patient, time: Timestamp(milliseconds: 0))
        for place in [TextPlace.diary(ItemID(1)), .comment(ItemID(1)), .note(PhotoID(1))] {
            for revision in state.revisions(of: place) {
                guard let undo = state.edit(undoing: revision.stamp.id, at: place), let edit = TextEdit(undo) else {
                    continue
                }
                var undone = state
                undone.apply([.edit(place, edit)], of: Dot(id, 1), seeing: heads, by: mark)
                #expect(undone.refused == state.refused)
                var redone = undone
                if let redo = undone.edit(undoing: OpID(Dot(id, 1), 0), at: place).flatMap(TextEdit.init) {
                    redone.apply([.edit(place, redo)], of: Dot(id, 2), seeing: [], by: mark)
                }
                #expect(redone[text: place] == state[text: place], "undone and done again")
            }
        }
        var settled = state
        var sequence: UInt64 = 0
        for conflict in state.conflicts where !conflict.isSettled {
            sequence += 1
            var op = conflict.settlement
            if case .field(let place) = conflict.place {
                var value = state.value(of: place)
                if case .parent(let folder) = place { value = .folder(state.folderTree.parent(of: folder)) }
                op = .set(known(value.flatMap { Field(place, $0) }))
            }
            settled.apply([op], of: Dot(id, sequence), seeing: sequence == 1 ? heads : [], by: mark)
        }
        let open = settled.conflicts.filter { !$0.isSettled }
        #expect(open.isEmpty, "\(open.first.map { "\($0)" } ?? "")")
    }
}
