import ArgumentParser
import DermaSimulation

struct ExhaustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhaust", abstract: "Play every story of up to a few lines.")

    @Option(help: "How many lines a story has at most (0 to 4).")
    var lines = 3

    @OptionGroup var jobs: Jobs
    @OptionGroup var output: Output

    func validate() throws {
        guard (0...4).contains(lines) else { throw ValidationError("0 to 4 lines.") }
    }

    func run() async throws {
        let scope = SmallScope(linesMax: lines)
        let began = ContinuousClock.now
        let report = try await playAll(
            CampaignProgress(end: began + .seconds(86_400), limit: UInt64(scope.count), failFast: false),
            jobs: jobs.count
        ) { campaign, place in try campaign.play(scope[Int(place)], named: place) }
        for failure in report.failures { try failure.keep(in: jobs.save) }
        let view = CampaignView(report, took: .now - began)
        try output.print(view, text: view.text)
        if !report.failures.isEmpty { throw ExitCode.failure }
    }
}

/// Plays stories on several threads until there is none left.
func playAll(
    _ progress: CampaignProgress, jobs: Int, generator: ScenarioGenerator = ScenarioGenerator(),
    _ play: @escaping @Sendable (inout Campaign, UInt64) throws -> CampaignReport.Failure?
) async throws -> CampaignReport {
    try await withThrowingTaskGroup(of: CampaignReport.self) { group in
        for _ in 0..<jobs {
            group.addTask {
                var campaign = Campaign(generator)
                while let place = progress.next() { progress.done(try play(&campaign, place)) }
                return campaign.report
            }
        }
        var report = CampaignReport()
        for try await part in group { report.merge(part) }
        progress.clear()
        return report
    }
}
