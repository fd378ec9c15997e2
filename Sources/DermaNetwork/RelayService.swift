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

    /// A service over a store. `hosts` are the names that it answers to, without port.
    public init(store: Store, hosts: [String], logger: Logger) {
        relay = Relay(store: store)
        self.hosts = hosts.map { $0.lowercased() }
        self.logger = logger
    }

    /// Serves until the task is cancelled. `onListening` is given the port.
    public func run(_ server: WebSocketServer, onListening: @escaping @Sendable (Int) -> Void) async throws {
        try sweep()
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
            try await sweep()
        }
    }

    private func sweep() throws { try relay.sweep(at: now) }

    private nonisolated func serve(_ connection: WebSocketConnection) async {
        let id = await open()
        do {
            reading: while let bytes = try await connection.receive() {
                for effect in await receive(bytes, on: id) {
                    switch effect {
                    case .send(let bytes): try await connection.send(bytes)
                    case .close(let failure):
                        if let failure { logger.info("session ended", metadata: ["reason": "\(failure)"]) }
                        break reading
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

    private func receive(_ bytes: [UInt8], on id: Int) -> [RelayConnection.Effect] {
        guard var connection = connections.removeValue(forKey: id) else { return [.close(nil)] }
        let effects = connection.receive(bytes, for: &relay, at: now)
        connections[id] = connection
        return effects
    }

    private func close(_ id: Int) {
        guard var connection = connections.removeValue(forKey: id) else { return }
        connection.connectionEnded(for: &relay)
    }

    private var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
