import DermaCausality
import DermaClient
import DermaSync
import DermaWire
import Testing

@testable import DermaSimulation

@Suite("Checkers of bounds")
struct BoundsTests {
    private static let name = PhotoName(folder: FolderID(.zero), photo: PhotoID(.zero))

    @Test("Frames that are too long, too many or sent too far ahead are found")
    func bounded() throws {
        let run = try Played.run(Played.shared)
        #expect(Bounded.complaint(of: run, in: run.world) == nil)
        let long = run.message([UInt8](repeating: 0x91, count: Limits.frameBytesMax + 7), .up)
        #expect(Bounded.complaint([long], in: run.world)?.contains("a frame of") == true)
        let bye = run.message(.bye, .up)
        let chatter = Array(repeating: bye, count: 60) + [run.synced(0)]
        #expect(Bounded.complaint(chatter, in: run.world)?.contains("60 frames") == true)
        let ahead = PhotoPiece(name: Self.name, offset: UInt64(Limits.photoWindowBytesMax), bytes: [1])
        #expect(Bounded.complaint([run.message(.photoPiece(ahead), .up)], in: run.world)?.contains("window") == true)
    }

    @Test("A device that asks again and again is found")
    func asking() throws {
        let run = try Played.run(Played.shared)
        let have = run.message(.have(Have(folder: FolderID(.zero), vector: VersionVector())), .up)
        let moments = Array(repeating: have, count: 3) + [run.synced(0)]
        #expect(Bounded.complaint(moments, in: run.world)?.contains("asked 3 times") == true)
    }

    @Test("A relay that keeps things twice is found")
    func growth() throws {
        let run = try Played.run(Played.shared)
        let stored = try run.moments + [run.appended(by: .relay) { !$0.isOfControlLog }.0]
        var checker = Bounded()
        let complaints = stored.compactMap { checker.observe($0, in: run.world) }
        #expect(complaints.last?.contains("the relay has stored") == true)
    }

    @Test("A sync that outlives its phone's patience, and a photo's bytes that went with it, are found")
    func background() throws {
        var run = try Played.run(Played.shared)
        var world = run.world
        world.actors[0]?.link.backgroundUntil = 1_000_000
        world.now = 40_000
        let begun = Moment(time: 1, lane: .device(0), what: .connected(0))
        func ended(_ time: Int64) -> Moment { Moment(time: time, lane: .device(0), what: .disconnected(0)) }
        #expect(BackgroundBudget.complaint([begun, ended(30_001)], in: world) == nil)
        #expect(BackgroundBudget.complaint([begun, ended(32_001)], in: world)?.contains("2 s longer") == true)
        let piece = run.message(
            .photoPiece(PhotoPiece(name: Self.name, offset: 0, bytes: [1, 2, 3])), .down, at: 20_000)
        #expect(BackgroundBudget.complaint([begun, piece, ended(30_001)], in: world)?.contains("lost 3 bytes") == true)
        run = try Played.run(Played.shared + "\n1d00:00:00.000 ana-1 background seconds=60\n1d00:00:01.000 ana-1 sync")
        #expect(BackgroundBudget.complaint(of: run, in: run.world) == nil)
    }

    @Test("A sync with nothing new that costs much is found")
    func quiet() throws {
        let run = try Played.run(Played.shared, [QuietSyncIsCheap()])
        #expect(run.violation == nil)
        var world = run.world
        world.connections[0].carried = [10, QuietSyncIsCheap.bytesAlways + 1]
        #expect(QuietSyncIsCheap.complaint([run.synced(0)], in: world) != nil)
        world.connections[0].carried = [10, QuietSyncIsCheap.bytesAlways]
        #expect(QuietSyncIsCheap.complaint([run.synced(0)], in: world) == nil)
    }

    @Test("A device that tries without pause, without end, or hardly ever is found")
    func retries() throws {
        let run = try Played.run(
            Played.shared
                + "\n1d00:00:00.000 ana-1 loss seconds=40000\n1d00:00:01.000 ana-1 sync\n3d00:00:00.000 ana-1 sync",
            [RetriesBackOff()])
        #expect(run.violation == nil)
        let tries = run.world.connections.indices.filter { run.world.connections[$0].reason == .retry }
        #expect(tries.count == SyncRetry.failuresMax)
        let id = try #require(tries.first)
        func row(_ times: [Int64]) -> [Moment] {
            times.flatMap { time in
                [
                    Moment(time: time, lane: .device(0), what: .connected(id)),
                    run.synced(0, .session(.closedEarly), at: time, on: id),
                ]
            }
        }
        #expect(RetriesBackOff.complaint(row((1...10).map { $0 * 10 }), in: run.world)?.contains("ten times") == true)
        #expect(RetriesBackOff.complaint(row((1...13).map { $0 * 2_000 }), in: run.world)?.contains("in vain") == true)
        #expect(RetriesBackOff.complaint(row([1, 5_000]), in: run.world)?.contains("waited") == true)
    }

    @Test("A device that had no network syncs by itself when there is one")
    func network() throws {
        let run = try Played.run(
            "0d00:00:01.000 ana-1 offline seconds=600\n0d00:00:02.000 ana-1 folder\n0d00:00:03.000 ana-1 sync")
        let first = try run.first { if case .connected = $0.what { true } else { false } }
        #expect(first.time == 601_000)
        #expect(run.world.connections.first?.reason == .network)
    }
}
