import ArgumentParser
import DermaSimulation

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Play stories from files and say whether everything held.")

    @Argument(help: "Files with stories.", completion: .file(extensions: ["scenario"]))
    var files: [String]

    @Option(help: "Where to draw the run as an SVG (of one story).")
    var picture: String?

    @OptionGroup var output: Output

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name a file with a story.") }
        guard picture == nil || files.count == 1 else { throw ValidationError("A picture is of one story.") }
    }

    func run() throws {
        var campaign = Campaign()
        var verdicts: [String: Verdict] = [:]
        for file in files {
            let run = try campaign.play(try StoryFile.read(file), isRecording: picture != nil)
            if let picture { try StoryFile.write(SpaceTimeDiagram(run).svg, to: picture) }
            verdicts[file] = Verdict(run)
        }
        try output.print(
            verdicts,
            text: files.compactMap { file in verdicts[file].map { "\(file): \($0.text)" } }.joined(separator: "\n"))
        if verdicts.values.contains(where: { !$0.held }) { throw ExitCode.failure }
    }
}
