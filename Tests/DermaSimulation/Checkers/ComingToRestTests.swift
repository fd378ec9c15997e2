import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire
import Testing

@testable import DermaSimulation

@Suite("A world that does not come to rest, or not to the same, is seen")
struct ComingToRestTests {
    private let first = Lane.device(0)

    @Test("Devices that show different things", arguments: [1, 6])
    func converged(place: Int) throws {
        var story = try PlayedStory()
        var checker = Converged()
        #expect(checker.conclude(story.world) == nil)
        story.world.actors[place] = story.before.actors[place]
        #expect(checker.conclude(story.world) != nil)
    }

    @Test("What the relay should have and does not")
    func outbox() throws {
        var story = try PlayedStory()
        var checker = OutboxEmpty()
        #expect(checker.conclude(story.world) == nil)
        var store = story.world.relay.engine.store
        store.photos = story.before.relay.engine.store.photos
        story.world.relay = RelayHost(store: store)
        #expect(checker.conclude(story.world)?.contains("photo") == true)
        store.log = story.before.relay.engine.store.log
        story.world.relay = RelayHost(store: store)
        #expect(checker.conclude(story.world)?.contains("entry") == true)
    }

    @Test("Too many rounds")
    func rounds() throws {
        let story = try PlayedStory()
        var checker = BoundedCatchUp()
        #expect(checker.observe(story.moment(.relay, .settled(rounds: 99)), in: story.world) != nil)
    }

    @Test("Entries for someone who has them")
    func repeated() throws {
        let story = try PlayedStory()
        var checker = BoundedCatchUp()
        let message = try #require(story.messages.last { $0.direction == .up && $0.type == FrameCode.entries.rawValue })
        guard case .entries(let run)? = message.frame else { return }
        let held = Dot(run.origin.replica(in: run.folder), run.firstSequence + UInt64(run.entries.count) - 1)
        let have = Message(
            connection: message.connection, device: 0, direction: .down,
            bytes: Frame.have(Have(folder: run.folder, vector: VersionVector([held]))).bytes, arrival: 0)
        #expect(checker.observe(story.moment(first, .sent(message)), in: story.world) == nil)
        #expect(checker.observe(story.moment(.relay, .sent(have)), in: story.world) == nil)
        #expect(checker.observe(story.moment(first, .sent(message)), in: story.world) != nil)
    }

    @Test("Two devices that go on as one replica, and a statement that one of them lost")
    func clones() throws {
        var story = try PlayedStory()
        var checker = ClonesPart()
        #expect(checker.conclude(story.world) == nil)
        story.world.actors[0]?.isCloned = true
        #expect(checker.conclude(story.world) == nil)
        story.world.actors[2] = story.world.actors[0]
        #expect(checker.conclude(story.world)?.contains("both go on") == true)
        story.world.actors[2] = nil
        story.world.actors[1] = story.before.actors[1]
        #expect(checker.conclude(story.world)?.contains("is not on ana-2") == true)
    }

    @Test("A disk and a relay that are still full when there is room")
    func full() throws {
        let story = try PlayedStory()
        let failures: [SyncFailure] = [
            .device(.store(StoreError(.full, "a log"))), .session(.refused(.storageFull)),
        ]
        for failure in failures {
            var checker = FullDiskHeals()
            let outcome = SyncOutcome(
                connection: 0, report: SyncReport(), failure: failure, began: story.world.now, carried: 0)
            #expect(checker.observe(story.moment(first, .synced(outcome)), in: story.world) != nil)
        }
    }

    @Test("Two sides that wait for each other")
    func waiting() throws {
        var story = try PlayedStory()
        var checker = Live()
        let id = story.world.connections.count - 1
        story.world.connections[id].isOpenAtRelay = true
        let message = Message(connection: id, device: 0, direction: .up, bytes: [], arrival: story.world.now)
        #expect(checker.observe(story.moment(first, .sent(message)), in: story.world) == nil)
        let end = story.moment(first, .disconnected(id), after: World.patience.device)
        #expect(checker.observe(end, in: story.world) != nil)
    }

    @Test("Somebody who still waits, and somebody whose last sync failed")
    func released() throws {
        var story = try PlayedStory()
        var checker = Live()
        for moment in story.moments { #expect(checker.observe(moment, in: story.world) == nil) }
        #expect(checker.conclude(story.world) == nil)
        let failed = SyncOutcome(connection: 0, report: SyncReport(), failure: .unknownClinic, began: 0, carried: 0)
        _ = checker.observe(story.moment(first, .synced(failed)), in: story.world)
        #expect(checker.conclude(story.world)?.contains("failed") == true)
        let device = try #require(story.world.actors[0]?.device)
        story.world.actors[0]?.conversation = Conversation(of: device, host: World.host)
        #expect(checker.conclude(story.world)?.contains("waiting") == true)
    }
}

extension PlayedStory {
    var messages: [Message] {
        moments.compactMap { if case .sent(let message) = $0.what { message } else { nil } }
    }
}
