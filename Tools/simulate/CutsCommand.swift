import ArgumentParser
import DermaSimulation

struct CutsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cuts", abstract: "Cut a connection at each byte of each kind of frame, in both directions.")

    @Option(help: "Only every so many bytes.")
    var every = 1

    @OptionGroup var jobs: Jobs
    @OptionGroup var output: Output

    func validate() throws {
        guard every >= 1 else { throw ValidationError("Every byte at most.") }
    }

    func run() async throws {
        let cuts = try CutPoints()
        let began = ContinuousClock.now
        let (count, every) = (UInt64((cuts.count + every - 1) / every), UInt64(every))
        let report = try await playAll(
            CampaignProgress(end: began + .seconds(86_400), limit: count, failFast: false), jobs: jobs.count
        ) { campaign, place in try campaign.play(cuts[Int(place * every)], named: place * every) }
        for failure in report.failures { try failure.keep(in: jobs.save) }
        let view = CutsView(
            kinds: cuts.kinds.map { .init(frame: $0.name, direction: $0.isDown ? "down" : "up", bytes: $0.length) },
            campaign: CampaignView(report, took: .now - began))
        try output.print(view, text: view.text)
        if !report.failures.isEmpty { throw ExitCode.failure }
    }
}

/// What was cut, for people and for programs.
struct CutsView: Encodable {
    struct Kind: Encodable {
        let frame: String
        let direction: String
        let bytes: Int
    }

    let kinds: [Kind]
    let campaign: CampaignView

    var text: String {
        let lines = kinds.map { "  \($0.direction)  \($0.frame): \($0.bytes) bytes" }
        return
            (["frames that were cut before each of their bytes, \(kinds.count) kinds:"] + lines + ["", campaign.text])
            .joined(separator: "\n")
    }
}
