import ArgumentParser
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire
import Foundation

struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Link, list, remove and recover devices.",
        discussion: """
            To link a tablet: `derma device request` on the tablet, `derma device link CODE` on the phone,
            `derma device accept ANSWER` on the tablet, then `derma sync` on the phone and on the tablet.
            """,
        subcommands: [Request.self, Link.self, Accept.self, List.self, Revoke.self, Review.self, Recover.self])

    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "On a new device: print the code that lets another device link it.",
            discussion: "The code holds a one-time secret and is good for 15 minutes.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let passcode = try home.passcode(isNew: true)
            var store = try home.store(creating: true)
            var environment = home.environment
            let request = try AppDevice.requestLink(store: &store, passcode: passcode, environment: &environment)
            let code = Hex.encode(request.encoded)
            try output.print(Done("On a linked device, run:\n\n  derma device link \(code)", ["code": code]))
        }
    }

    struct Link: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "On a linked device: let the new device in.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The code that the new device shows.") var code: String
        @Option(help: "The new device's name; at a clinic, the member of staff.") var name = "tablet"

        func run() throws {
            let request: LinkRequest = try decoded(code)
            var device = try home.device()
            let answer = try device.link(request, label: name)
            let text = Hex.encode(answer.encoded)
            try output.print(
                Done("Run `derma sync` here, and on the new device:\n\n  derma device accept \(text)", ["answer": text])
            )
        }
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "On the new device: finish linking.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var relay: RelayOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The answer that the linked device shows.") var answer: String

        func run() throws {
            let settings = try relay.settings
            let answer: LinkAnswer = try decoded(answer)
            var device = try AppDevice.acceptLink(
                answer, store: home.store(), passcode: home.passcode(isNew: false), environment: home.environment)
            try device.remember(settings)
            try output.print(
                Done(
                    "This device belongs to account \(device.account.description.prefix(8)) now. Run `derma sync`.",
                    ["account": device.account.description, "device": device.author.description]))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the account's devices.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws { try output.print(DeviceList(of: home.device())) }
    }
}

/// Reads a code that one device showed and another was given.
private func decoded<Value: WireDecodable>(_ text: String) throws -> Value {
    guard let bytes = Hex.decode(text.filter { !$0.isWhitespace }), let value = try? Value(decoding: bytes) else {
        throw DeviceError.badLinkCode
    }
    return value
}

/// The account's devices.
struct DeviceList: Printable {
    struct Item: Encodable {
        let id: String
        let name: String
        let isThis: Bool
        let isRemoved: Bool
    }

    let devices: [Item]

    init(of device: AppDevice) {
        devices = device.devices.map {
            Item(id: $0.id.description, name: $0.label ?? "?", isThis: $0.isThis, isRemoved: $0.isRemoved)
        }
    }

    func encode(to encoder: any Encoder) throws { try devices.encode(to: encoder) }

    var text: String {
        devices.map { device in
            let notes = (device.isThis ? "  (this one)" : "") + (device.isRemoved ? "  (removed)" : "")
            return "\(device.id.prefix(8))  \(device.name)\(notes)"
        }.joined(separator: "\n")
    }
}
