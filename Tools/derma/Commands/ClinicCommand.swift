import ArgumentParser
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

struct ClinicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clinic", abstract: "Found a clinic and show its code.",
        discussion: "A clinic's device then uses the same commands as any other: sync, show, comment, score, export.",
        subcommands: [Initialise.self, Code.self])

    struct Initialise: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Found a clinic, with this device as its first.",
            discussion: "Run `derma sync` afterwards, so that patients can find the clinic by its code.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var relay: RelayOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "The clinic's name, as patients know it.") var name: String
        @Option(help: "The clinic's number in a public register.") var registryNumber: String
        @Option(help: "The member of staff who uses this device; patients see the name.") var staff: String
        @Option(help: ArgumentHelp("Write the recovery words to this file instead of the screen.", valueName: "file"))
        var wordsFile: String?

        func run() throws {
            let settings = try relay.settings
            let passcode = try home.passcode(isNew: true)
            let recovery = try RecoveryWordsFile.make(writingTo: wordsFile)
            var device = try RecoveryWordsFile.removing(wordsFile) {
                try AppDevice.found(
                    store: home.store(creating: true), organisation: (name, registryNumber), label: staff,
                    passcode: passcode, recovery: recovery, environment: home.environment
                ).device
            }
            try device.remember(settings)
            try output.print(
                Founded(
                    account: device.account.description, device: device.author.description, home: home.directory,
                    what: "clinic", code: try clinicCode(of: device),
                    words: wordsFile == nil ? recovery.words : nil, file: wordsFile))
        }
    }

    struct Code: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the code that patients type.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let code = try clinicCode(of: home.device())
            try output.print(Done(code, ["code": code]))
        }
    }
}

private func clinicCode(of device: AppDevice) throws -> String {
    guard let code = device.control.genesis.flatMap({ ClinicCode(of: $0) }) else { throw DeviceError.notAllowed }
    return code.description
}
