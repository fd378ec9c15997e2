public import DermaClient
public import DermaSecrets

/// Syncs a device with a relay over a WebSocket.
public struct RelayClient: Sendable {
    private let address: RelayAddress
    private let trust: TrustAnchors
    private let limits: NetworkLimits

    /// A client of the relay at `address`.
    public init(address: RelayAddress, trust: TrustAnchors = .system, limits: NetworkLimits = NetworkLimits()) {
        self.address = address
        self.trust = trust
        self.limits = limits
    }

    /// Syncs once. What was exchanged before a failure is in the device's store; open the device again to see it.
    ///
    /// - Parameter progress: Told how many bytes of photos have moved, of how many.
    /// - Throws: `NetworkError` if there is no connection, `SyncFailure` if the exchange failed.
    public func sync<Store, Random, Clock>(
        _ device: Device<Store, Random, Clock>, scope: SyncScope = .everything,
        progress: @escaping @Sendable (_ moved: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> SyncOutcome<Store, Random, Clock> {
        try await WebSocketClient.withConnection(to: address, trust: trust, limits: limits) { connection in
            var device = device
            var conversation = SyncConversation(of: device, host: address.host, scope: scope)
            var effects = conversation.start(&device)
            // Whatever ends the connection, what has come of a photo is kept.
            defer { if !conversation.isDone { _ = conversation.connectionEnded(&device) } }
            while true {
                for effect in effects {
                    switch effect {
                    case .send(let bytes): try await connection.send(bytes)
                    case .failed(let failure):
                        await connection.close()
                        throw failure
                    case .finished:
                        await connection.close()
                        let traffic = SyncTraffic(
                            sent: connection.wireBytesSent, received: connection.wireBytesReceived)
                        return SyncOutcome(device: device, report: conversation.report, traffic: traffic)
                    }
                }
                progress(conversation.photoBytes.moved, conversation.photoBytes.of)
                if let bytes = try await receive(from: connection) {
                    effects = conversation.receive(bytes, &device)
                } else {
                    effects = conversation.connectionEnded(&device)
                }
            }
        }
    }
}

extension RelayClient {
    /// How long a relay may take to answer, in seconds. A connection that is up and says nothing is no use.
    static let answerSecondsMax = 30

    private func receive(from connection: WebSocketConnection) async throws -> [UInt8]? {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { try await connection.receive() }
            group.addTask { [address] in
                try await Task.sleep(for: .seconds(Self.answerSecondsMax))
                throw NetworkError(.timedOut, peer: address.description)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}

/// What a sync ended with.
public struct SyncOutcome<Store: DeviceStore, Random: RandomSource, Clock: WallClock>: Sendable {
    /// The device afterwards.
    public let device: Device<Store, Random, Clock>
    /// What was exchanged.
    public let report: SyncReport
    /// What it cost.
    public let traffic: SyncTraffic
}

/// Bytes on the socket, everything included: HTTP upgrade, WebSocket framing, TLS.
public struct SyncTraffic: Hashable, Sendable {
    /// To the relay.
    public let sent: Int
    /// From the relay.
    public let received: Int
}
