import ArgumentParser
import DermaCRDT
import DermaClient
import DermaWire

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Record a score.",
        discussion: """
            Instruments: \(instruments). Answers are given in the instrument's order; “-” is a missing answer, \
            which is not zero. A score is never changed; record another one.
            """)

    private static let instruments = Instrument.allCases.map {
        "\($0.name) (\($0.itemCount == 1 ? "" : "\($0.itemCount) × ")\($0.itemRange.lowerBound)–\($0.itemRange.upperBound))"
    }.joined(separator: ", ")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "The day it is about, like 2026-11-22. Default: today.") var day: String?
    @Argument(help: "The folder's name or id.") var folder: String
    @Argument(help: "The instrument, like severity.") var instrument: String
    @Argument(help: "An answer per item.") var answers: [String]

    func run() throws {
        guard let known = Instrument.allCases.first(where: { $0.name == instrument }) else {
            throw CommandFailure(
                "badInstrument", .dataError, "there is no instrument “\(instrument)”; there are \(Self.instruments)")
        }
        let items = try answers.map { answer -> UInt8? in
            if answer == "-" { return nil }
            guard let number = UInt8(answer) else {
                throw CommandFailure(
                    "badAnswer", .dataError, "“\(answer)” is no answer: give a number, or - if it is missing")
            }
            return number
        }
        guard let score = Score(known, items: items), let day = try Typed.day(day) ?? Typed.today else {
            throw CommandFailure(
                "badScore", .dataError,
                "\(instrument) takes \(known.itemCount) answers of \(known.itemRange.lowerBound) to \(known.itemRange.upperBound), at least one not missing"
            )
        }
        var device = try home.device()
        let id = try device.folder(named: folder)
        let item = try device.record(score, on: day, in: id)
        try output.print(
            Done(
                "Recorded score \(item.description.prefix(8)).", ["folder": id.description, "score": item.description]))
    }
}
