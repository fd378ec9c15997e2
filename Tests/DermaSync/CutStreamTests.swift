import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Streams cut at every byte")
struct CutStreamTests {
    private static let now = ServerSessionTests.now

    /// Everything a client sends in a session that uses every frame, and the same for a relay.
    private static let fromClient =
        Sample.hello.bytes + ServerSessionTests.login().bytes + Sample.ignorable.bytes
        + Sample.toRelay.flatMap(\.bytes) + Frame.bye.bytes
    private static let fromRelay =
        Sample.welcome.bytes + Sample.ignorable.bytes + Frame.accepted(42).bytes + Sample.toClient.flatMap(\.bytes)
        + Frame.bye.bytes

    private static func relayEvents(_ pieces: [[UInt8]]) -> [ServerSession.Event] {
        var session = ServerSessionTests.session(in: .greeting)
        return pieces.flatMap { session.receive($0, at: now) } + session.connectionEnded()
    }

    private static func clientEvents(_ pieces: [[UInt8]]) -> [ClientSession.Event] {
        var session = ClientSessionTests.session(in: .greeting)
        return pieces.flatMap { session.receive($0) } + session.connectionEnded()
    }

    @Test("It does not matter where a stream is cut into pieces")
    func pieces() {
        let relayWhole = Self.relayEvents([Self.fromClient])
        let clientWhole = Self.clientEvents([Self.fromRelay])
        #expect(relayWhole.last == .closed(nil))
        #expect(clientWhole.last == .closed(.closedEarly))
        #expect(Self.relayEvents(Self.fromClient.map { [$0] }) == relayWhole)
        #expect(Self.clientEvents(Self.fromRelay.map { [$0] }) == clientWhole)
        for cut in Self.fromClient.indices {
            #expect(Self.relayEvents([Array(Self.fromClient[..<cut]), Array(Self.fromClient[cut...])]) == relayWhole)
        }
        for cut in Self.fromRelay.indices {
            #expect(Self.clientEvents([Array(Self.fromRelay[..<cut]), Array(Self.fromRelay[cut...])]) == clientWhole)
        }
    }

    @Test("A stream that ends early gives what had arrived in full, and nothing else")
    func earlyEnd() {
        let relayWhole = Self.relayEvents([Self.fromClient])
        for cut in Self.fromClient.indices {
            let events = Self.relayEvents([Array(Self.fromClient[..<cut])])
            #expect(events.last == .closed(.closedEarly))
            #expect(relayWhole.starts(with: events.dropLast()))
        }
        let clientWhole = Self.clientEvents([Self.fromRelay])
        for cut in Self.fromRelay.indices {
            let events = Self.clientEvents([Array(Self.fromRelay[..<cut])])
            #expect(events.last == .closed(.closedEarly))
            #expect(clientWhole.starts(with: events.dropLast()))
        }
    }

    @Test("Bytes left out of the middle never pass for the stream")
    func missingByte() {
        let relayWhole = Self.relayEvents([Self.fromClient])
        for gap in Self.fromClient.indices.dropLast() {
            var bytes = Self.fromClient
            bytes.remove(at: gap)
            #expect(Self.relayEvents([bytes]) != relayWhole)
        }
        let clientWhole = Self.clientEvents([Self.fromRelay])
        // A relay's goodbye means the same to a client as the end of the connection.
        for gap in Self.fromRelay.indices.dropLast(Frame.bye.bytes.count) {
            var bytes = Self.fromRelay
            bytes.remove(at: gap)
            #expect(Self.clientEvents([bytes]) != clientWhole)
        }
    }

    @Test("Random bytes in every state end the session or wait for more, and open nothing")
    func randomBytes() {
        var random = SeededRandom(11)
        for _ in 0..<2000 {
            let bytes = random.bytes(1 + random.below(60))
            for state in ServerSessionTests.State.allCases where state != .open {
                var session = ServerSessionTests.session(in: state)
                let events = session.receive(bytes, at: Self.now)
                #expect(!events.contains { if case .opened = $0 { true } else { false } })
                #expect(!events.contains { if case .received = $0 { true } else { false } })
            }
            for state in ClientSessionTests.State.allCases where state != .open && state != .loggingIn {
                var session = ClientSessionTests.session(in: state)
                let events = session.receive(bytes)
                #expect(!events.contains { if case .opened = $0 { true } else { false } })
                #expect(!events.contains { if case .received = $0 { true } else { false } })
            }
        }
    }
}
