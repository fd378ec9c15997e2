public import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// Listens on an address and serves every peer that upgrades to WebSocket there.
public struct WebSocketServer: Sendable {
    private let host: String
    private let port: Int
    private let identity: TLSIdentity?
    private let limits: NetworkLimits
    private let logger: Logger
    private let upgrade: ServerUpgrade

    /// Describes a server; nothing is opened before ``run(onListening:handler:)``.
    ///
    /// - Parameters:
    ///   - host: the IP address, or name of this machine, to listen on, an IPv6 address without brackets.
    ///   - port: the TCP port, 0 to have the system choose one.
    ///   - path: where the upgrade is answered; elsewhere it is HTTP 404.
    ///   - identity: certificate and key; nil serves without TLS, which only a loopback address may.
    ///   - limits: what connections may use.
    ///   - logger: gets one line at debug level for each peer that comes or fails, and never a message.
    /// - Throws: ``NetworkError/Code/plaintextNotAllowed``, or ``NetworkError/Code/cannotListen`` for an impossible
    ///   port.
    public init(
        host: String,
        port: Int,
        path: String = RelayAddress.defaultPath,
        identity: TLSIdentity?,
        limits: NetworkLimits = NetworkLimits(),
        logger: Logger
    ) throws(NetworkError) {
        guard (0...65_535).contains(port) else {
            throw NetworkError(.cannotListen, peer: Host.authority(host, port), detail: "no such port")
        }
        guard identity != nil || Host.isLoopback(host) else {
            throw NetworkError(.plaintextNotAllowed, peer: Host.authority(host, port))
        }
        self.host = host
        self.port = port
        self.identity = identity
        self.limits = limits
        self.logger = logger
        upgrade = ServerUpgrade(path: path, limits: limits)
    }

    /// Serves until the task is cancelled, which closes all connections with 1001, going away.
    ///
    /// `onListening` is called once with the port. `handler` runs in a child task for each connection, which is closed
    /// when it returns; it is cancelled with the server, and the server returns when all handlers have. What happens
    /// on one connection touches no other.
    /// - Throws: ``NetworkError/Code/addressInUse`` or ``NetworkError/Code/cannotListen``. Cancellation is the orderly
    ///   end and throws nothing.
    public func run(
        onListening: @Sendable (Int) -> Void,
        handler: @escaping @Sendable (WebSocketConnection) async -> Void
    ) async throws(NetworkError) {
        let table = ConnectionTable(limits: limits)
        let (upgraded, continuation) = AsyncStream.makeStream(of: WebSocketConnection.self)
        let listener: any Channel
        do {
            listener = try await bind(table, continuation)
        } catch {
            throw NetworkError(listening: error, address: Host.authority(host, port))
        }
        listener.closeFuture.whenComplete { _ in continuation.finish() }
        onListening(listener.localAddress?.port ?? port)

        await withDiscardingTaskGroup { group in
            for await connection in upgraded {  // ends when the task is cancelled or the listener fails
                group.addTask { await serve(connection, handler) }
            }
            listener.close(promise: nil)
            group.cancelAll()
        }
        table.stop()
        try? await listener.closeFuture.get()
        guard Task.isCancelled else {
            throw NetworkError(.cannotListen, peer: Host.authority(host, port), detail: "the listening socket failed")
        }
    }

    private func serve(
        _ connection: WebSocketConnection, _ handler: @Sendable (WebSocketConnection) async -> Void
    ) async {
        await withTaskCancellationHandler {
            await handler(connection)
            await connection.close()
        } onCancel: {
            connection.beginClose(.goingAway)
        }
    }

    private func bind(
        _ table: ConnectionTable, _ upgraded: AsyncStream<WebSocketConnection>.Continuation
    ) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // With the process out of file descriptors, wait a second instead of giving up or spinning.
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try accept(channel, table, upgraded) }
            }
            .bind(host: host, port: port)
            .get()
    }

    private func accept(
        _ channel: any Channel, _ table: ConnectionTable, _ upgraded: AsyncStream<WebSocketConnection>.Continuation
    ) throws {
        let peer = Host.text(of: channel.remoteAddress)
        guard table.admit(channel) else {
            logger.debug("connection refused: too many handshakes", metadata: ["peer": "\(peer)"])
            throw NetworkError(.connectionsExhausted, peer: peer)
        }
        let traffic = Traffic()
        try channel.pipeline.syncOperations.addHandler(WireTap(traffic))
        if let identity {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: identity.context))
        }
        let deadline = channel.eventLoop.scheduleTask(in: limits.handshakeTime) {
            channel.pipeline.fireErrorCaught(NetworkError(.timedOut, peer: peer, detail: "no upgrade"))
            channel.cut()
        }
        try upgrade.configure(channel, peer: peer, traffic: traffic) { table.open(channel) }
            .whenComplete { result in
                deadline.cancel()
                switch result {
                case .success(let connection):
                    logger.debug("connected", metadata: ["peer": "\(peer)"])
                    upgraded.yield(connection)
                case .failure(let error):
                    logger.debug("handshake failed: \(error)", metadata: ["peer": "\(peer)"])
                    channel.cut()
                }
            }
    }
}
