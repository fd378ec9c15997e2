import DermaNetwork
import Foundation
import Testing

/// Two well-behaved sides.
@Suite(.timeLimit(.minutes(2))) struct ExchangeTests {
    @Test func echoesMessagesOfManySizes() async throws {
        try await withServer { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                for count in [0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20, (1 << 20) + (64 << 10)] {
                    let message = pattern(count)
                    try await connection.send(message)
                    #expect(try await connection.receive() == message)
                }
            }
        }
    }

    @Test func keepsTheOrderOfMessagesInFlight() async throws {
        try await withServer { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                async let sending: Void = {
                    for number in 0..<500 { try await connection.send(pattern(number)) }
                }()
                for number in 0..<500 { #expect(try await connection.receive() == pattern(number)) }
                try await sending
            }
        }
    }

    @Test func countsBytes() async throws {
        let accepted = Report<WebSocketConnection>()
        try await withServer { connection in
            accepted.send(connection)
            await echo(connection)
        } _: { port in
            let client = try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                #expect(connection.bytesSent == 0)
                let upgradeSent = connection.wireBytesSent
                let upgradeReceived = connection.wireBytesReceived
                #expect(upgradeSent > 150)
                #expect(upgradeReceived > 100)
                for count in [10, 200] {
                    try await connection.send(pattern(count))
                    _ = try await connection.receive()
                }
                #expect(connection.bytesSent == 210)
                #expect(connection.bytesReceived == 210)
                // RFC 6455, section 5.2: 2 bytes of header up to 125, 4 above; and the client adds 4 of mask.
                #expect(connection.wireBytesSent - upgradeSent == 10 + 6 + 200 + 8)
                #expect(connection.wireBytesReceived - upgradeReceived == 10 + 2 + 200 + 4)
                return connection
            }
            let server = try await accepted.first()
            await server.close()
            #expect(client.bytesSent == 210)
            #expect(server.bytesReceived == 210)
            #expect(client.wireBytesSent == server.wireBytesReceived)
            #expect(client.wireBytesReceived == server.wireBytesSent)
            #expect(client.peer == "127.0.0.1:\(port)")
            #expect(server.peer.hasPrefix("127.0.0.1:"))
        }
    }

    @Test func closeIsOrderlyOnBothSides() async throws {
        let ending = Report<Result<[UInt8]?, NetworkError>>()
        try await withServer { connection in
            do throws(NetworkError) {
                ending.send(.success(try await connection.receive()))
            } catch {
                ending.send(.failure(error))
            }
        } _: { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                await connection.close()
                let end = try await connection.receive()
                #expect(end == nil)
                #expect(await codeThrown { try await connection.send([1]) } == .closed)
            }
            #expect(try await ending.first() == .success(nil))
        }
    }

    @Test func closingOnASendingPeerIsOrderly() async throws {
        // So long that a closing handshake which gets stuck runs into the time limit of the test.
        let limits = NetworkLimits(closeSecondsMax: 600)
        let isStuck = Report<Void>()
        try await withServer(limits: limits) { _ in
            try? await isStuck.first()
        } _: { port in
            try await WebSocketClient.withConnection(to: plainAddress(port), limits: limits) { connection in
                let message = pattern(64 << 10)
                async let code = codeThrown { while true { try await connection.send(message) } }
                try await untilStuck(connection)
                isStuck.send(())
                #expect(await code == .closed)
                let end = try await connection.receive()
                #expect(end == nil)
            }
        }
    }

    /// Waits until nothing more is sent on the connection.
    private func untilStuck(_ connection: WebSocketConnection) async throws {
        var sent = -1
        while connection.bytesSent != sent {
            sent = connection.bytesSent
            try await Task.sleep(for: .seconds(1))
        }
    }

    @Test func serverClosesWhenItsHandlerReturns() async throws {
        try await withServer { connection in
            try? await connection.send([1])
        } _: { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                let received = [
                    try await connection.receive(), try await connection.receive(), try await connection.receive(),
                ]
                #expect(received == [[1], nil, nil])
            }
        }
    }

    @Test func bodyErrorsComeOutAndCloseTheConnection() async throws {
        struct Mishap: Error {}
        let ending = Report<Bool>()
        try await withServer { connection in
            ending.send((try? await connection.receive()) == .some(nil))
        } _: { port in
            await #expect(throws: Mishap.self) {
                try await WebSocketClient.withConnection(to: plainAddress(port)) { _ in throw Mishap() }
            }
            let wasOrderly = try await ending.first()
            #expect(wasOrderly)
        }
    }

    @Test func cancelledReceiveLosesNothing() async throws {
        try await withServer { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                let waiting = Task { await codeThrown { _ = try await connection.receive() } }
                waiting.cancel()
                #expect(await waiting.value == .cancelled)
                try await connection.send([7])
                #expect(try await connection.receive() == [7])
            }
        }
    }

    @Test func pingsKeepAnIdleConnection() async throws {
        let limits = NetworkLimits(idleSecondsMax: 4)
        try await withServer(limits: limits) { port in
            try await WebSocketClient.withConnection(to: plainAddress(port), limits: limits) { connection in
                let before = connection.wireBytesReceived
                try await Task.sleep(for: .seconds(6))
                #expect(connection.wireBytesReceived > before)
                try await connection.send([7])
                #expect(try await connection.receive() == [7])
            }
        }
    }

    @Test func slowReceiverSlowsTheSender() async throws {
        let message = pattern(64 << 10)
        let count = 400
        let start = Report<Void>()
        let accepted = Report<WebSocketConnection>()
        try await withServer { connection in
            accepted.send(connection)
            try? await start.first()
            await echo(connection)
        } _: { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                async let sending: Void = {
                    for _ in 0..<count { try await connection.send(message) }
                }()
                let server = try await accepted.first()
                try await untilStuck(connection)
                #expect(connection.bytesSent < count * message.count)
                #expect(server.bytesReceived < 2 << 20)
                start.send(())
                for _ in 0..<count { #expect(try await connection.receive() == message) }
                try await sending
            }
        }
    }
}
