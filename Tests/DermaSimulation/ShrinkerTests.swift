import DermaSimulation
import Testing

@Suite("Shrinking")
struct ShrinkerTests {
    /// Objects to a patient's second device that has both renamed a folder and added a photo.
    private static func play(_ scenario: Scenario) -> Violation? {
        let verbs = scenario.items.filter { $0.lane == .device(1) }.map(\.verb)
        guard verbs.contains(.rename), verbs.contains(.photo) else { return nil }
        return Violation(checker: "test", reason: "both", time: 0, lane: .relay)
    }

    @Test("Only what breaks it stays, as small as can be")
    func short() throws {
        let failing = (UInt64(1)...500).map { ScenarioGenerator().scenario($0) }.filter { Self.play($0) != nil }
        #expect(failing.count > 5)
        for scenario in failing {
            var shrinker = Shrinker(try #require(Self.play(scenario)), play: Self.play)
            let short = shrinker.shrink(scenario)
            #expect(Self.play(short) != nil)
            #expect(short.items.count == 2)
            #expect(short.cast.accountNames.count == 1)
            #expect(short.items.first { $0.verb == .photo }?.numbers == [0, 100])
            #expect(shrinker.runs <= Shrinker.runsMax)
        }
    }

    @Test("A story that breaks another thing is no shorter form of this one")
    func sameChecker() {
        let scenario = ScenarioGenerator().scenario(3)
        var shrinker = Shrinker(Violation(checker: "one", reason: "", time: 0, lane: .relay)) { _ in
            Violation(checker: "other", reason: "", time: 0, lane: .relay)
        }
        #expect(shrinker.shrink(scenario) == scenario)
    }
}
