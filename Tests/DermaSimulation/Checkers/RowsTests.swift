import DermaCRDT
import DermaCausality
import DermaClient
import DermaSecrets
import DermaWire
import Testing

@testable import DermaSimulation

/// Two devices act apart on two folders; then each checker of the table's rows is shown a world that is not as it was told.
@Suite("Pictures, observations and the library: what is not as people said is seen")
struct RowsTests {
    private static let story = """
        0d00:00:01.000 ana-1 folder
        0d00:00:02.000 ana-1 folder
        0d00:01:00.000 ana-1 diary folder=0 length=60
        0d00:02:00.000 ana-1 sync
        0d00:03:00.000 ana-2 sync
        0d01:00:00.000 ana-1 intake folder=0 picture=1
        0d01:00:01.000 ana-2 intake folder=0 picture=1
        0d01:00:02.000 ana-1 week folder=0 day=0 days=7 wheals=2 itch=1
        0d01:00:03.000 ana-2 week folder=0 day=3 days=1 wheals=3 itch=3
        0d01:00:04.000 ana-1 describe folder=0 item=0 what=2 value=1
        0d01:00:05.000 ana-2 describe folder=0 item=0 what=2 value=4
        0d01:00:06.000 ana-1 describe folder=0 item=0 what=5 value=3
        0d01:00:07.000 ana-1 namesake name=0
        0d01:00:08.000 ana-2 namesake name=0
        0d02:00:00.000 ana-1 sync
        0d02:01:00.000 ana-2 sync
        0d02:02:00.000 ana-1 sync
        """
    /// On the two folders that there are before others come.
    private static let filing = """
        0d00:00:01.000 ana-1 folder
        0d00:00:02.000 ana-1 folder
        0d00:01:00.000 ana-1 intake folder=0 picture=2
        0d00:02:00.000 ana-1 sync
        0d00:03:00.000 ana-2 sync
        0d01:00:00.000 ana-1 misfile folder=0 item=0 into=1
        0d01:00:01.000 ana-2 crop folder=0 item=0
        0d01:00:02.000 ana-2 annotate folder=0 item=0 part=2 stale=0
        0d01:00:03.000 ana-2 annotate folder=0 item=0 part=2 stale=1
        0d02:00:00.000 ana-1 sync
        0d02:01:00.000 ana-2 sync
        0d03:00:00.000 ana-1 bin folder=1 back=0
        0d03:00:01.000 ana-2 intake folder=1 picture=3
        """

    private func spoil(_ run: Run, _ change: (Ledger.Said) -> Ledger.Said?) throws -> World {
        var world = run.world
        let place = try #require(world.ledger.statements.firstIndex { change($0.said) != nil })
        world.ledger.statements[place] = world.ledger.statements[place].spoilt(
            said: change(world.ledger.statements[place].said))
        return world
    }

    @Test("A week that adds up what it must not, and one that is whole and has no total")
    func weeks() throws {
        let run = try Played.run(Self.story, Checkers.all)
        #expect(run.violation == nil)
        let device = try #require(run.world.actors[0]?.device)
        let folder = try #require(run.world.ledger.statements.last { if case .score = $0.said { true } else { false } })
            .folder
        let last = try #require(World.day(6))
        let doubled = try #require(World.day(3))
        #expect(
            device.state(of: folder)?.urticariaWeek(endingOn: last, by: device.account)
                == .open([.init(day: doubled, gap: .doubled)]))
        #expect(WeekTotals.complaint([], in: run.world) == nil)
        let world = try spoil(run) { said in
            guard case .score(let item, let score, doubled) = said, let day = World.day(2) else { return nil }
            return .score(item, score, day)
        }
        #expect(WeekTotals.complaint([], in: world)?.contains("of the week") == true)
    }

    @Test("Equal pictures, and folders of one name, that are not suggested")
    func suggestions() throws {
        let run = try Played.run(Self.story)
        let device = try #require(run.world.actors[1]?.device)
        #expect(device.arrangement.suggestions.count == 2 && SuggestionsRight.complaint([], in: run.world) == nil)
        let world = try spoil(run) { if case .photo(let photo, _) = $0 { .photo(photo, jpegHash: .zero) } else { nil } }
        #expect(SuggestionsRight.complaint([], in: world)?.contains("1 groups of equal photos where 0") == true)
    }

    @Test("Times that are not those of the picture and the file")
    func times() throws {
        let run = try Played.run(Self.story)
        #expect(TimesRight.complaint([], in: run.world) == nil)
        var world = run.world
        world.ledger.claims = [:]
        #expect(TimesRight.complaint([], in: world)?.contains("was taken") == true)
        world = try spoil(run) { said in
            guard case .field(let field) = said, case .fileTime(let photo) = field.place else { return nil }
            return .field(.fileTime(photo, Timestamp(milliseconds: 1)))
        }
        #expect(TimesRight.complaint([], in: world)?.contains("of the file") == true)
    }

    @Test("An hour that comes twice: a claim in another zone, and one of another time")
    func claims() throws {
        let run = try Played.run(
            """
            0d00:00:01.000 ana-1 folder
            0d00:30:00.000 ana-1 comment folder=0 on=0 length=30
            0d00:40:00.000 ana-1 travel zone=1
            0d01:30:00.000 ana-1 comment folder=0 on=0 length=30
            0d01:40:00.000 ana-1 sync
            0d01:50:00.000 ana-2 sync
            """, Checkers.all)
        #expect(run.violation == nil)
        let comments = run.world.ledger.statements.indices.filter {
            if case .comment = run.world.ledger.statements[$0].said { true } else { false }
        }
        let (summer, winter) = (try #require(comments.first), try #require(comments.last))
        let claims = [summer, winter].map { run.world.ledger.statements[$0].claim }
        let local = claims.map { $0.milliseconds + Int64($0.offsetMinutes) * 60_000 }
        #expect(local[0] == local[1] && claims[0] != claims[1])
        for other in [
            claims[0], Timestamp(milliseconds: claims[1].milliseconds + 1, offsetMinutes: 0, zone: "Europe/London"),
        ] {
            var world = run.world
            world.ledger.statements[winter] = world.ledger.statements[winter].spoilt(claim: other)
            #expect(ClaimsKept.complaint([], in: world)?.contains("at another time") == true)
        }
    }

    @Test("A field with one of two values that were written apart")
    func fields() throws {
        let run = try Played.run(Self.story)
        #expect(FieldsRight.complaint([], in: run.world) == nil)
        var world = run.world
        let days = world.ledger.statements.indices.filter {
            if case .day? = world.ledger.statements[$0].field?.place { true } else { false }
        }
        #expect(days.count == 2)
        let (first, last) = (try #require(days.first), try #require(days.last))
        var seen = world.ledger.statements[last].seen
        seen.advance(to: world.ledger.statements[first].dot)
        // As if the second had known of the first.
        world.ledger.statements[last] = world.ledger.statements[last].spoilt(seen: seen)
        #expect(FieldsRight.complaint([], in: world)?.contains("and not") == true)
    }

    @Test("A mark that is not there, an annotation on another picture, a late photo that is not recovered")
    func pictures() throws {
        let run = try Played.run(Self.filing, Checkers.all)
        #expect(run.violation == nil)
        let device = try #require(run.world.actors[0]?.device)
        let said = run.world.ledger.statements.map(\.said)
        let annotations = said.filter { if case .annotation = $0 { true } else { false } }
        #expect(annotations.count == 1, "one of another picture is refused")
        #expect(device.arrangement.recovered.count == 1)
        #expect(PicturesLinked.complaint([], in: run.world) == nil)
        var world = try spoil(run) { said in
            guard case .field(let field) = said, case .enteredInError(let photo) = field.place else { return nil }
            return .field(.enteredInError(photo, true))
        }
        #expect(PicturesLinked.complaint([], in: world)?.contains("entered in error") == true)

        world = try spoil(run) { said in
            guard case .field(let field) = said, case .deletion(let folder) = field.place else { return nil }
            return .field(.deletion(folder, VersionVector()))
        }
        #expect(RecoveredRight.complaint([], in: world)?.contains("does not recover") == true)

        world = run.world
        guard case .annotation(_, .region(let photo, _, let region), _)? = annotations.first,
            let folder = world.ledger.statements.first(where: { $0.said == annotations.first })?.folder
        else { return }
        var random = SeededRandom(9)
        try world.actors[0]?.device.write(
            [.addComment(random.identifier(), on: .region(photo, content: .zero, region), text: "here")], in: folder)
        #expect(PicturesLinked.complaint([], in: world)?.contains("on another picture") == true)
    }

    @Test("What was undone and is still shown")
    func undone() throws {
        let run = try Played.run(
            """
            0d00:00:01.000 ana-1 folder
            0d00:01:00.000 ana-1 diary folder=0 length=60
            0d00:02:00.000 ana-1 type folder=0 item=0 at=3 delete=4 length=30
            0d00:03:00.000 ana-1 undo folder=0 item=0
            """, Checkers.all)
        #expect(run.violation == nil && UndoneGone.complaint(of: run, in: run.world) == nil)
        let first = run.world.ledger.statements.compactMap {
            if case .diary(_, let text) = $0.said { text } else { nil }
        }
        let world = try spoil(run) {
            if case .undone(let place, _) = $0 { .undone(place, text: first.first) } else { nil }
        }
        #expect(UndoneGone.complaint(of: run, in: world)?.contains("still shows") == true)
    }
}
