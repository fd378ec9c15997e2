import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire
import Testing

@testable import DermaSimulation

@Suite("What is lost, doubled or out of order is seen")
struct NothingLostTests {
    private let first = Lane.device(0)

    @Test("A story that ends well has nothing wrong")
    func good() throws {
        #expect(try PlayedStory(checkers: Checkers.all).violation == nil)
    }

    @Test("A device that forgot everything")
    func durable() throws {
        var story = try PlayedStory()
        var checker = Durable()
        #expect(checker.conclude(story.world) == nil)
        story.world.actors[1] = story.before.actors[1]
        #expect(checker.conclude(story.world)?.contains("ana-2") == true)
    }

    @Test("A statement that a start swallows")
    func durableAfterStart() throws {
        var story = try PlayedStory()
        var checker = Durable()
        for moment in story.moments { #expect(checker.observe(moment, in: story.world) == nil) }
        story.world.actors[0] = story.before.actors[0]
        #expect(checker.observe(story.moment(first, .restarted(nil)), in: story.world) != nil)
        #expect(checker.observe(story.moment(first, .restarted(.damagedLog)), in: story.world) != nil)
    }

    @Test("A device, and a relay, that say they hold what they do not", arguments: [Lane.device(0), .relay])
    func cursor(lane: Lane) throws {
        let story = try PlayedStory()
        var checker = CursorAfterRows()
        let statement = story.world.ledger.statements[0]
        func says(_ sequence: UInt64) -> Moment {
            let have = Frame.have(
                Have(folder: statement.folder, vector: VersionVector([Dot(statement.dot.replica, sequence)])))
            let message = Message(connection: 0, device: 0, direction: .up, bytes: have.bytes, arrival: 0)
            return story.moment(lane, .sent(message))
        }
        #expect(checker.observe(says(1), in: story.world) == nil)
        #expect(checker.observe(says(99), in: story.world) != nil)
    }

    @Test("Photo bytes that were acknowledged and are gone after a start")
    func cursorAfterStart() throws {
        var story = try PlayedStory()
        var checker = CursorAfterRows()
        for moment in story.moments { #expect(checker.observe(moment, in: story.world) == nil) }
        story.world.relay = story.before.relay
        #expect(checker.observe(story.moment(.relay, .restarted(nil)), in: story.world) != nil)
    }

    @Test("One number with two contents")
    func dots() throws {
        let story = try PlayedStory()
        var checker = OneContentPerDot()
        let append = try #require(story.appends(on: first).first)
        let other = try #require(story.appends(on: first).last)
        let forged = DiskFaults.Append(
            folder: append.folder, origin: append.origin, first: append.first, entries: other.entries)
        #expect(checker.observe(story.moment(first, .appended(append)), in: story.world) == nil)
        #expect(checker.observe(story.moment(.relay, .appended(append)), in: story.world) == nil)
        #expect(checker.observe(story.moment(.relay, .appended(forged)), in: story.world) != nil)
    }

    @Test("An effect without its cause")
    func causes() throws {
        var story = try PlayedStory()
        var checker = CausesFirst()
        let append = try #require(story.appends(on: .device(1)).last { $0.first == 1 })
        let place = try #require(story.world.ledger.statements.firstIndex { $0.folder == append.folder })
        let statement = story.world.ledger.statements[place]
        var seen = statement.seen
        seen.advance(to: Dot(statement.dot.replica, 77))
        story.world.ledger.statements[place] = statement.spoilt(seen: seen)
        #expect(checker.observe(story.moment(.device(1), .appended(append)), in: story.world) != nil)
    }

    @Test("A disk that would not give back what is shown")
    func replay() throws {
        var story = try PlayedStory()
        var checker = CausesFirst()
        #expect(checker.conclude(story.world) == nil)
        let old = try #require(story.before.actors[1]?.device.store)
        story.world.actors[1]?.device.store = old
        #expect(checker.conclude(story.world) != nil)
    }

    @Test("An entry that the relay takes twice")
    func duplicates() throws {
        let story = try PlayedStory()
        var checker = NoDuplicates()
        #expect(checker.conclude(story.world) == nil)
        let append = try #require(story.appends(on: .relay).last)
        #expect(checker.observe(story.moment(.relay, .appended(append)), in: story.world) == nil)
        #expect(checker.observe(story.moment(.relay, .appended(append)), in: story.world) != nil)
    }

    @Test("A photo with other bytes, and one that never came")
    func photos() throws {
        var story = try PlayedStory()
        var checker = PhotosWhole()
        #expect(checker.conclude(story.world) == nil)
        let place = try #require(story.statement { if case .photo = $0 { true } else { false } })
        guard case .photo(let photo, _) = story.world.ledger.statements[place].said else { return }
        let statement = story.world.ledger.statements[place]
        let devices = story.world.actors
        story.world.actors[1] = story.before.actors[1]
        #expect(checker.conclude(story.world)?.contains("never got") == true)
        story.world.actors = devices
        story.world.ledger.statements[place] = statement.spoilt(said: .photo(photo, jpegHash: .zero))
        #expect(checker.conclude(story.world)?.contains("other bytes") == true)
    }

    @Test("A text that is neither shown nor offered")
    func history() throws {
        var story = try PlayedStory()
        var checker = HistoryKept()
        #expect(checker.conclude(story.world) == nil)
        let place = try #require(story.statement { if case .comment = $0 { true } else { false } })
        guard case .comment(let item, _) = story.world.ledger.statements[place].said else { return }
        let statement = story.world.ledger.statements[place]
        story.world.ledger.statements[place] = statement.spoilt(said: .comment(item, text: "what she really wrote"))
        #expect(checker.conclude(story.world) != nil)
    }
}

extension PlayedStory {
    func appends(on lane: Lane) -> [DiskFaults.Append] {
        moments.compactMap { moment in
            if moment.lane == lane, case .appended(let append) = moment.what { append } else { nil }
        }
    }
}
