public import DermaServer
import DermaSync
import DermaWire
import Foundation
public import Logging

/// Serves a relay over WebSockets.
///
/// The engine is one value in one actor: frames of all connections are answered one after the other, each durably. A
/// connection sends its answers before it reads on, so a slow reader holds back itself and nobody else.
public actor RelayService<Store: RelayStore> {
    private var relay: Relay<Store>
    private let hosts: [String]
    private let logger: Logger
    private var connections: [Int: RelayConnection] = [:]
    private var connectionCount = 0
    /// How often halves of ended grants are destroyed, in seconds.
    private let sweepSeconds = 60
    /// How long a client may take to log in, in seconds.
    private nonisolated let loginSecondsMax: Int
    /// How long a client that has logged in may send nothing, in seconds.
    private nonisolated let silenceSecondsMax = 120

    /// A service over a store. `hosts` are the names that it answers to, without port.
    public init(store: Store, hosts: [String], logger: Logger, loginSecondsMax: Int = 10) {
        self.loginSecondsMax = loginSecondsMax
        relay = Relay(store: store)
        self.hosts = hosts.map { $0.lowercased() }
        self.logger = logger
    }

    /// Serves until the task is cancelled. `onListening` is given the port.
    public func run(_ server: WebSocketServer, onListening: @escaping @Sendable (Int) -> Void) async throws {
        sweep()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.keepSweeping() }
            group.addTask { try await server.run(onListening: onListening) { await self.serve($0) } }
            try await group.next()
            group.cancelAll()
        }
    }

    private nonisolated func keepSweeping() async throws {
        while true {
            try await Task.sleep(for: .seconds(sweepSeconds))
            await sweep()
        }
    }

    /// A full disk must not stop the relay: what it releases it checks against the clock as well.
    private func sweep() {
        do { try relay.sweep(at: now) } catch { logger.error("sweep failed", metadata: ["reason": "\(error)"]) }
    }

    private nonisolated func serve(_ connection: WebSocketConnection) async {
        let id = await open()
        do {
            reading: while let bytes = try await receive(from: connection, isLoggedIn: await isLoggedIn(id)) {
                await append(bytes, on: id)
                while let effects = await next(on: id) {
                    for effect in effects {
                        switch effect {
                        case .send(let bytes): try await connection.send(bytes)
                        case .close(let failure):
                            if let failure { logger.info("session ended", metadata: ["reason": "\(failure)"]) }
                            break reading
                        }
                    }
                }
            }
        } catch {
            logger.info("connection lost", metadata: ["reason": "\(error)"])
        }
        await connection.close()
        await close(id)
    }

    private func open() -> Int {
        connectionCount += 1
        var generator = SystemRandomNumberGenerator()
        let challenge = Bytes32((0..<Bytes32.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        connections[connectionCount] = RelayConnection(hosts: hosts, challenge: challenge ?? .zero)
        return connectionCount
    }

    /// A client must log in soon, and then not be silent for long: each holds one of the places that there are.
    private nonisolated func receive(
        from connection: WebSocketConnection, isLoggedIn: Bool
    ) async throws -> [UInt8]? {
        let seconds = isLoggedIn ? silenceSecondsMax : loginSecondsMax
        return try await connection.receive(withinSeconds: seconds)
    }

    private func isLoggedIn(_ id: Int) -> Bool { connections[id]?.isLoggedIn ?? false }

    private func append(_ bytes: [UInt8], on id: Int) { connections[id]?.append(bytes) }

    /// The answers to one frame. The connection is taken out meanwhile, so that it is not copied.
    private func next(on id: Int) -> [RelayConnection.Effect]? {
        guard var connection = connections.removeValue(forKey: id) else { return nil }
        defer { connections[id] = connection }
        return connection.next(for: &relay, at: now)
    }

    private func close(_ id: Int) {
        guard var connection = connections.removeValue(forKey: id) else { return }
        connection.connectionEnded(for: &relay)
    }

    private var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
