/// Plays seeds, one after the other, and makes what fails short. Brings each cast together once.
public struct Campaign: Sendable {
    /// What it came to so far.
    public private(set) var report = CampaignReport()
    private let generator: ScenarioGenerator
    private let checkers: @Sendable () -> [any Checker]
    private var stages: [Cast: Stage] = [:]

    /// A campaign that has played nothing.
    public init(
        _ generator: ScenarioGenerator = ScenarioGenerator(),
        checkers: @escaping @Sendable () -> [any Checker] = { Checkers.all }
    ) {
        self.generator = generator
        self.checkers = checkers
    }

    /// Plays the story of a seed. About 30 ms, and the time of shrinking it if something did not hold.
    /// - Returns: What did not hold, if anything.
    @discardableResult
    public mutating func play(seed: UInt64) throws(StageError) -> CampaignReport.Failure? {
        try play(generator.scenario(seed), named: seed)
    }

    /// Plays a story that has a number, and adds it to the report.
    @discardableResult
    public mutating func play(_ scenario: Scenario, named number: UInt64) throws(StageError) -> CampaignReport.Failure?
    {
        let run = try play(scenario)
        report.add(run)
        guard let violation = run.violation else { return nil }
        let failure = CampaignReport.Failure(
            seed: number, violation: violation, scenario: shrink(scenario, violation))
        report.add(failure)
        return failure
    }

    /// Plays a story.
    public mutating func play(_ scenario: Scenario, isRecording: Bool = false) throws(StageError) -> Run {
        var run = Run(scenario, on: try stage(for: scenario.cast), checkers: checkers(), isRecording: isRecording)
        run.play()
        return run
    }

    /// Makes a failing story short.
    public mutating func shrink(_ scenario: Scenario, _ violation: Violation) -> Scenario {
        var campaign = self
        var shrinker = Shrinker(violation) { scenario in try? campaign.play(scenario).violation }
        let short = shrinker.shrink(scenario)
        stages.merge(campaign.stages) { $1 }
        return short
    }

    private mutating func stage(for cast: Cast) throws(StageError) -> Stage {
        if let stage = stages[cast] { return stage }
        let stage = try Stage(cast)
        stages[cast] = stage
        return stage
    }
}
