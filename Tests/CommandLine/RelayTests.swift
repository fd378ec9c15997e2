import DermaNetwork
import DermaServer
import DermaSync
import DermaWire
import Foundation
import Logging
import Testing

@Suite("Relays of every kind")
struct RelayTests {
    @Test("Over TLS with a certificate given on the command line; one that is not trusted is refused")
    func tls() throws {
        let scratch = try Scratch()
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", scratch("key.pem"), "-out", scratch("chain.pem"),
        ]
        #expect(try Tool.run(openssl).status == 0)
        let relay = try RelayProcess(scratch, ["--certificate", scratch("chain.pem"), "--key", scratch("key.pem")])
        #expect(relay.address.hasPrefix("wss://"))
        let home = scratch("phone")
        try Tool.run("init", "--home", home, "--words-file", scratch("words"))
        let stranger = try Tool.run("sync", "--home", home, "--relay", relay.address)
        #expect(stranger.status == 69, "\(stranger.error)")
        #expect(stranger.error.contains("certificate"))
        let outcome = try Tool.run("sync", "--home", home, "--relay", relay.address, "--trust", scratch("chain.pem"))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try Tool.run("sync", "--home", home).status == 0)
    }

    @Test("Plain text is served and dialled on this machine only")
    func plainText() throws {
        let outcome = try Tool.run("relay", "run", "--listen", "0.0.0.0:0", "--in-memory")
        #expect(outcome.status == 69, "\(outcome.error)")
        #expect(outcome.error.contains("certificate"))
    }

    @Test("Who connects and does not log in is cut; who logs in is served", .timeLimit(.minutes(1)))
    func loginDeadline() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try WebSocketServer(host: "127.0.0.1", port: 0, identity: nil, logger: logger)
        let service = RelayService(
            store: MemoryRelayStore(), hosts: ["127.0.0.1"], logger: logger, loginSecondsMax: 1)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let serving = Task { try await service.run(server) { port.yield($0) } }
        defer { serving.cancel() }
        var waiting = ports.makeAsyncIterator()
        let address = "ws://127.0.0.1:\(try #require(await waiting.next()))"
        // Without a deadline this would wait for ever, and the time limit of the test would end it.
        let end = try await WebSocketClient.withConnection(to: try RelayAddress(parsing: address)) { connection in
            try await connection.receive()
        }
        #expect(end == nil)
        let scratch = try Scratch()
        let home = scratch("phone")
        try Tool.run("init", "--home", home, "--words-file", scratch("words"))
        let process = try Tool.process(["sync", "--home", home, "--relay", address])
        let outcome = try await Tool.runAside(process)
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test("A relay of another version is refused, whichever side finds out", arguments: [true, false])
    func otherVersion(relayRefuses: Bool) async throws {
        let scratch = try Scratch()
        let home = scratch("phone")
        try Tool.run("init", "--home", home, "--words-file", scratch("words"))
        let welcome = Welcome(
            version: ProtocolVersion(2), suite: .v1, challenge: .zero, frameBytesMax: UInt64(Limits.frameBytesMax))
        let answer = relayRefuses ? Frame.refused(Refusal(.unsupportedVersion)) : .welcome(welcome)
        let server = try WebSocketServer(
            host: "127.0.0.1", port: 0, identity: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let serving = Task {
            try await server.run(onListening: { port.yield($0) }) { connection in
                _ = try? await connection.receive()
                try? await connection.send(answer.bytes)
                _ = try? await connection.receive()
            }
        }
        defer { serving.cancel() }
        var waiting = ports.makeAsyncIterator()
        let listening = try #require(await waiting.next())
        let process = try Tool.process(["sync", "--home", home, "--relay", "ws://127.0.0.1:\(listening)"])
        let outcome = try await Tool.runAside(process)
        #expect(outcome.status == 76, "\(outcome.error)")
        #expect(outcome.error.contains("another version"))
    }
}
