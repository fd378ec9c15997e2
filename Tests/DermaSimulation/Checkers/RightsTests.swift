import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import Testing

@testable import DermaSimulation

@Suite("Checkers of who may what")
struct RightsTests {
    /// Ana's second device suspects a trigger that the first has written of, and takes it back.
    private static let story =
        Played.shared + """

            0d02:00:00.000 ana-1 diary folder=0 length=30
            0d02:00:01.000 ana-1 trigger folder=0 item=0 which=0 add=1
            0d02:00:02.000 ana-1 trigger folder=0 item=0 which=1 add=1
            0d02:00:03.000 ana-1 trigger folder=0 item=0 which=1 add=0
            0d02:00:04.000 ana-1 sync
            0d02:01:00.000 ana-2 sync
            """

    @Test("A trigger that nobody suspects, or that somebody does and is not shown, is found")
    func triggers() throws {
        let run = try Played.run(Self.story)
        #expect(TriggersRight.complaint(of: run, in: run.world) == nil)
        for isAdded in [true, false] {
            var world = run.world
            world.ledger.statements = world.ledger.statements.map { statement in
                guard case .trigger(let entry, let trigger, isAdded) = statement.said else { return statement }
                return statement.spoilt(said: .trigger(entry, trigger, added: !isAdded))
            }
            #expect(TriggersRight.complaint([], in: world)?.contains("wrong about trigger") == true)
        }
    }

    @Test("What a removed device wrote that nobody had seen, and that counts all the same, is found")
    func removed() throws {
        let run = try Played.run(Self.story)
        #expect(RemovedCountsForNothing.complaint(of: run, in: run.world) == nil)
        let ana = try #require(run.world.actors[0]?.device)
        // As if the second device had removed the first without having seen anything of it.
        let second = try #require(run.world.actors[1]?.device)
        let dot = try #require(second.control.devices.values.first { $0.record.keys.author == second.author }?.dot)
        var world = run.world
        let removal = DeviceRevoked(device: ana.author, heads: CausalContext([]))
        world.ledger.sharing.note(.revocation(removal), of: ana.account, at: dot, knowing: VersionVector())
        world.ledger.contents[second.control.folder, default: [:]][dot] = world.ledger.entries.last
        let author = try #require(world.ledger.entries.last)
        world.ledger.authorship[author] = .init(device: 1, dot: dot, folder: second.control.folder, time: 0)
        #expect(RemovedCountsForNothing.complaint([run.synced(1)], in: world)?.contains("was removed") == true)
    }

    @Test("What a relay sends a clinic of another one's is found")
    func sentToAnother() throws {
        let run = try Played.run(
            Played.shared + "\n0d00:07:00.000 south-1 sync\n", withTwoClinics: true)
        let north = Cast.roomPerAccount
        let (_, append) = try run.appended(by: .device(north)) {
            run.world.ledger.authorship[$0.entries[0].hash]?.device == north
        }
        let south = try #require(run.world.connections.firstIndex { $0.device == 2 * Cast.roomPerAccount })
        let device = try #require(run.world.actors[north]?.device)
        let written = try #require(try device.store.log.run(of: append.origin, in: append.folder, after: 0))
        let sent = run.message(.entries(written), .down, on: south)
        #expect(GrantsOnly.complaint([sent], in: run.world) == "the relay sent south-1 what north-1 wrote")
    }
}
