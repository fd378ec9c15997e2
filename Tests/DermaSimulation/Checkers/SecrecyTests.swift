import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire
import Testing

@testable import DermaSimulation

@Suite("Checkers of secrecy")
struct SecrecyTests {
    @Test("A text or a key on the wire is found")
    func confidential() throws {
        let run = try Played.run(Played.shared)
        #expect(Confidential.complaint(of: run, in: run.world) == nil)
        let key = try #require(run.world.actors[0]?.device.secretKeys.last)
        for secret in [Array("CANARY-0".utf8), key] {
            let spoken = run.message([0x91] + [UInt8](repeating: 7, count: 50) + secret + [1, 2], .up)
            #expect(Confidential.complaint([spoken], in: run.world) != nil)
        }
    }

    @Test("A text at the relay is found")
    func confidentialStore() throws {
        let run = try Played.run(Played.shared)
        let (_, append) = try run.appended(by: .relay) { !$0.isOfControlLog }
        let entry = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present(Array("xCANARY-".utf8)))
        let bare = DiskFaults.Append(
            folder: append.folder, origin: append.origin, first: 1,
            entries: [StoredEntry(entry: entry, hash: .zero, signature: nil)])
        #expect(Confidential.complaint([Moment(time: 0, lane: .relay, what: .appended(bare))], in: run.world) != nil)
    }

    @Test("One nonce in two envelopes is found")
    func nonces() throws {
        let run = try Played.run(Played.shared)
        #expect(NoncesUnique.complaint(of: run, in: run.world) == nil)
        let (moment, append) = try run.appended(by: .device(0)) { !$0.isOfControlLog }
        let stored = try #require(append.entries.first)
        var body = try #require(stored.entry.body.bytes)
        body[body.count - 1] ^= 1
        let twin = StoredEntry(
            entry: RunEntry(kind: .content, epoch: stored.entry.epoch, body: .present(body)), hash: .zero,
            signature: nil)
        let again = DiskFaults.Append(folder: append.folder, origin: append.origin, first: 9, entries: [twin])
        let moments = [moment, Moment(time: 0, lane: .device(1), what: .appended(again))]
        #expect(NoncesUnique.complaint(moments, in: run.world) != nil)
    }

    @Test("An entry for one who was shut out is found")
    func removed() throws {
        let run = try Played.run(Played.shutOut)
        // What was sealed while the clinic was let in, as if it had been sealed at the end.
        let (moment, _) = try run.appended(by: .device(0)) { !$0.isOfControlLog }
        #expect(RemovedOpensNothing.complaint([moment], in: run.world)?.contains("north") == true)
    }

    @Test("A key, a folder or a word that is none of a clinic's business is found")
    func grantsOnly() throws {
        let run = try Played.run(Played.shared)
        #expect(GrantsOnly.complaint(of: run, in: run.world) == nil)
        var world = run.world
        world.ledger.sharing = SharingBook()
        #expect(GrantsOnly.complaint([run.synced(Cast.roomPerAccount)], in: world)?.contains("holds the key") == true)
    }

    @Test("What another clinic wrote is found")
    func twoClinics() throws {
        let run = try Played.run(
            """
            0d00:00:01.000 ana-1 folder
            0d00:00:04.000 ana-1 share folder=0 clinic=0 purposes=3 hours=100
            0d00:00:05.000 ana-1 share folder=0 clinic=1 purposes=3 hours=100
            0d00:01:00.000 ana-1 sync
            0d00:02:00.000 ana-1 sync
            0d00:03:00.000 north-1 sync
            0d00:04:00.000 north-1 comment folder=0 on=0 length=50
            0d00:05:00.000 north-1 sync
            """, withTwoClinics: true)
        #expect(GrantsOnly.complaint(of: run, in: run.world) == nil)
        let (north, south) = (Cast.roomPerAccount, 2 * Cast.roomPerAccount)
        let (moment, append) = try run.appended(by: .device(north)) {
            run.world.ledger.authorship[$0.entries[0].hash]?.device == north
        }
        let moved = Moment(time: moment.time, lane: .device(south), what: .appended(append))
        #expect(GrantsOnly.complaint([moved], in: run.world) == "south-1 stored what north-1 wrote")
        var world = run.world
        world.actors[south] = world.actors[0]
        #expect(GrantsOnly.complaint([run.synced(south)], in: world) != nil)
    }

    @Test("A half that the relay should have destroyed, or not handed out, is found")
    func halves() throws {
        let run = try Played.run(Played.shutOut)
        let grant = try #require(run.world.ledger.sharing.grants.first)
        let released = run.message(.halfReleased(HalfFrame(grant: grant.record.id, half: .zero)), .down)
        #expect(HalvesDestroyed.complaint([released], in: run.world)?.contains("has ended") == true)
        var world = run.world
        let half = try #require(Bytes32([UInt8](repeating: 3, count: 32)))
        var store = world.relay.engine.store
        try store.keep(half, of: grant.record.id, until: .max)
        world.relay.engine = Relay(store: store)
        #expect(HalvesDestroyed.complaint([], in: world)?.contains("was withdrawn") == true)
        world.now += 101 * 3_600_000
        #expect(HalvesDestroyed.complaint([], in: world)?.contains("ended long ago") == true)
    }

    @Test("A device that lets in whom its owner has shut out is found")
    func withdrawn() throws {
        let run = try Played.run(Played.shared)
        var world = run.world
        #expect(WithdrawnStaysWithdrawn.complaint([], in: world) == nil)
        let grant = try #require(world.ledger.sharing.grants.first)
        // The same grant, as if there had been a withdrawal that it knew nothing of.
        let withdrawal = Withdrawal(folder: grant.record.folder, organisation: grant.record.organisation)
        world.ledger.sharing = SharingBook()
        world.ledger.sharing.note(.grant(grant.record), of: grant.account, at: grant.dot, knowing: VersionVector())
        #expect(WithdrawnStaysWithdrawn.complaint([], in: world) == nil)
        world.ledger.sharing.note(.withdrawal(withdrawal), of: grant.account, at: grant.dot, knowing: VersionVector())
        #expect(WithdrawnStaysWithdrawn.complaint([], in: world)?.contains("shut it out") == true)
    }
}
