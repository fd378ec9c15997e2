import ArgumentParser
import DermaSimulation

struct ShrinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink", abstract: "Make a story that breaks something as short as can be.")

    @Argument(help: "The file with the story.", completion: .file(extensions: ["scenario"]))
    var file: String

    @Option(help: "Where to save the short story; printed if not given.")
    var save: String?

    func run() throws {
        let scenario = try StoryFile.read(file)
        var campaign = Campaign()
        guard let violation = try campaign.play(scenario).violation else {
            tell("\(file): everything held; there is nothing to shrink")
            return
        }
        let short = campaign.shrink(scenario, violation)
        tell("\(violation)\nfrom \(scenario.items.count) lines to \(short.items.count)")
        if let save { try StoryFile.write(short.description, to: save) } else { print(short) }
        throw ExitCode.failure
    }
}
