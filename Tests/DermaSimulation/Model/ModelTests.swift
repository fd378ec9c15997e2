import Testing

@testable import DermaSimulation

@Suite("Folders are what the reference model says")
struct ModelTests {
    /// Stories in which people write a lot, with every honest fault. What is newer than the model it cannot know.
    private static let generator = ScenarioGenerator(
        verbs: Verb.allCases.filter { !$0.isHostile && ![.clone, .newer].contains($0) }, itemsMax: 80)

    @Test("Names, comments, histories, diaries, triggers, scores, photos and conflicts", arguments: 0..<8)
    func equal(part: UInt64) throws {
        var stages: [Cast: Stage] = [:]
        for seed in (part * 40 + 1)...(part * 40 + 40) {
            let scenario = Self.generator.scenario(seed)
            let stage = try stages[scenario.cast] ?? Stage(scenario.cast)
            stages[scenario.cast] = stage
            var run = Run(scenario, on: stage, checkers: [EqualToModel()])
            run.play()
            #expect(run.violation == nil, "seed \(seed): \(run.violation?.description ?? "")")
        }
    }

    @Test("A model that forgets who knew of what is told from the real one")
    func forgetful() throws {
        let cast = Cast(patients: [2], clinics: [])
        let stage = try Stage(cast)
        var found = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            var scenario = Self.generator.scenario(seed)
            scenario.cast = cast
            scenario.items.removeAll { $0.lane > .device(1) }
            var run = Run(scenario, on: stage, checkers: [ForgetfulModel()])
            run.play()
            found += run.violation?.checker == ForgetfulModel.name ? 1 : 0
        }
        #expect(found >= 10)
    }
}

/// The model with authors who knew nothing of each other.
private struct ForgetfulModel: Checker {
    static let name = "forgetful model"
    private var model = EqualToModel()

    mutating func observe(_ moment: Moment, in world: World) -> String? { model.observe(moment, in: world) }

    mutating func conclude(_ world: World) -> String? {
        model.forgetCauses()
        return model.conclude(world)
    }
}
