import DermaNetwork
import NIOCore
import NIOPosix
import Testing

/// What a client says about relays that are not there, or are none.
@Suite(.timeLimit(.minutes(2))) struct ClientFailureTests {
    private func attempt(_ port: Int, limits: NetworkLimits = NetworkLimits()) async -> NetworkError.Code? {
        await codeThrown {
            try await WebSocketClient.withConnection(to: plainAddress(port), limits: limits) { _ in }
        }
    }

    /// What a client says about a server that answers its request with `answer` and closes.
    private func attempt(answeredWith answer: String) async throws -> NetworkError.Code? {
        try await RawSocket.serving { socket in
            _ = try await socket.readHead()
            try await socket.write(answer)
        } _: { port in
            await attempt(port)
        }
    }

    @Test func refusedConnection() async throws {
        let port = try await withServer { $0 }  // free again when this returns
        #expect(await attempt(port) == .connectionRefused)
    }

    @Test func unknownName() async throws {
        let address = try RelayAddress(parsing: "wss://relay.invalid")
        let code = await codeThrown { try await WebSocketClient.withConnection(to: address) { _ in } }
        // Without any name server that answers, it is the deadline that ends the lookup.
        #expect(code == .nameNotResolved || code == .timedOut)
    }

    @Test func captivePortal() async throws {
        let page = "<html><body>Sign in</body></html>"
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(page.count)\r\n\r\n\(page)"
        #expect(try await attempt(answeredWith: answer) == .notAWebSocketRelay)
    }

    @Test(arguments: [
        Named("redirection", "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n"),
        Named("not found", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        Named("no subprotocol", switching("Upgrade: websocket\r\nConnection: upgrade\r\n")),
        Named(
            "wrong subprotocol",
            switching("Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Protocol: chat\r\n")),
        Named(
            "wrong accept key",
            switching(
                "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Protocol: derma.v1\r\n"
                    + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n")),
        Named(
            "wrong upgrade",
            switching("Upgrade: h2c\r\nConnection: upgrade\r\nSec-WebSocket-Protocol: derma.v1\r\n")),
        Named("another protocol", "SSH-2.0-OpenSSH_9.2\r\n"),
        Named("endless head", "HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n"),
    ])
    func somethingElseAnswers(_ answer: Named<String>) async throws {
        #expect(try await attempt(answeredWith: answer.value) == .notAWebSocketRelay)
    }

    private static func switching(_ fields: String) -> String {
        "HTTP/1.1 101 Switching Protocols\r\n\(fields)\r\n"
    }

    @Test func fullRelay() async throws {
        let answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
        #expect(try await attempt(answeredWith: answer) == .connectionsExhausted)
    }

    @Test func peerThatHangsUp() async throws {
        #expect(try await attempt(answeredWith: "") == .closedAbruptly)
    }

    @Test func peerThatSaysNothing() async throws {
        try await RawSocket.serving { socket in
            _ = await socket.readToEnd()
        } _: { port in
            #expect(await attempt(port, limits: NetworkLimits(handshakeSecondsMax: 1)) == .timedOut)
        }
    }

    @Test func cancelledWhileConnecting() async throws {
        let reached = Report<Void>()
        try await RawSocket.serving { socket in
            reached.send(())
            _ = await socket.readToEnd()
        } _: { port in
            let limits = NetworkLimits(handshakeSecondsMax: 600)
            let connecting = Task { await attempt(port, limits: limits) }
            try await reached.first()
            connecting.cancel()
            #expect(await connecting.value == .cancelled)
        }
    }

    @Test func offersTheSubprotocolAndNamesTheHost() async throws {
        let head = Report<String>()
        try await RawSocket.serving { socket in
            head.send(try await socket.readHead())
        } _: { port in
            _ = await attempt(port)
            let lines = try await head.first().split(separator: "\r\n")
            #expect(lines.first == "GET /sync HTTP/1.1")
            #expect(lines.contains("Sec-WebSocket-Protocol: derma.v1"))
            #expect(lines.contains("Host: 127.0.0.1:\(port)"))
        }
    }

    @Test func longMessagesAreRefusedBeforeTheyAreSent() async throws {
        let limits = NetworkLimits(messageBytesMax: 1000)
        try await withServer { port in
            try await WebSocketClient.withConnection(to: plainAddress(port), limits: limits) { connection in
                #expect(await codeThrown { try await connection.send(pattern(1001)) } == .messageTooLarge)
                try await connection.send(pattern(1000))
                #expect(try await connection.receive() == pattern(1000))
            }
        }
    }

    @Test func messagesOverTheServersLimitEndWithItsReason() async throws {
        let limits = NetworkLimits(messageBytesMax: 1000)
        let ending = Report<NetworkError.Code?>()
        try await withServer(limits: limits) { connection in
            ending.send(await codeThrown { _ = try await connection.receive() })
        } _: { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                try? await connection.send(pattern(1 << 20))
                #expect(await codeThrown { _ = try await connection.receive() } == .messageTooLarge)
                #expect(await codeThrown { try await connection.send([1]) } == .messageTooLarge)
            }
            #expect(try await ending.first() == .messageTooLarge)
        }
    }

    @Test func cutInTheMiddleOfAMessageIsNoOrderlyEnd() async throws {
        try await withServer { connection in
            _ = try? await connection.receive()
            try? await connection.send([1, 2, 3])
            try? await connection.send(pattern(1 << 20))
        } _: { port in
            try await FaultyWire().proxying(to: port, cut: (.toClient, 100_000)) { port in
                try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                    try await connection.send([1])
                    let whole = try await connection.receive()
                    #expect(whole == [1, 2, 3])
                    #expect(await codeThrown { _ = try await connection.receive() } == .closedAbruptly)
                    #expect(await codeThrown { _ = try await connection.receive() } == .closedAbruptly)
                }
            }
        }
    }

    @Test func halfOpenConnectionIsNoticedOnBothSides() async throws {
        let limits = NetworkLimits(idleSecondsMax: 2)
        let ending = Report<NetworkError.Code?>()
        let wire = FaultyWire()
        try await withServer(limits: limits) { connection in
            _ = try? await connection.receive()
            ending.send(await codeThrown { _ = try await connection.receive() })
        } _: { port in
            try await wire.proxying(to: port) { port in
                try await WebSocketClient.withConnection(to: plainAddress(port), limits: limits) { connection in
                    try await connection.send([1])
                    wire.silence()
                    #expect(await codeThrown { _ = try await connection.receive() } == .timedOut)
                }
                #expect(try await ending.first() == .timedOut)
            }
        }
    }
}
