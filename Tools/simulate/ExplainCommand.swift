import ArgumentParser
import DermaSimulation

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tell what happens in a story, step by step, and draw it.")

    @Argument(help: "The file with the story.", completion: .file(extensions: ["scenario"]))
    var file: String

    @Option(help: "Where to draw it as an SVG.")
    var picture: String?

    func run() throws {
        var campaign = Campaign()
        let run = try campaign.play(try StoryFile.read(file), isRecording: true)
        print(Story(run).text)
        if let picture { try StoryFile.write(SpaceTimeDiagram(run).svg, to: picture) }
        if run.violation != nil { throw ExitCode.failure }
    }
}
