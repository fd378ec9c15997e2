import ArgumentParser

/// The entry point: runs a command, and turns whatever goes wrong into one clear line and an exit code.
@main
struct Derma: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "derma",
        abstract: "Keep a photo diary of the skin, sync it end-to-end encrypted, and share it with a clinic.",
        discussion: """
            A device lives in a directory of its own (--home). Everything but sync, sharing and the relay works
            without a connection.

            Exit codes: 0 done; 1 refused by the relay; 64 wrong usage; 65 unreadable input; 66 nothing found;
            69 no relay; 74 disk; 75 in use; 76 not our protocol; 77 no permission; 78 not set up, or made by a
            newer version.
            """,
        version: "derma 0.1.0, protocol 1",
        groupedSubcommands: [
            CommandGroup(name: "Devices", subcommands: [Init.self, DeviceCommand.self]),
            CommandGroup(
                name: "Diary",
                subcommands: [
                    FolderCommand.self, PhotoCommand.self, CommentCommand.self, DiaryCommand.self, ScoreCommand.self,
                    Show.self, ConflictsCommand.self, Export.self,
                ]),
            CommandGroup(name: "Sharing", subcommands: [Sync.self, Share.self, Withdraw.self]),
            CommandGroup(name: "Clinics and servers", subcommands: [ClinicCommand.self, RelayCommand.self]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(reporting: error)
        }
    }

    /// Prints one line on standard error (an object with `--json`) and exits.
    private static func exit(reporting error: any Error) -> Never {
        guard let failure = CommandFailure(explaining: error) else { exit(withError: error) }
        failure.print(asJSON: CommandLine.arguments.contains("--json"))
        exit(withError: failure.exitCode)
    }
}
