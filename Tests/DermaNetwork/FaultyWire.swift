import DermaNetwork
import Synchronization

/// A TCP proxy in front of a server, whose wire a test can cut or silence.
final class FaultyWire: Sendable {
    enum Direction { case toServer, toClient }

    private let isSilent = Atomic<Bool>(false)

    /// From now on nothing gets through, and both sockets stay open.
    func silence() { isSilent.store(true, ordering: .relaxed) }

    /// Puts a proxy before the server at `port`. With `cut`, it closes both sockets when so many bytes have passed.
    func proxying<R: Sendable>(
        to port: Int, cut: (direction: Direction, afterBytes: Int)? = nil, _ body: (Int) async throws -> R
    ) async throws -> R {
        try await RawSocket.serving { [self] client in
            let client = Unchecked(client)
            try await RawSocket.connected(to: port) { server in
                let server = Unchecked(server)
                await withTaskGroup(of: Void.self) { group in
                    let cutToServer = cut?.direction == .toServer ? cut?.afterBytes : nil
                    let cutToClient = cut?.direction == .toClient ? cut?.afterBytes : nil
                    group.addTask { await self.pump(client, server, cutToServer) }
                    group.addTask { await self.pump(server, client, cutToClient) }
                    await group.next()
                    group.cancelAll()
                }
            }
        } _: { port in
            try await body(port)
        }
    }

    private func pump(_ from: Unchecked, _ to: Unchecked, _ bytesMax: Int?) async {
        var from = from.socket
        var count = 0
        while let bytes = try? await from.read() {
            guard !isSilent.load(ordering: .relaxed) else { continue }
            let part = bytes.prefix((bytesMax ?? .max) - count)
            count += part.count
            guard (try? await to.socket.write([UInt8](part))) != nil, count < bytesMax ?? .max else { return }
        }
        if isSilent.load(ordering: .relaxed) { try? await Task.sleep(for: .seconds(3600)) }
    }

    /// Each direction of a socket is used by one task only.
    private struct Unchecked: @unchecked Sendable {
        let socket: RawSocket
        init(_ socket: RawSocket) { self.socket = socket }
    }
}
