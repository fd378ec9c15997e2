import ArgumentParser
import DermaCRDT
import DermaClient
import DermaWire

struct CommentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment", abstract: "Comment on a folder, a photo or a diary entry.",
        subcommands: [Add.self, Amend.self, Retract.self], defaultSubcommand: Add.self)

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a comment.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Comment on this photo: the beginning of its id.") var photo: String?
        @Option(help: "Comment on this diary entry: the beginning of its id.") var diary: String?
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "What to say.") var text: String

        func validate() throws {
            if photo != nil, diary != nil { throw ValidationError("Give --photo or --diary, not both.") }
        }

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            var subject = Subject.folder
            if let photo { subject = .photo(try device.photo(photo, in: id)) }
            if let diary { subject = .diary(try device.diaryEntry(diary, in: id)) }
            let item = try device.comment(text, on: subject, in: id)
            try output.print(
                Done(
                    "Added comment \(item.description.prefix(8)).",
                    ["folder": id.description, "comment": item.description]))
        }
    }

    struct Amend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Correct a comment of your own.", discussion: "The earlier text stays in its history.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The beginning of the comment's id.") var comment: String
        @Argument(help: "What it says from now on.") var text: String

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.commentID(comment, in: id)
            try device.amend(item, to: text, of: device.state(of: id)?.shown(.comment(item)), in: id)
            try output.print(Done("Amended.", ["folder": id.description, "comment": item.description]))
        }
    }

    struct Retract: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back a comment of your own.", discussion: "A stub with its history stays.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The beginning of the comment's id.") var comment: String

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            let item = try device.commentID(comment, in: id)
            try device.retract(item, in: id)
            try output.print(Done("Taken back.", ["folder": id.description, "comment": item.description]))
        }
    }
}
