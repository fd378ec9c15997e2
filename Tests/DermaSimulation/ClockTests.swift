import DermaCRDT
import DermaClient
import Testing

@testable import DermaSimulation

@Suite("Clocks")
struct ClockTests {
    private static let stage = Result { try Stage(Cast(patients: [2], clinics: [])) }

    /// What is shown of a folder, without who said when.
    private struct Shown: Equatable {
        let name: String?
        let comments: [String]
        let diary: [String]
        let scores: [Score]

        init(_ state: FolderState) {
            name = state.name.shown?.value
            comments = state.comments.map { "\($0.id) \($0.text)" }.sorted()
            diary = state.diary.map {
                "\($0.id) \($0.text ?? "") \(String(describing: $0.day.shown?.value)) \($0.suspicions.map(\.value))"
            }.sorted()
            scores = state.scores.sorted { $0.id < $1.id }.map(\.score)
        }
    }

    @Test("No clock decides what is shown: with other clocks the same story shows the same", arguments: UInt64(1)...40)
    func clocksDoNotChoose(_ seed: UInt64) throws {
        let verbs: [Verb] = [.sync, .folder, .rename, .comment, .amend, .diary, .edit, .trigger, .score]
        var right = ScenarioGenerator(verbs: verbs, itemsMax: 60).scenario(seed)
        right = Scenario(
            salt: seed, cast: Cast(patients: [2], clinics: []),
            items: right.items.filter { $0.lane == .device(0) || $0.lane == .device(1) })
        var random = SeededRandom(seed, 77)
        var wrong = right
        for device in 0..<2 {
            for time in stride(from: Int64(0), to: right.duration, by: Int(max(1, right.duration / 4))) {
                let minutes = random.number(in: -500_000...500_000)
                wrong.items.append(ScenarioItem(at: time, .device(device), .clock, [minutes]))
            }
        }
        wrong = Scenario(salt: seed, cast: wrong.cast, items: wrong.items)
        #expect(try show(wrong) == show(right))
    }

    private func show(_ scenario: Scenario) throws -> [[Shown]] {
        var run = try Run(scenario, on: Self.stage.get(), checkers: [Converged()])
        run.play()
        #expect(run.violation == nil)
        return run.world.running.map { place in
            guard let device = run.world.actors[place]?.device else { return [] }
            return device.folderIDs.compactMap { device.state(of: $0).map(Shown.init) }
        }
    }
}
