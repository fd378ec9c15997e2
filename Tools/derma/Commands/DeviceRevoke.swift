import ArgumentParser
import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

extension DeviceCommand {
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a lost device, or a leaver's, for good.",
            discussion: """
                Run `derma sync` before: what this device has seen of the other one stays. What turns up of it later waits
                for `derma device review`. Works without a connection: from now on this device seals under keys that the
                other one does not have. The relay shuts it out with the next `derma sync`. It keeps what it has.
                """)

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The device's name or id: see `derma device list`.") var name: String

        func run() throws {
            var device = try home.device()
            let removed = try device.accountDevice(named: name)
            try device.revoke(removed.id)
            let label = removed.label ?? "the device"
            let advice =
                removed.isThis
                ? "This device is removed: it keeps what it has and writes nothing more."
                : "\(label) is removed."
            try output.print(
                Done(
                    "\(advice) Run `derma sync` so that the relay knows.",
                    ["device": removed.id.description, "name": label]))
        }
    }

    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what removed devices wrote that nobody had seen before, and accept it.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Let all of it count, on every device.") var accept = false

        func run() throws {
            var device = try home.device()
            let view = ReviewView(of: device)
            if accept {
                for folder in device.quarantinedFolders {
                    let own = device.quarantined(in: folder).filter { device.control.devices[$0.author] != nil }
                    if !own.isEmpty { try device.accept(own.map(\.dot), in: folder) }
                }
            }
            try output.print(view)
        }
    }
}

/// What waits for somebody to look at it.
struct ReviewView: Printable {
    struct Item: Encodable {
        let folder: String
        let entry: String
        let device: String
        let claimedTime: String
        let ops: [String]
    }

    let items: [Item]

    init(of device: AppDevice) {
        items = device.quarantinedFolders.flatMap { folder in
            device.quarantined(in: folder).map { entry in
                Item(
                    folder: folder.description, entry: entry.dot.description,
                    device: device.label(of: entry.author) ?? entry.author.description,
                    claimedTime: entry.time.map { Times.utc($0.milliseconds) } ?? "?",
                    ops: entry.ops.map(\.description))
            }
        }
    }

    func encode(to encoder: any Encoder) throws { try items.encode(to: encoder) }

    var text: String {
        guard !items.isEmpty else { return "Nothing waits." }
        return items.map { item in
            "\(item.folder.prefix(8))  \(item.device), \(item.claimedTime): "
                + (item.ops.isEmpty ? "does not open here" : item.ops.joined(separator: ", "))
        }.joined(separator: "\n")
    }
}
