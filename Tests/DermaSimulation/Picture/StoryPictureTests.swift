import Testing

@testable import DermaSimulation

@Suite("What the picture and the text of a run tell")
struct StoryPictureTests {
    /// Blames one device.
    private struct Blame: Checker {
        static let name = "blame"
        mutating func conclude(_ world: World) -> String? { "ana-1 is to blame" }
    }

    private static let story = """
        derma-scenario 1
        salt 7
        patients 2 1
        clinics 1
        0d00:00:01.000 ana-1 folder
        0d00:00:02.000 ben-1 folder
        0d00:10:00.000 ana-1 sync
        0d00:11:00.000 ben-1 sync
        0d01:00:00.000 ana-2 sync
        0d01:10:00.000 ana-2 backup
        0d02:00:01.000 ana-2 comment folder=0 on=0 length=40
        0d02:10:00.000 ana-2 offline seconds=7200
        0d02:30:00.000 ana-2 sync
        0d03:00:00.000 ana-1 share folder=0 clinic=0 purposes=1 hours=48
        0d03:01:00.000 ana-1 cut down=0 bytes=800
        0d03:02:00.000 ana-1 sync
        0d05:00:00.000 ana-2 sync
        0d05:30:00.000 north-1 sync
        0d06:00:00.000 ana-2 restore backup=0
        0d07:00:00.000 ana-1 withdraw folder=0 clinic=0
        """

    private func run(_ checkers: [any Checker] = []) throws -> Run {
        var campaign = Campaign(checkers: { checkers })
        return try campaign.play(Scenario(text: Self.story), isRecording: true)
    }

    @Test("The text tells who did what, what was lost and what came of it")
    func text() throws {
        let text = Story(try run()).text
        for words in [
            "ana-1    writes and is told it is saved: folder A", "ana-2    no network, for 2 h",
            "wants to sync, but there is no network", "share A → north", "faults: connection cut",
            "lost on the way: ", "goes back to the backup of 0d01:10:00.000", "withdraw A ← north",
            "refused: access withdrawn", "the faults stop", "Nothing broke.",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains(Ledger.canary), "what people write stays out of it")
        #expect(Story(try run([Blame()])).text.contains("blame: ana-1 is to blame"))
    }

    @Test("A ribbon rises with what arrives, falls with a restored backup, and ends full")
    func holdings() throws {
        let run = try run()
        let holdings = Holdings(run, RunHistory(run))
        let hour: Int64 = 3_600_000
        func held(_ lane: Lane, at time: Int64) -> Int? { holdings.steps[lane]?.last { $0.time <= time }?.held }
        #expect(held(.device(0), at: 2000) == 1 && held(.relay, at: 2000) == 0)
        #expect(held(.device(1), at: 2 * hour - 1) == 1 && held(.device(1), at: 3 * hour - 1) == 2)
        #expect(held(.device(0), at: 3 * hour - 1) == 1, "the comment has not reached the other device")
        #expect(held(.device(1), at: 6 * hour - 1) == 3 && held(.device(1), at: 6 * hour) == 1)
        for lane in [Lane.relay, .device(0), .device(1), .device(Cast.roomPerAccount)] {
            #expect(holdings.steps[lane]?.last?.share == 1)
        }
        #expect(holdings.together.last?.isTogether == true && holdings.together.contains { !$0.isTogether })
    }

    @Test("What broke is joined to what led to it, and to nothing else")
    func cone() throws {
        let picture = ParsedPicture(SpaceTimeDiagram(try run([Blame()])).svg)
        let messages = picture.elements.filter { $0.title.contains(" bytes") }
        let bold = messages.filter { $0.groups.contains("cone") }.map(\.title)
        let faded = messages.filter { $0.groups.contains("f") }.map(\.title)
        #expect(bold.count + faded.count == messages.count && !bold.isEmpty)
        #expect(bold.allSatisfy { !$0.contains("ben") && !$0.contains("lost") && !$0.hasPrefix("hello") })
        #expect(bold.contains { $0.contains("ana-2 to relay") } && bold.contains { $0.contains("relay to ana-1") })
        #expect(faded.contains { $0.contains("ben-1 to relay") })
        #expect(picture.elements.count { $0.attributes["class"] == "broken" } == 1)
    }

    @Test("Time goes from left to right, and long idle times take one width")
    func axis() throws {
        let axis = TimeAxis([0, 5, 5, 40, 600_000, 900_000_000], left: 100, widthMin: 10)
        let places = [0, 5, 40, 300_000, 600_000, 600_001, 900_000_000].map(axis.x)
        #expect(places == places.sorted() && Set(places).count == places.count)
        #expect(axis.x(-1) == 100 && axis.x(.max) == axis.right)
        #expect(axis.folds.count == 2 && Set(axis.folds.map { ($0.to - $0.from).rounded() }).count == 1)
        #expect(axis.resumptions == [0, 600_000, 900_000_000])
        #expect(TimeAxis([], left: 3, widthMin: 0).x(7) == 3)
    }
}
