import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("States are kept and loaded")
struct SnapshotTests {
    @Test("What was loaded is what was kept, goes on as it, and is written alike", arguments: Seed.first(60))
    func roundTrip(seed: Seed) throws {
        var (history, random) = FolderHistory.mixed(seed)
        let order = history.events.causalOrder(&random)
        let cut = random.below(order.count)
        var state = history.state(applying: order[..<cut])
        let bytes = try state.snapshot()
        var loaded = try FolderState(snapshot: bytes)
        #expect(loaded == state && loaded.conflicts == state.conflicts)
        #expect(try loaded.snapshot() == bytes)
        for place in order[cut...] { history.apply(place, to: &state) }
        for place in order[cut...] { history.apply(place, to: &loaded) }
        #expect(loaded == state && loaded.conflicts == state.conflicts && !loaded.isDamaged)
        #expect(loaded.refused == state.refused && loaded.newer == state.newer)
        for place in state.texts.keys { #expect(loaded.revisions(of: place) == state.revisions(of: place)) }
    }

    @Test("A snapshot is the same in every public respect, now and later", arguments: Seed.first(60))
    func roundTripOfUnrulyAuthors(seed: Seed) throws {
        var random = seed.random
        let history = UnrulyHistory(&random, lies: seed.number % 2 == 0, ghosts: false)
        let order = history.order(&random)
        let cut = random.below(order.count)
        var state = history.state(order[..<cut])
        var loaded = try FolderState(snapshot: try state.snapshot())
        #expect(difference(everything(state), everything(loaded)) == nil)
        for place in order[cut...] {
            UnrulyHistory.apply(history.entries[place], to: &state)
            UnrulyHistory.apply(history.entries[place], to: &loaded)
        }
        #expect(difference(everything(state), everything(loaded)) == nil)
        #expect(state == loaded)
    }

    @Test("A snapshot keeps what authors saw of replicas that a reader is not shown", arguments: Seed.first(10))
    func ghosts(seed: Seed) throws {
        var random = seed.random
        let history = UnrulyHistory(&random, lies: false, ghosts: true)
        let state = history.state(history.entries.indices)
        let loaded = try FolderState(snapshot: try state.snapshot())
        #expect(loaded.entries == state.entries)
        #expect(difference(everything(state), everything(loaded)) == nil)
    }

    /// A clinic is not shown replica 9. What authors saw of it counts, "for depth as well" (Spec 06, Order and causes).
    @Test("Loading a snapshot does not reorder what a clinic sees")
    func unseenReplica() throws {
        var state = FolderState(owner: .patient)
        state.apply(
            [.addComment(ItemID(1), on: .folder, text: "second")], of: Dot(replicas[0], 1),
            seeing: [Dot(replicas[8], 7)],
            by: mark(1))
        state.apply(
            [.addComment(ItemID(2), on: .folder, text: "first")], of: Dot(replicas[1], 1), seeing: [], by: mark(2))
        let loaded = try FolderState(snapshot: state.snapshot())
        #expect(state.comments.map(\.text) == ["first", "second"])
        #expect(loaded.comments.map(\.text) == state.comments.map(\.text))
        #expect(loaded == state)
    }

    @Test("A state whose entries name more than 4,096 zones can be kept and loaded")
    func manyZones() throws {
        var state = FolderState(owner: .patient)
        for number in 1...4097 {
            state.apply(
                [.set(.folderName("a"))], of: Dot(replicas[0], UInt64(number)), seeing: [],
                by: mark(1, in: "Zone/\(number)"))
        }
        let loaded = try FolderState(snapshot: state.snapshot())
        #expect(loaded == state)
    }

    @Test("Zones that only look alike stay what they were")
    func equalZones() throws {
        var state = FolderState(owner: .patient)
        state.apply([.set(.folderName("a"))], of: Dot(replicas[0], 1), seeing: [], by: mark(1, in: "\u{e9}"))
        state.apply([.set(.folderName("b"))], of: Dot(replicas[0], 2), seeing: [], by: mark(1, in: "e\u{301}"))
        let loaded = try FolderState(snapshot: state.snapshot())
        let zones = [1, 2].compactMap { loaded.entries.stamp(of: OpID(Dot(replicas[0], $0), 0))?.time.zone }
        #expect(zones.map { Array($0.utf8) } == [Array("\u{e9}".utf8), Array("e\u{301}".utf8)])
    }

    @Test("A newer entry that stands alone is kept by a snapshot")
    func newerAlone() throws {
        var state = FolderState(owner: .patient)
        state.noteNewer(Dot(replicas[0], 1))
        #expect(try FolderState(snapshot: state.snapshot()).newer == state.newer)
    }

    /// Each entry cites some that nobody here holds.
    @Test("A state whose authors saw more replicas than one entry may cite can be kept and loaded")
    func manyReplicas() throws {
        var state = FolderState(owner: .patient)
        for sequence in 1...3 {
            let cited = (0..<2000).map { number in
                Dot(
                    ReplicaID(
                        Bytes16((0..<16).map { UInt8(truncatingIfNeeded: (number + sequence * 2000) >> ($0 * 8)) })
                            ?? .zero), 1)
            }
            state.apply([.set(.folderName("a"))], of: Dot(replicas[0], UInt64(sequence)), seeing: cited, by: mark(1))
        }
        let loaded = try FolderState(snapshot: state.snapshot())
        #expect(loaded == state)
    }
}
