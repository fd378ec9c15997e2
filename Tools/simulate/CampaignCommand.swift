import ArgumentParser
import DermaSimulation
import Foundation

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Play many stories, and make every one short that breaks something.",
        discussion: """
            Ends after --for, or after --seeds stories, whichever is first. Failing stories are saved to --save; a file \
            that is moved to Tests/Regressions is played by every test run from then on.
            """)

    @Option(name: .customLong("for"), help: "How long: 90s, 10m, 8h.")
    var duration: Span = Span(seconds: 60)

    @Option(help: "How many stories at most.")
    var seeds: UInt64 = .max

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(help: "Only these verbs, comma-separated, besides sync and folder.")
    var verbs: String?

    @Flag(help: "Stop at the first story that breaks something.")
    var failFast = false

    @Flag(help: "Fail if a kind of fault never had an effect.")
    var everyKind = false

    @OptionGroup var jobs: Jobs
    @OptionGroup var output: Output

    func validate() throws {
        if let verbs, chosen(verbs) == nil { throw ValidationError("Verbs are listed by `simulate verbs`.") }
    }

    private func chosen(_ names: String) -> [Verb]? {
        var verbs: [Verb] = [.sync, .folder]
        for name in names.split(separator: ",") {
            guard let verb = Verb(rawValue: String(name)) else { return nil }
            verbs.append(verb)
        }
        return verbs
    }

    func run() async throws {
        let began = ContinuousClock.now
        let end = began + .seconds(duration.seconds)
        let generator = verbs.flatMap(chosen).map { ScenarioGenerator(verbs: $0) } ?? ScenarioGenerator()
        let first = from
        let report = try await playAll(
            CampaignProgress(end: end, limit: seeds, failFast: failFast), jobs: jobs.count, generator: generator
        ) { campaign, place in try campaign.play(seed: first &+ place) }
        for failure in report.failures { try failure.keep(in: jobs.save) }
        let view = CampaignView(report, took: ContinuousClock.now - began)
        try output.print(view, text: view.text)
        if !report.failures.isEmpty || everyKind && !report.kindsNeverSeen.isEmpty { throw ExitCode.failure }
    }
}

/// A time that a person writes: 90s, 10m, 8h.
struct Span: ExpressibleByArgument {
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let last = argument.last else { return nil }
        let digits = units[last] == nil ? argument : String(argument.dropLast())
        guard let number = Int(digits), number > 0, number < 1_000_000 else { return nil }
        seconds = number * (units[last] ?? 1)
    }

    var defaultValueDescription: String { "\(seconds)s" }
}
