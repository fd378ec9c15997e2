import DermaSimulation
import Testing

@Suite("Scenarios")
struct ScenarioTests {
    @Test("What is written reads the same", arguments: UInt64(1)...50)
    func roundTrip(_ seed: UInt64) throws {
        let scenario = ScenarioGenerator().scenario(seed)
        #expect(try Scenario(text: scenario.description) == scenario)
    }

    @Test("Comments, empty lines and spaces do not count")
    func spaces() throws {
        let text = """
            # how it was found
            derma-scenario 1

            salt 7
            patients 2   # ana has two
            clinics
            0d00:00:01.000   ana-2 comment folder=0 on=1 length=20
            """
        let scenario = try Scenario(text: text)
        #expect(scenario.cast == Cast(patients: [2], clinics: []))
        #expect(scenario.items == [ScenarioItem(at: 1000, .device(1), .comment, [0, 1, 20])])
    }

    @Test(
        "A line that is none is named",
        arguments: [
            ("derma-scenario 2\nsalt 1\npatients 1\nclinics\n", 1),
            ("derma-scenario 1\nsalt x\npatients 1\nclinics\n", 2),
            ("derma-scenario 1\nsalt 1\npatients 1\nclinics\n0d00:00:01.000 zoe-1 sync\n", 5),
            ("derma-scenario 1\nsalt 1\npatients 1\nclinics\n0d00:00:01.000 ana-1 dance\n", 5),
            ("derma-scenario 1\nsalt 1\npatients 1\nclinics\n0d00:00:01.000 ana-1 comment folder=0 on=0\n", 5),
            ("derma-scenario 1\nsalt 1\npatients 1\nclinics\n0d00:00:01.000 ana-1 rename folder=99\n", 5),
            ("derma-scenario 1\nsalt 1\npatients 1\nclinics\n0dx:00:01.000 ana-1 sync\n", 5),
        ])
    func badLine(_ text: String, _ line: Int) {
        let fault = #expect(throws: ScenarioError.self) { try Scenario(text: text) }
        #expect(fault?.line == line)
    }

    @Test("Every verb can be drawn, and takes numbers that it names")
    func verbs() {
        var drawn: Set<Verb> = []
        for seed in UInt64(1)...400 { drawn.formUnion(ScenarioGenerator().scenario(seed).items.map(\.verb)) }
        #expect(drawn == Set(Verb.allCases))
        #expect(Verb.allCases.count { $0.isFault } >= 28)
    }

    @Test("The small scope has every story of its length once")
    func smallScope() {
        let scope = SmallScope(linesMax: 2)
        let stories = (0..<scope.count).map { scope[$0].items }
        #expect(Set(stories).count == scope.count)
        #expect(stories.map(\.count).max() == (stories.first?.count ?? 0) + 2)
    }
}
