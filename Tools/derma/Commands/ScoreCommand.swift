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

    private static let instruments = Instrument.registered.map { "\($0.name) (\(answers(to: $0)))" }
        .joined(separator: ", ")

    /// What an instrument's answers may be, such as `3 × 0–4, 0–6`; half points are counted, not points.
    private static func answers(to instrument: Instrument) -> String {
        var rest = instrument.scales[...]
        var parts: [String] = []
        while let scale = rest.first {
            let count = rest.prefix { $0 == scale }.count
            rest = rest.dropFirst(count)
            parts.append((count == 1 ? "" : "\(count) × ") + "0–\(scale.max)" + (scale.hasHalves ? " half points" : ""))
        }
        return parts.joined(separator: ", ")
    }

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "The day it is about, like 2026-11-22. Default: today.") var day: String?
    @Argument(help: "The folder's name or id.") var folder: String
    @Argument(help: "The instrument, like severity.") var instrument: String
    @Argument(help: "An answer per item.") var answers: [String]

    func run() throws {
        guard let known = Instrument.registered.first(where: { $0.name == instrument }) else {
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
                "\(instrument) takes answers of \(Self.answers(to: known)), at least one not missing"
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
