import NIOCore
import NIOPosix

/// Connects to relays.
public enum WebSocketClient {
    /// Connects, runs `body` with the connection, and closes it whatever comes out.
    ///
    /// The whole way from the name lookup to the finished upgrade may take ``NetworkLimits/handshakeSecondsMax``;
    /// cancelling the task ends it at once.
    /// - Throws: ``NetworkError`` if no connection comes about, and whatever `body` throws.
    public static func withConnection<R: Sendable>(
        to address: RelayAddress,
        trust: TrustAnchors = .system,
        limits: NetworkLimits = NetworkLimits(),
        _ body: @Sendable (WebSocketConnection) async throws -> R
    ) async throws -> R {
        let connection = try await connect(to: address, trust: trust, limits: limits)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func connect(
        to address: RelayAddress, trust: TrustAnchors, limits: NetworkLimits
    ) async throws(NetworkError) -> WebSocketConnection {
        let peer = address.authority
        let tls = address.usesTLS ? try trust.makeContext(peer: peer) : nil
        let upgrade = ClientUpgrade(address: address, tls: tls, limits: limits)

        // One promise decides the attempt: the first of success, failure, deadline and cancellation counts, and when
        // it is no success, every socket that the attempt has opened or will open is cut.
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let outcome = loop.makePromise(of: WebSocketConnection.self)
        let deadline = loop.scheduleTask(in: limits.handshakeTime) {
            outcome.fail(NetworkError(.timedOut, peer: peer, detail: "connecting took \(limits.handshakeSecondsMax) s"))
        }
        let upgrades = NIOLoopBoundBox.makeBoxSendingValue(
            [ObjectIdentifier: EventLoopFuture<WebSocketConnection>](), eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(limits.handshakeTime)
            .channelInitializer { channel in
                loop.makeCompletedFuture {
                    upgrades.value[ObjectIdentifier(channel)] = try upgrade.configure(channel)
                    outcome.futureResult.whenFailure { _ in channel.cut() }
                }
            }
            .connect(host: address.host, port: address.port)
            .flatMap { channel in
                upgrades.value[ObjectIdentifier(channel)]
                    ?? loop.makeFailedFuture(ChannelError.inappropriateOperationForState)
            }
            .cascade(to: outcome)

        do {
            defer { deadline.cancel() }
            return try await withTaskCancellationHandler {
                try await outcome.futureResult.get()
            } onCancel: {
                outcome.fail(CancellationError())
            }
        } catch {
            throw NetworkError(error, peer: peer)
        }
    }
}
