import DermaCausality
import DermaSync
import Testing

@testable import DermaClient
@testable import DermaSimulation

@Suite("The checkers of alarms can fail")
struct AlarmCheckerTests {
    private static let plain: [(seconds: Int64, who: String, what: String)] = [
        (1, "ana-1", "folder"), (2, "ana-1", "comment folder=0 on=0 length=40"), (3, "ana-1", "sync"),
        (4, "ana-2", "sync"),
    ]

    private func world(hostile: Bool = false) throws -> (World, FolderID) {
        let lie = (seconds: Int64(5), who: "ana-2", what: "replay count=1 which=0")
        let run = try HostileStory.play(Self.plain + (hostile ? [lie] : []))
        let folder = try #require(run.world.actors[1]?.device.folderIDs.first)
        return (run.world, folder)
    }

    private func synced(_ alarms: [SyncAlarm] = []) -> Moment {
        var report = SyncReport()
        report.alarms = alarms
        let outcome = SyncOutcome(connection: 0, report: report, failure: nil, began: 0, carried: 0)
        return Moment(time: 0, lane: .device(1), what: .synced(outcome))
    }

    /// The device asks, and the relay says what it holds; then the sync is over.
    private func exchange(
        _ folder: FolderID, _ vector: VersionVector, alarms: [SyncAlarm] = [], in world: World,
        _ checker: inout LiesDetected
    ) -> String? {
        let bytes = Frame.have(Have(folder: folder, vector: vector)).bytes
        for direction in [Direction.up, .down] {
            let message = Message(connection: 0, device: 1, direction: direction, bytes: bytes, arrival: 1)
            guard checker.observe(Moment(time: 0, lane: .relay, what: .sent(message)), in: world) == nil else { break }
        }
        return checker.observe(synced(alarms), in: world)
    }

    @Test("An alarm where nobody lies")
    func falseAlarm() throws {
        let (world, folder) = try world()
        var checker = NoFalseAlarm()
        #expect(checker.observe(synced(), in: world) == nil)
        #expect(checker.conclude(world) == nil)
        for kind in [SyncAlarm.Kind.fork, .withheld, .forged, .badPhoto] {
            #expect(checker.observe(synced([SyncAlarm(kind: kind, folder: folder)]), in: world) != nil)
        }
    }

    @Test("More was said to be held than was handed over, and nobody was alarmed")
    func withheld() throws {
        let (world, folder) = try world(hostile: true)
        let vector = try #require(try world.actors[1]?.device.store.log.vector(of: folder))
        var checker = LiesDetected()
        #expect(exchange(folder, vector, in: world, &checker) == nil)
        let more = VersionVector(vector.dots.map { Dot($0.replica, $0.sequence + 1) })
        let alarm = SyncAlarm(kind: .withheld, folder: folder)
        #expect(exchange(folder, more, alarms: [alarm], in: world, &checker) == nil)
        #expect(exchange(folder, more, in: world, &checker) != nil)
    }

    @Test("What a newer version wrote is held, and not said to be there")
    func newer() throws {
        var (world, folder) = try world()
        let dot = try #require(try world.actors[0]?.device.store.log.vector(of: folder).dots.first)
        let hash = try #require(try world.actors[0]?.device.store.log.hash(of: dot, in: folder))
        var checker = NewerKept()
        #expect(checker.conclude(world) == nil)
        world.ledger.newer.append(.init(device: 0, folder: folder, dot: dot, hash: hash))
        #expect(checker.conclude(world) != nil)
        world.ledger.handmade.append(.init(device: 0, verb: .newer, time: 0, answers: nil))
        #expect(checker.observe(synced(), in: world) != nil)
    }
}
