import ArgumentParser
import DermaClient
import DermaNetwork
import DermaSecrets
import DermaWire
import Foundation

extension DeviceCommand {
    struct Recover: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make this a device of the account that 24 recovery words belong to.",
            discussion:
                "For when every device is lost. Reads the words, asks the relay for the account, and lets this device in."
        )

        @OptionGroup var home: HomeOptions
        @OptionGroup var relay: RelayOptions
        @OptionGroup var output: OutputOptions
        @Option(help: ArgumentHelp("A file with the words; - for standard input.", valueName: "file")) var wordsFile:
            String
        @Option(help: "This device's name.") var name = "phone"

        func run() async throws {
            let settings = try relay.settings
            let endpoint = try settings.endpoint
            let recovery = try RecoveryWordsFile.read(wordsFile)
            let passcode = try home.passcode(isNew: true)
            var store = try home.store(creating: true)
            var environment = home.environment
            let request = try AppDevice.requestLink(store: &store, passcode: passcode, environment: &environment)

            var identity = Device<MemoryDeviceStore, SystemRandom, SystemClock>.identity(
                from: recovery, store: MemoryDeviceStore(), environment: environment)
            identity = try await Syncing.sync(identity, endpoint, scope: .controlLog).device
            let answer = try identity.link(request, label: name)
            _ = try await Syncing.sync(identity, endpoint, scope: .controlLog)

            var device = try AppDevice.acceptLink(answer, store: store, passcode: passcode, environment: environment)
            try device.remember(settings)
            let outcome = try await Syncing.sync(device, endpoint, scope: .everything)
            try output.print(
                Done(
                    "This device belongs to account \(device.account.description.prefix(8)) again, with \(outcome.device.folderIDs.count) folders.",
                    ["account": device.account.description, "device": device.author.description]))
        }
    }
}
