import ArgumentParser
import DermaCRDT
import DermaClient
import DermaWire

struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "Show what was written apart and how it was resolved, and settle it.",
        subcommands: [List.self, Settle.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what was written apart and how it was resolved.",
            discussion: "Nothing is ever lost by a conflict. Settled ones stay in the report, with all sides.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Only those that nobody has settled.") var open = false
        @Argument(help: "The folder's name or id. Default: all of them.") var folder: String?

        func run() throws {
            let device = try home.device()
            let all = FolderConflict.all(in: try device.folders(named: folder), on: device)
            try output.print(ConflictReport(all.filter { !open || !$0.conflict.isSettled }, on: device))
        }
    }

    struct Settle: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Settle a conflict, on every device.",
            discussion: """
                All sides stay in the report. Of a text, only the passage that is in conflict is replaced; so one of
                several passages is settled. Run `derma sync` so that the other devices know.
                """)

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Leave it as it is shown.") var shown = false
        @Option(help: "Take this side: its letter. Of a text, its passage.") var side: String?
        @Option(help: "Write this instead. Of a text, in the passage's place.") var text: String?
        @Argument(help: "The conflict's number: see `derma conflicts`.") var number: Int
        @Argument(help: "The folder that was given to `derma conflicts`, if one was.") var folder: String?

        func validate() throws {
            guard [shown, side != nil, text != nil].count(where: { $0 }) == 1 else {
                throw ValidationError("Give one of --shown, --side and --text.")
            }
        }

        func run() throws {
            var device = try home.device()
            let all = FolderConflict.all(in: try device.folders(named: folder), on: device)
            guard let found = all.first(where: { $0.number == number }) else {
                throw CommandFailure(
                    "notFound", .notFound, "there is no conflict \(number): `derma conflicts` lists what there is")
            }
            try device.settle(found.conflict, as: try choice(of: found.conflict), in: found.folder)
            try output.print(Done("Settled.", ["folder": found.folder.description]))
        }

        private func choice(of conflict: Conflict) throws -> Settlement {
            if let text { return .text(text) }
            guard let side else { return .shown }
            guard let place = SideLetter.place(side), conflict.sides.indices.contains(place) else {
                throw CommandFailure(
                    "notFound", .notFound, "conflict \(number) has no side “\(side)”: `derma conflicts` lists them")
            }
            return .side(place)
        }
    }
}
