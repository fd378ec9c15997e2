import ArgumentParser
import DermaSimulation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Make a story from a seed and play it; one that breaks something is made short.")

    @Option(help: "The seed.")
    var seed: UInt64

    @Option(help: "Where to save the story (made short, if it breaks something).")
    var save: String?

    @Option(help: "Where to draw the run as an SVG.")
    var picture: String?

    @Flag(help: "Print the story before it is played.")
    var story = false

    @OptionGroup var output: Output

    func run() throws {
        let scenario = ScenarioGenerator().scenario(seed)
        if story, !output.json { print(scenario) }
        var campaign = Campaign()
        let played = try campaign.play(scenario, isRecording: picture != nil)
        if let picture { try StoryFile.write(SpaceTimeDiagram(played).svg, to: picture) }
        try output.print(Verdict(played), text: Verdict(played).text)
        guard let violation = played.violation else {
            if let save { try StoryFile.write(scenario.description, to: save) }
            return
        }
        let path = save ?? "\(violation.checker)-\(seed).scenario"
        let short = campaign.shrink(scenario, violation)
        try StoryFile.write(short.description, to: path)
        tell("\(short.items.count) lines break it as well:\n\(short)play them again with: simulate replay \(path)")
        throw ExitCode.failure
    }
}
