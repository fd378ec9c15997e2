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
            // Sending has a task of its own: if both sides only sent, neither would read, and both would wait for ever.
            let (outbox, out) = AsyncStream.makeStream(of: [UInt8].self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for await bytes in outbox { try await connection.send(bytes) } }
                let synced = try await converse(device, scope, connection, out, progress)
                out.finish()
                try await group.waitForAll()
                await connection.close()
                let traffic = SyncTraffic(sent: connection.wireBytesSent, received: connection.wireBytesReceived)
                return SyncOutcome(device: synced.device, report: synced.report, traffic: traffic)
            }
        }
    }

    private func converse<Store, Random, Clock>(
        _ device: Device<Store, Random, Clock>, _ scope: SyncScope, _ connection: WebSocketConnection,
        _ out: AsyncStream<[UInt8]>.Continuation, _ progress: @Sendable (_ moved: Int, _ total: Int) -> Void
    ) async throws -> (device: Device<Store, Random, Clock>, report: SyncReport) {
        var device = device
        var conversation = SyncConversation(of: device, host: address.host, scope: scope)
        var effects = conversation.start(&device)
        // Whatever ends the connection, what has come of a photo is kept.
        defer { if !conversation.isDone { _ = conversation.connectionEnded(&device) } }
        while true {
            for effect in effects {
                switch effect {
                case .send(let bytes): out.yield(bytes)
                case .failed(let failure): throw failure
                case .finished: return (device, conversation.report)
                }
            }
            progress(conversation.photoBytes.moved, conversation.photoBytes.of)
            if let bytes = try await connection.receive(withinSeconds: Self.answerSecondsMax) {
                effects = conversation.receive(bytes, &device)
            } else {
                effects = conversation.connectionEnded(&device)
            }
        }
    }
}

extension RelayClient {
    /// How long a relay may take to answer, in seconds. A connection that is up and says nothing is no use.
    static let answerSecondsMax = 30
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
