import ArgumentParser
import DermaCRDT
import DermaClient
import DermaWire

struct DiaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diary", abstract: "Write about a flare-up and what may have brought it on.",
        subcommands: [Write.self, Edit.self, Remove.self, History.self])

    struct Write: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write a new entry.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "The day it is about, like 2026-11-22. Default: today.") var day: String?
        @Option(help: "A suspected trigger, like sweat. May be given several times.") var trigger: [String] = []
        @Option(help: "A title.") var title: String?
        @Option(help: "Where on the body, like elbow:left.") var site: String?
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "What happened.") var text: String

        func run() throws {
            let draft = DiaryDraft(
                text: text, title: title, day: try Typed.day(day) ?? Typed.today, site: try Typed.site(site),
                suspected: try Typed.suspicions(trigger))
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
            discussion: """
                The text is compared with what is there, and what differs becomes edits: what other devices write at the
                same time stays. Writing another part that is in conflict settles the conflict.
                """)

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "The new text.") var text: String?
        @Option(help: "The title.") var title: String?
        @Option(help: "Where on the body, like elbow:left.") var site: String?
        @Option(help: "The day it is about, like 2026-11-22.") var day: String?
        @Option(help: "A suspected trigger. May be given several times.") var trigger: [String] = []
        @Option(help: "A trigger that is no longer suspected. May be given several times.") var noTrigger: [String] = []
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The beginning of the entry's id.") var entry: String

        func validate() throws {
            if text == nil, title == nil, site == nil, day == nil, trigger.isEmpty, noTrigger.isEmpty {
                throw ValidationError(
                    "Give at least one of --text, --title, --day, --site, --trigger and --no-trigger.")
            }
        }

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.diaryEntry(entry, in: id)
            let draft = DiaryDraft(
                text: text, of: device.state(of: id)?.shown(.diary(item)), title: title, day: try Typed.day(day),
                site: try Typed.site(site), suspected: try Typed.suspicions(trigger),
                unsuspected: try Typed.suspicions(noTrigger))
            try device.changeDiary(item, draft, in: id)
            try output.print(
                Done(
                    "Changed diary entry \(item.description.prefix(8)).",
                    ["folder": id.description, "entry": item.description]))
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an entry.",
            discussion: "What another device writes into it at the same time stays, and is in `derma conflicts`.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The beginning of the entry's id.") var entry: String

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.diaryEntry(entry, in: id)
            try device.removeDiary(item, in: id)
            try output.print(
                Done(
                    "Removed diary entry \(item.description.prefix(8)); `derma diary history` still shows it.",
                    ["folder": id.description, "entry": item.description]))
        }
    }

    struct History: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every version of an entry: who changed what, and when by their device's clock.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The beginning of the entry's id.") var entry: String

        func run() throws {
            let device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.diaryEntry(entry, in: id)
            try output.print(
                HistoryView(device.state(of: id)?.history(ofDiary: item) ?? [], Names(device)))
        }
    }
}
