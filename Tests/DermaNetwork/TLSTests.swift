import DermaNetwork
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    private func attempt(_ address: String, _ trust: TrustAnchors) async -> NetworkError.Code? {
        await codeThrown {
            try await WebSocketClient.withConnection(to: RelayAddress(parsing: address), trust: trust) { connection in
                let message = pattern(100_000)
                try await connection.send(message)
                #expect(try await connection.receive() == message)
                #expect(connection.wireBytesSent > 100_000 + 500)
            }
        }
    }

    @Test func echoesOverTLSByNameAndByAddress() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1,DNS:localhost")
        try await withServer(identity: certificate.identity()) { port in
            #expect(await attempt("wss://127.0.0.1:\(port)", certificate.trust) == nil)
            #expect(await attempt("wss://localhost:\(port)", certificate.trust) == nil)
        }
    }

    @Test func refusesUntrustedCertificates() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        let other = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        try await withServer(identity: certificate.identity()) { port in
            #expect(await attempt("wss://127.0.0.1:\(port)", .system) == .tlsFailed)
            #expect(await attempt("wss://127.0.0.1:\(port)", other.trust) == .tlsFailed)
            #expect(await attempt("wss://127.0.0.1:\(port)", certificate.trust) == nil)
        }
    }

    @Test func refusesWrongNames() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.2,DNS:relay.example")
        try await withServer(identity: certificate.identity()) { port in
            #expect(await attempt("wss://127.0.0.1:\(port)", certificate.trust) == .tlsFailed)
            #expect(await attempt("wss://localhost:\(port)", certificate.trust) == .tlsFailed)
        }
    }

    /// Else whoever forges the answer to a name lookup could use a certificate for an address of their own.
    @Test func addressInACertificateDoesNotStandForAName() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1,DNS:relay.example")
        try await withServer(identity: certificate.identity()) { port in
            #expect(await attempt("wss://localhost:\(port)", certificate.trust) == .tlsFailed)
            #expect(await attempt("wss://127.0.0.1:\(port)", certificate.trust) == nil)
        }
    }

    @Test func refusesUnreadableFiles() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        let other = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        let missing = certificate.certificateFile + ".missing"
        #expect(
            await codeThrown {
                _ = try TLSIdentity(certificateChainFile: missing, privateKeyFile: certificate.keyFile)
            } == .certificateUnreadable)
        #expect(
            await codeThrown {
                _ = try TLSIdentity(certificateChainFile: certificate.certificateFile, privateKeyFile: missing)
            } == .certificateUnreadable)
        #expect(
            await codeThrown {
                _ = try TLSIdentity(certificateChainFile: certificate.keyFile, privateKeyFile: certificate.keyFile)
            } == .certificateUnreadable)
        #expect(
            await codeThrown {
                _ = try TLSIdentity(certificateChainFile: certificate.certificateFile, privateKeyFile: other.keyFile)
            } == .certificateUnreadable)
        #expect(await attempt("wss://127.0.0.1:1", .certificates(pemFile: missing)) == .certificateUnreadable)
    }

    @Test func plainServerIsNoTLSServerAndTheOtherWayRound() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        try await withServer { port in
            #expect(await attempt("wss://127.0.0.1:\(port)", certificate.trust) == .tlsFailed)
        }
        try await withServer(identity: certificate.identity()) { port in
            let code = await attempt("ws://127.0.0.1:\(port)", certificate.trust)
            #expect(code == .notAWebSocketRelay || code == .closedAbruptly)
        }
    }

    @Test func silentHandshakeOverTLSIsCut() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        try await withServer(identity: certificate.identity(), limits: NetworkLimits(handshakeSecondsMax: 1)) { port in
            let rest = try await RawSocket.connected(to: port) { await $0.readToEnd() }
            #expect(rest.isEmpty)
            let isServing = try await eventually {
                await attempt("wss://127.0.0.1:\(port)", certificate.trust) == nil
            }
            #expect(isServing)
        }
    }

    @Test func cutOfTheTCPConnectionIsNoOrderlyEnd() async throws {
        let certificate = try TestCertificate(subjectAlternativeName: "IP:127.0.0.1")
        try await withServer(identity: certificate.identity()) { connection in
            _ = try? await connection.receive()
            try? await connection.send(pattern(1 << 20))
        } _: { port in
            try await FaultyWire().proxying(to: port, cut: (.toClient, 100_000)) { port in
                let address = try RelayAddress(parsing: "wss://127.0.0.1:\(port)")
                try await WebSocketClient.withConnection(to: address, trust: certificate.trust) { connection in
                    try await connection.send([1])
                    #expect(await codeThrown { _ = try await connection.receive() } == .closedAbruptly)
                }
            }
        }
    }
}
