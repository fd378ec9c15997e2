import ArgumentParser
import DermaClient
import DermaNetwork
import DermaSecrets

/// Runs a sync over a socket, with progress.
enum Syncing {
    static func sync<Store: DeviceStore>(
        _ device: Device<Store, SystemRandom, SystemClock>, _ endpoint: (address: RelayAddress, trust: TrustAnchors),
        scope: SyncScope
    ) async throws -> SyncOutcome<Store, SystemRandom, SystemClock> {
        defer { ProgressLine.clear() }
        return try await RelayClient(address: endpoint.address, trust: endpoint.trust)
            .sync(device, scope: scope) { moved, total in
                if total > 0 { ProgressLine.show("photos: \(Bytes.text(moved)) of \(Bytes.text(total))") }
            }
    }
}

/// Sizes as people read them.
enum Bytes {
    static func text(_ count: Int) -> String {
        switch count {
        case ..<10_000: "\(count) B"
        case ..<10_000_000: "\(count / 1000) kB"
        default: "\(count / 1_000_000) MB"
        }
    }
}

extension Device {
    /// Remembers the relay that was named.
    mutating func remember(_ settings: RelaySettings) throws { try keep(settings: settings.values) }

    /// The relay to sync with: what was just named, else what is remembered.
    mutating func endpoint(_ options: RelayOptions) throws -> (address: RelayAddress, trust: TrustAnchors) {
        try remember(options.settings)
        return try RelaySettings(of: self).endpoint
    }
}
