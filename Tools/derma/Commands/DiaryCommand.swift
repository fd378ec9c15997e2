import ArgumentParser
import DermaCRDT
import DermaClient
import DermaWire

struct DiaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diary", abstract: "Write about a flare-up and what may have brought it on.",
        subcommands: [Write.self, Edit.self])

    struct Write: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write a new entry.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "The day it is about, like 2026-11-22. Default: today.") var day: String?
        @Option(help: "A suspected trigger, like sweat. May be given several times.") var trigger: [String] = []
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "What happened.") var text: String

        func run() throws {
            let draft = DiaryDraft(
                text: text, day: try Typed.day(day) ?? Typed.today, suspected: try Typed.triggers(trigger))
            var device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.writeDiary(draft, in: id)
            try output.print(
                Done(
                    "Wrote diary entry \(item.description.prefix(8)).",
                    ["folder": id.description, "entry": item.description]))
        }
    }

    struct Edit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change parts of an entry; what is not named stays.",
            discussion: "Writing a part that is in conflict settles the conflict.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "The new text.") var text: String?
        @Option(help: "The day it is about, like 2026-11-22.") var day: String?
        @Option(help: "A suspected trigger. May be given several times.") var trigger: [String] = []
        @Option(help: "A trigger that is no longer suspected. May be given several times.") var noTrigger: [String] = []
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The beginning of the entry's id.") var entry: String

        func validate() throws {
            if text == nil, day == nil, trigger.isEmpty, noTrigger.isEmpty {
                throw ValidationError("Give at least one of --text, --day, --trigger and --no-trigger.")
            }
        }

        func run() throws {
            let draft = DiaryDraft(
                text: text, day: try Typed.day(day), suspected: try Typed.triggers(trigger),
                unsuspected: try Typed.triggers(noTrigger))
            var device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.diaryEntry(entry, in: id)
            try device.changeDiary(item, draft, in: id)
            try output.print(
                Done(
                    "Changed diary entry \(item.description.prefix(8)).",
                    ["folder": id.description, "entry": item.description]))
        }
    }
}
