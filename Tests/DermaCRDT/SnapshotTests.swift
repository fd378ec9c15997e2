import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("States are kept, loaded and compacted")
struct SnapshotTests {
    private static func history(_ seed: Seed) -> (FolderHistory, SeededRandom) {
        var random = seed.random
        let history = FolderHistory(&random, events: 60, isForgetful: random.chance(oneIn: 3)) { $0.op() }
        return (history, random)
    }

    private static func apply(_ places: some Sequence<Int>, of history: FolderHistory, to state: inout FolderState) {
        for place in places { history.apply(place, to: &state) }
    }

    @Test("What was loaded is what was kept, goes on as it, and is written alike", arguments: Seed.first(60))
    func roundTrip(seed: Seed) throws {
        var (history, random) = Self.history(seed)
        let order = history.events.causalOrder(&random)
        let cut = random.below(order.count)
        var state = history.state(applying: order[..<cut])
        let bytes = try state.snapshot()
        var loaded = try FolderState(snapshot: bytes)
        #expect(loaded == state && loaded.conflicts == state.conflicts)
        #expect(try loaded.snapshot() == bytes)
        Self.apply(order[cut...], of: history, to: &state)
        Self.apply(order[cut...], of: history, to: &loaded)
        #expect(loaded == state && loaded.conflicts == state.conflicts && !loaded.isDamaged)
        #expect(loaded.refused == state.refused && loaded.newer == state.newer)
        for place in state.texts.keys { #expect(loaded.revisions(of: place) == state.revisions(of: place)) }
    }

    @Test("Cut and changed snapshots are refused or load; none traps", arguments: Seed.first(12))
    func hostile(seed: Seed) throws {
        var (history, random) = Self.history(seed)
        let bytes = try history.state(applying: history.ops.indices).snapshot()
        // The inside, without its deflation: a changed byte there gets further.
        var reader = ByteReader(bytes.span.bytes)
        _ = try reader.byte()
        let inside = try reader.packed(max: Snapshot.bytesMax)
        for _ in 0..<60 {
            var changed = inside
            for _ in 0...random.below(2) { changed[random.below(changed.count)] ^= UInt8(1 << random.below(8)) }
            if random.chance(oneIn: 4) { changed.removeLast(random.below(changed.count)) }
            var writer = ByteWriter()
            writer.byte(Snapshot.version)
            writer.packed(changed, deflating: false)
            guard let state = try? FolderState(snapshot: writer.bytes) else { continue }
            _ = state.conflicts.count + state.comments.count + state.diary.count + state.photos.count
            for place in state.texts.keys { _ = state.revisions(of: place) }
            _ = state.stable()
            _ = try? state.snapshot()
        }
    }

    /// A replica that has not been heard of for long does not know of the compaction, nor it of what that replica writes.
    @Test("A compacted state merges what comes later without loss", arguments: Seed.first(100))
    func compaction(seed: Seed) throws {
        var (history, random) = Self.history(seed)
        let order = history.events.causalOrder(&random)
        var state = FolderState(owner: .patient)
        var compacted = FolderState(owner: .patient)
        for place in order {
            Self.apply([place], of: history, to: &state)
            Self.apply([place], of: history, to: &compacted)
            if random.chance(oneIn: 6) {
                compacted.compact(below: compacted.stable())
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
        state.compact(below: state.stable())
        #expect(state == before && state.revisions(of: .diary(ItemID(1))).first?.value.hasPrefix("a secret") == true)
        tablet.hear(from: phone)
        tablet.write(.addScore(ItemID(3), severe, day: today))
        phone.hear(from: tablet)
        state = phone.state
        state.compact(below: state.stable())
        #expect(state[text: .diary(ItemID(1))] == "fine")
        #expect(state.revisions(of: .diary(ItemID(1))).first?.value.contains("secret") == false)
        #expect(state[diary: ItemID(1)]?.title.history.map(\.value) == ["second"])
        let bytes = try FolderState(snapshot: state.snapshot()).snapshot()
        #expect(bytes.count < (try phone.state.snapshot()).count)
        // Who was away all the time still merges.
        tablet.write(.diary(ItemID(1)), "fine again")
        #expect(tablet.state[text: .diary(ItemID(1))] == "fine again")
    }
}
