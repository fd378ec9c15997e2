import ArgumentParser
import DermaSimulation

struct VerbsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verbs", abstract: "List what can happen in a story, with the numbers that each line takes.")

    func run() {
        for verb in Verb.allCases {
            let kind = verb.isHostile ? "hostile" : verb.isFault ? "fault" : "act"
            let numbers = verb.parameters.map { "\($0.name)=\($0.range.lowerBound)…\($0.range.upperBound)" }
            print([verb.rawValue, "(\(kind))"].joined(separator: " ") + " " + numbers.joined(separator: " "))
        }
    }
}
