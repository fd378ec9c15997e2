import DermaNetwork
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// What a server does with peers that misbehave, and about its own end.
@Suite(.timeLimit(.minutes(2))) struct ServerTests {
    private func expectEcho(_ port: Int) async throws {
        try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
            try await connection.send([4, 2])
            #expect(try await connection.receive() == [4, 2])
        }
    }

    @Test func randomBytesAreRefusedAndHarmNobody() async throws {
        let lines = LogLines()
        let secret = "\u{1}patient\u{2}data\r\n"
        try await withServer(logger: lines.logger) { port in
            var random = SystemRandomNumberGenerator()
            for _ in 0..<20 {
                let bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) }
                try await RawSocket.connected(to: port) { socket in
                    try? await socket.write([UInt8](secret.utf8) + bytes)
                    let answer = String(decoding: await socket.readToEnd(), as: UTF8.self)
                    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "))
                }
            }
            try await expectEcho(port)
        }
        let failures = lines.all.filter { $0.text.contains("handshake failed") }
        #expect(failures.count == 20)
        #expect(lines.all.allSatisfy { $0.level == .debug && !$0.text.contains("patient") })
    }

    @Test(arguments: [
        (Named("path", RawSocket.request(path: "/other")), 404),
        (Named("subprotocol", RawSocket.request(subprotocol: "chat")), 400),
        (Named("version", RawSocket.request(version: "12")), 426),
        (Named("method", RawSocket.request().replacing("GET", with: "POST")), 400),
        (Named("no upgrade", RawSocket.request().replacing("Upgrade: websocket", with: "Accept: text/html")), 426),
        (Named("short key", RawSocket.request().replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "short")), 400),
        (Named("endless head", RawSocket.request(subprotocol: String(repeating: "x", count: 9000))), 400),
        (Named("browser", "GET / HTTP/1.1\r\n\r\n"), 404),
    ])
    func unsoundRequestsAreAnswered(_ request: Named<String>, _ status: Int) async throws {
        try await withServer { port in
            try await RawSocket.connected(to: port) { socket in
                try await socket.write(request.value)
                let answer = String(decoding: await socket.readToEnd(), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            }
            try await expectEcho(port)
        }
    }

    @Test func silentConnectionIsCut() async throws {
        try await withServer(limits: NetworkLimits(handshakeSecondsMax: 1)) { port in
            let elapsed = try await ContinuousClock().measure {
                let rest = try await RawSocket.connected(to: port) { await $0.readToEnd() }
                #expect(rest.isEmpty)
            }
            #expect(elapsed > .milliseconds(900))
            #expect(try await eventually { await codeThrown { try await expectEcho(port) } == nil })
        }
    }

    @Test func drippingConnectionIsCut() async throws {
        try await withServer(limits: NetworkLimits(handshakeSecondsMax: 1)) { port in
            try await RawSocket.connected(to: port) { socket in
                var writes = 0
                for byte in RawSocket.request().utf8 where (try? await socket.write([byte])) != nil {
                    writes += 1
                    try await Task.sleep(for: .milliseconds(50))
                }
                #expect(writes < RawSocket.request().utf8.count)
            }
        }
    }

    @Test func upgradesAndFirstMessageInOnePacket() async throws {
        try await withServer { port in
            try await RawSocket.connected(to: port) { socket in
                try await socket.write([UInt8](RawSocket.request().utf8) + RawSocket.frame(0x82, [5, 6]))
                #expect(try await socket.readHead().hasPrefix("HTTP/1.1 101 "))
                let frame = try await socket.readShortFrame()
                #expect(frame.first == 0x82)
                #expect(frame.payload == [5, 6])
            }
        }
    }

    @Test func fragmentsAreJoinedAndPingsAnswered() async throws {
        try await withServer { port in
            try await RawSocket.connected(to: port) { socket in
                try await socket.upgrade()
                try await socket.write(RawSocket.frame(0x02, [1, 2]) + RawSocket.frame(0x89, [9, 9]))
                let pong = try await socket.readShortFrame()
                #expect(pong.first == 0x8A)
                #expect(pong.payload == [9, 9])
                try await socket.write(RawSocket.frame(0x00, []) + RawSocket.frame(0x80, [3]))
                let message = try await socket.readShortFrame()
                #expect(message.first == 0x82)
                #expect(message.payload == [1, 2, 3])
                try await socket.write(RawSocket.frame(0x88, [0x03, 0xE8]))
                let close = try await socket.readShortFrame()
                #expect(close.first == 0x88)
                #expect(close.payload == [0x03, 0xE8])
                #expect(await socket.readToEnd().isEmpty)
            }
        }
    }

    private static let violations: [(Named<[UInt8]>, Int)] = [
        (Named("unmasked", RawSocket.frame(0x82, [1], masked: false)), 1002),
        (Named("text", RawSocket.frame(0x81, [0x41])), 1003),
        (Named("continuation of nothing", RawSocket.frame(0x80, [1])), 1002),
        (Named("reserved bit", RawSocket.frame(0xC2, [1])), 1002),
        (Named("fragmented ping", RawSocket.frame(0x09, [1])), 1002),
        (Named("long ping", RawSocket.frame(0x89, pattern(126))), 1002),
        (Named("half a close code", RawSocket.frame(0x88, [1])), 1002),
        (Named("long message", RawSocket.frame(0x82, pattern(1001))), 1009),
        (Named("long fragments", RawSocket.frame(0x02, pattern(1000)) + RawSocket.frame(0x80, [1])), 1009),
        (Named("longest length", [0x82, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4]), 1009),
    ]

    @Test(arguments: violations)
    func violationsEndWithACloseCode(_ bytes: Named<[UInt8]>, _ code: Int) async throws {
        let ending = Report<NetworkError.Code?>()
        let limits = NetworkLimits(messageBytesMax: 1000, closeSecondsMax: 1)
        try await withServer(limits: limits) { connection in
            ending.send(await codeThrown { _ = try await connection.receive() })
        } _: { port in
            try await RawSocket.connected(to: port) { socket in
                try await socket.upgrade()
                try await socket.write(bytes.value)
                let close = try await socket.readShortFrame()
                #expect(close.first == 0x88)
                #expect(close.payload == [UInt8(code >> 8), UInt8(code & 0xFF)])
                #expect(await socket.readToEnd().isEmpty)
            }
            #expect(try await ending.first() == (code == 1009 ? .messageTooLarge : .protocolViolation))
        }
    }

    @Test func cutInTheMiddleOfAMessageIsNoOrderlyEnd() async throws {
        let ending = Report<NetworkError.Code?>()
        try await withServer { connection in
            let whole = try? await connection.receive()
            #expect(whole == [8])
            ending.send(await codeThrown { _ = try await connection.receive() })
        } _: { port in
            try await RawSocket.connected(to: port) { socket in
                try await socket.upgrade()
                try await socket.write(RawSocket.frame(0x82, [8]))
                try await socket.write([UInt8](RawSocket.frame(0x82, pattern(5000)).prefix(3000)))
            }
            #expect(try await ending.first() == .closedAbruptly)
        }
    }

    @Test func endWithoutClosingHandshakeIsNoOrderlyEnd() async throws {
        let ending = Report<NetworkError.Code?>()
        try await withServer { connection in
            ending.send(await codeThrown { _ = try await connection.receive() })
        } _: { port in
            try await RawSocket.connected(to: port) { try await $0.upgrade() }
            #expect(try await ending.first() == .closedAbruptly)
        }
    }

    @Test func peerThatIgnoresCloseIsCut() async throws {
        try await withServer(limits: NetworkLimits(closeSecondsMax: 1)) { connection in
            await connection.close()
        } _: { port in
            try await RawSocket.connected(to: port) { socket in
                try await socket.upgrade()
                #expect(try await socket.readShortFrame().first == 0x88)
                #expect(await socket.readToEnd().isEmpty)
            }
        }
    }

    @Test func connectionsAreLimited() async throws {
        try await withServer(limits: NetworkLimits(connectionsMax: 1)) { port in
            try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                let code = await codeThrown {
                    try await WebSocketClient.withConnection(to: plainAddress(port)) { _ in }
                }
                #expect(code == .connectionsExhausted)
                try await connection.send([1])
                #expect(try await connection.receive() == [1])
            }
            #expect(try await eventually { await codeThrown { try await expectEcho(port) } == nil })
        }
    }

    @Test func handshakesAreLimited() async throws {
        let limits = NetworkLimits(handshakeSecondsMax: 600, handshakesMax: 1)
        try await withServer(limits: limits) { port in
            // Which of two sockets is counted first is not certain, so the silent one may have to try again.
            let isFull = try await eventually {
                try await RawSocket.connected(to: port) { _ in
                    await codeThrown { try await expectEcho(port) } == .closedAbruptly
                }
            }
            #expect(isFull)
            #expect(try await eventually { await codeThrown { try await expectEcho(port) } == nil })
        }
    }

    @Test func cancellingClosesConnectionsInOrder() async throws {
        let limits = NetworkLimits(handshakeSecondsMax: 600)
        let ending = Report<NetworkError.Code?>()
        let ended = try await withServer(limits: limits) { connection in
            ending.send(await codeThrown { _ = try await connection.receive() })
        } _: { port in
            let connected = Report<Void>()
            let silent = Task { try await RawSocket.connected(to: port) { await $0.readToEnd() } }
            let client = Task {
                try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                    connected.send(())
                    return try await connection.receive()
                }
            }
            try await connected.first()
            return (silent, client)
        }
        #expect(try await ended.1.value == nil)
        #expect(try await ended.0.value.isEmpty)
        let code = try await ending.first()
        #expect(code == .cancelled || code == nil)
    }

    @Test func handlerThatIgnoresCancellationEndsWithItsConnection() async throws {
        let connected = Report<Void>()
        let client = try await withServer { connection in
            while true {
                do throws(NetworkError) {
                    guard try await connection.receive() != nil else { return }
                } catch {
                    guard error.code == .cancelled else { return }
                }
            }
        } _: { port in
            let client = Task {
                try await WebSocketClient.withConnection(to: plainAddress(port)) { connection in
                    try await connection.send([1])
                    connected.send(())
                    return try await connection.receive()
                }
            }
            try await connected.first()
            return client
        }
        #expect(try await client.value == nil)
    }

    @Test func addressInUse() async throws {
        try await withServer { port in
            let server = try WebSocketServer(
                host: "127.0.0.1", port: port, identity: nil, logger: Logger(label: "test"))
            let code = await codeThrown { try await server.run(onListening: { _ in }, handler: echo) }
            #expect(code == .addressInUse)
        }
    }

    @Test func foreignAddressCannotBeListenedOn() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:192.0.2.1")
        let server = try WebSocketServer(
            host: "192.0.2.1", port: 0, identity: certificate.identity(), logger: Logger(label: "test"))
        #expect(await codeThrown { try await server.run(onListening: { _ in }, handler: echo) } == .cannotListen)
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "relay.example"])
    func plaintextIsServedOnLoopbackOnly(_ host: String) async throws {
        let code = await codeThrown {
            _ = try WebSocketServer(host: host, port: 0, identity: nil, logger: Logger(label: "test"))
        }
        #expect(code == .plaintextNotAllowed)
    }

    @Test func portsAreChecked() async throws {
        let code = await codeThrown {
            _ = try WebSocketServer(host: "127.0.0.1", port: 65_536, identity: nil, logger: Logger(label: "test"))
        }
        #expect(code == .cannotListen)
    }
}

/// Keeps what is logged.
private final class LogLines: Sendable {
    private let lines = Mutex<[(level: Logger.Level, text: String)]>([])

    var all: [(level: Logger.Level, text: String)] { lines.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(lines: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = "\(event.message) \(event.metadata ?? [:])"
            lines.lines.withLock { $0.append((event.level, text)) }
        }
    }
}
