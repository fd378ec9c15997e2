import ArgumentParser
import DermaClient
import DermaNetwork
import DermaSync
import Foundation

/// Which relay a device syncs with.
struct RelayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The relay, like wss://relay.example.org. Remembered. Plain ws:// only on this machine.", valueName: "url"))
    var relay: String?

    @Option(
        help: ArgumentHelp(
            "A PEM file with the certificates to trust instead of the system's. Remembered.", valueName: "file"))
    var trust: String?

    /// What was given, checked.
    var settings: RelaySettings {
        get throws {
            if let relay { _ = try RelayAddress(parsing: relay) }
            return RelaySettings(address: relay, trust: trust.map { URL(fileURLWithPath: $0).path })
        }
    }
}

/// A device's relay, as its store remembers it.
struct RelaySettings {
    private static let addressName = "relay"
    private static let trustName = "relay-trust"

    var address: String?
    var trust: String?

    init(address: String?, trust: String?) {
        self.address = address
        self.trust = trust
    }

    init<Store, Random, Clock>(of device: Device<Store, Random, Clock>) throws {
        func text(_ name: String) throws -> String? {
            try device.keptSetting(name).flatMap { String(validating: $0, as: UTF8.self) }
        }
        address = try text(Self.addressName)
        trust = try text(Self.trustName)
    }

    /// What a device keeps of this.
    var values: [String: [UInt8]] {
        var values: [String: [UInt8]] = [:]
        if let address { values[Self.addressName] = Array(address.utf8) }
        if let trust { values[Self.trustName] = Array(trust.utf8) }
        return values
    }

    /// Where to connect, and whom to trust.
    var endpoint: (address: RelayAddress, trust: TrustAnchors) {
        get throws {
            guard let address else {
                throw CommandFailure(
                    "noRelaySet", .notSetUp, "this device knows no relay: name one with --relay wss://…")
            }
            return (try RelayAddress(parsing: address), trust.map { .certificates(pemFile: $0) } ?? .system)
        }
    }
}
