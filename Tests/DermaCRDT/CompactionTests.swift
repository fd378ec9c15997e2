import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Compacted states merge as before")
struct CompactionTests {
    /// A replica that has not been heard of for long does not know of the compaction, nor it of what that replica writes.
    @Test("A compacted state merges what comes later without loss", arguments: Seed.first(100))
    func compaction(seed: Seed) throws {
        var (history, random) = FolderHistory.mixed(seed)
        let order = history.events.causalOrder(&random)
        var state = FolderState(owner: .patient)
        var compacted = FolderState(owner: .patient)
        let writers = Set(history.events.events.map(\.dot.replica))
        for place in order {
            history.apply(place, to: &state)
            history.apply(place, to: &compacted)
            if random.chance(oneIn: 6) {
                compacted.compact(below: compacted.stable(for: writers))
                if random.chance(oneIn: 2) { compacted = try FolderState(snapshot: try compacted.snapshot()) }
            }
        }
        #expect(!compacted.isDamaged && compacted.refused == state.refused && compacted.newer == state.newer)
        #expect(compacted.comments == state.comments && compacted.photos.map(\.id) == state.photos.map(\.id))
        #expect(compacted.scores == state.scores && compacted.entries == state.entries)
        for place in state.texts.keys { #expect(compacted[text: place] == state[text: place]) }
        for place in state.fields.keys { #expect(compacted.values(of: place) == state.values(of: place)) }
        #expect(compacted.diary.map(\.id) == state.diary.map(\.id))
        let (kept, all) = (compacted.conflicts, state.conflicts)
        #expect(kept == all, "the report, with what every side wrote")
        #expect(compacted.diary.map(\.added) == state.diary.map(\.added) && compacted.folderTree == state.folderTree)
    }

    @Test("Compaction forgets what was deleted and replaced, once everyone has seen that, and not before")
    func forgets() throws {
        var phone = Replica(1, of: .patient)
        var tablet = Replica(2, of: .patient)
        phone.write(.diary(ItemID(1)), "a secret that was typed by mistake")
        phone.write(.set(.title(ItemID(1), "first")))
        phone.write(.set(.title(ItemID(1), "second")))
        phone.write(.diary(ItemID(1)), "fine")
        var state = phone.state
        // The tablet has written before, and may not have seen any of it.
        tablet.write(.addScore(ItemID(2), severe, day: today))
        phone.hear(from: tablet)
        state = phone.state
        let before = state
        state.compact(below: state.stable(for: [phone.id, tablet.id]))
        #expect(state == before && state.revisions(of: .diary(ItemID(1))).first?.value.hasPrefix("a secret") == true)
        tablet.hear(from: phone)
        tablet.write(.addScore(ItemID(3), severe, day: today))
        phone.hear(from: tablet)
        state = phone.state
        state.compact(below: state.stable(for: [phone.id, tablet.id]))
        #expect(state[text: .diary(ItemID(1))] == "fine")
        #expect(state.revisions(of: .diary(ItemID(1))).first?.value.contains("secret") == false)
        #expect(state[diary: ItemID(1)]?.title.history.map(\.value) == ["second"])
        let bytes = try FolderState(snapshot: state.snapshot()).snapshot()
        #expect(bytes.count < (try phone.state.snapshot()).count)
        // Who was away all the time still merges.
        tablet.write(.diary(ItemID(1)), "fine again")
        #expect(tablet.state[text: .diary(ItemID(1))] == "fine again")
    }

    /// All replicas are known from the beginning: each has written.
    @Test("Compaction by what is stable changes nothing but histories", arguments: Seed.first(60))
    func unrulyAuthors(seed: Seed) throws {
        var random = seed.random
        let history = UnrulyHistory(&random, count: 80, lies: seed.number % 2 == 0, ghosts: false)
        let all = Set(history.entries.map(\.dot.replica))
        var state = FolderState(owner: .patient)
        var compacted = state
        var seen: Set<ReplicaID> = []
        for place in history.order(&random) {
            UnrulyHistory.apply(history.entries[place], to: &state)
            UnrulyHistory.apply(history.entries[place], to: &compacted)
            seen.insert(history.entries[place].dot.replica)
            if seen == all, random.chance(oneIn: 3) { compacted.compact(below: compacted.stable(for: all)) }
        }
        let (a, b) = (everything(state, histories: false), everything(compacted, histories: false))
        #expect(difference(a, b) == nil)
    }

    @Test("As the one before, while replicas that have not written yet write later", arguments: Seed.first(60))
    func lateWriters(seed: Seed) throws {
        var random = seed.random
        let history = UnrulyHistory(&random, count: 80, lies: false, ghosts: false)
        let writers = Set(history.entries.map(\.dot.replica))
        var state = FolderState(owner: .patient)
        var compacted = state
        for place in history.order(&random) {
            UnrulyHistory.apply(history.entries[place], to: &state)
            UnrulyHistory.apply(history.entries[place], to: &compacted)
            if random.chance(oneIn: 3) { compacted.compact(below: compacted.stable(for: writers)) }
        }
        let (a, b) = (everything(state, histories: false), everything(compacted, histories: false))
        #expect(difference(a, b) == nil)
    }
}
