import ArgumentParser
import DermaClient
import DermaSecrets
import DermaWire
import Foundation

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Found a patient's account, with this device as its first.",
        discussion: """
            Prints 24 recovery words once. Write them down: they are the only way back when every device is lost, and
            they are kept nowhere.
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var relay: RelayOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The device's name, which your own devices show.", valueName: "name"))
    var name = "phone"

    @Option(help: ArgumentHelp("Write the recovery words to this file instead of the screen.", valueName: "file"))
    var wordsFile: String?

    func run() throws {
        let settings = try relay.settings
        let passcode = try home.passcode(isNew: true)
        let recovery = try RecoveryWordsFile.make(writingTo: wordsFile)
        var device = try RecoveryWordsFile.removing(wordsFile) {
            try AppDevice.found(
                store: home.store(creating: true), label: name, passcode: passcode, recovery: recovery,
                environment: home.environment
            ).device
        }
        try device.remember(settings)
        try output.print(
            Founded(
                account: device.account.description, device: device.author.description, home: home.directory,
                what: "account", words: wordsFile == nil ? recovery.words : nil, file: wordsFile))
    }
}

/// What founding prints.
struct Founded: Printable {
    let account: String
    let device: String
    let home: String
    let what: String
    var code: String?
    let words: [String]?
    let file: String?

    var text: String {
        var lines = ["The \(what) \(account.prefix(8)) is ready in \(home)."]
        if let code { lines.append("Its code, for patients to type: \(code)") }
        if let words {
            lines.append("\nThe 24 recovery words. Write them down now; they are shown once and kept nowhere:\n")
            for row in stride(from: 0, to: words.count, by: 6) {
                lines.append("  " + words[row..<min(row + 6, words.count)].joined(separator: " "))
            }
        } else if let file {
            lines.append("The 24 recovery words are in \(file). Print it, then delete it.")
        }
        return lines.joined(separator: "\n")
    }
}
