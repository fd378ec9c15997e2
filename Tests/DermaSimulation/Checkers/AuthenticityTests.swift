import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire
import Testing

@testable import DermaSimulation

@Suite("Checkers of authenticity and order")
struct AuthenticityTests {
    @Test("An entry that nobody made, or that stands elsewhere, is found")
    func authentic() throws {
        let run = try Played.run(Played.shared)
        #expect(Authentic.complaint(of: run, in: run.world) == nil)
        let (moment, append) = try run.appended(by: .relay) { !$0.isOfControlLog }
        func altered(_ first: UInt64, _ origin: ReplicaOrigin) -> Moment {
            let append = DiskFaults.Append(folder: append.folder, origin: origin, first: first, entries: append.entries)
            return Moment(time: moment.time, lane: .relay, what: .appended(append))
        }
        #expect(Authentic.complaint([altered(append.first + 1, append.origin)], in: run.world) != nil)
        let other = ReplicaOrigin(author: append.origin.author, nonce: .zero)
        #expect(Authentic.complaint([altered(append.first, other)], in: run.world) != nil)
        var world = run.world
        world.ledger.authorship = [:]
        #expect(Authentic.complaint([moment], in: world)?.contains("nobody made") == true)
        world = run.world
        world.actors[0] = world.actors[1]
        #expect(Authentic.complaint([moment], in: world)?.contains("not let in") == true)
    }

    @Test("A side that has less than it once said is found; one that was restored may have")
    func neverBack() throws {
        let run = try Played.run(Played.shared)
        #expect(NeverBack.complaint(of: run, in: run.world) == nil)
        let folder = try #require(run.world.ledger.statements.first?.folder)
        let dot = Dot(ReplicaID(.zero), 3)
        let full = Frame.have(Have(folder: folder, vector: VersionVector([dot])))
        let empty = Frame.have(Have(folder: folder, vector: VersionVector()))
        for direction in [Direction.up, .down] {
            let moments = [run.message(full, direction), run.message(empty, direction)]
            #expect(NeverBack.complaint(moments, in: run.world) != nil)
        }
        let restored = Moment(time: 0, lane: .relay, what: .fault(.relayRestore))
        let moments = [run.message(full, .down), restored, run.message(empty, .down)]
        #expect(NeverBack.complaint(moments, in: run.world) == nil)
    }

    @Test("A device that forgot is found")
    func forgot() throws {
        let run = try Played.run(Played.shared)
        var checker = NeverBack()
        #expect(checker.observe(run.synced(0), in: run.world) == nil)
        var world = run.world
        let stage = try Stage(Cast(patients: [2], clinics: [1]))
        world.actors[0]?.device = try #require(stage.actors[0]?.device)
        #expect(checker.observe(run.synced(0), in: world) == "ana-1 forgot records of its account")
        world.actors[0]?.restoredAt = 5
        #expect(checker.observe(run.synced(0), in: world) == nil)
    }

    @Test("Bytes of a photo that were acknowledged and are gone are found")
    func photoOffsets() throws {
        let run = try Played.run(Played.shared)
        let folder = try #require(run.world.ledger.statements.first?.folder)
        let name = PhotoName(folder: folder, photo: PhotoID(.zero))
        let moments = [900, 800].map {
            run.message(.photoStored(PhotoStored(name: name, offset: $0)), .down)
        }
        #expect(NeverBack.complaint(moments, in: run.world)?.contains("had 900 bytes") == true)
    }

    @Test(
        "A session that ends with blame, and an error that no disk explains, are found",
        arguments: [
            SyncFailure.session(.peerMisbehaved(.truncated, offset: 0)), .session(.unexpectedFrame(FrameType(1))),
            .session(.refused(.internalFault)), .device(.damagedLog),
        ])
    func misbehaviour(_ failure: SyncFailure) throws {
        let run = try Played.run(Played.shared)
        #expect(NoMisbehaviour.complaint(of: run, in: run.world) == nil)
        #expect(NoMisbehaviour.complaint([run.synced(0, failure)], in: run.world) != nil)
        #expect(NoMisbehaviour.complaint([run.synced(0, .session(.closedEarly))], in: run.world) == nil)
        let broken = Moment(time: 0, lane: .device(0), what: .restarted(.damagedLog))
        #expect(NoMisbehaviour.complaint([broken], in: run.world) != nil)
    }
}
