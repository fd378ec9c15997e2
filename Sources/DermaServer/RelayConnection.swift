public import DermaSync
public import DermaWire

/// One client's connection to a relay. Does no I/O.
public struct RelayConnection: Sendable {
    /// What the owner must do, in order.
    public enum Effect: Hashable, Sendable {
        /// Send these bytes.
        case send([UInt8])
        /// Close the connection; nil if the client said goodbye.
        case close(SessionFailure?)
    }

    private var session: ServerSession
    private var peer: ServerSession.Peer?
    private var uploads = PhotoUploads()

    /// A connection that nothing has come from. `hosts`: the names that the relay answers to; `challenge` is random.
    public init(hosts: [String], challenge: Bytes32) {
        session = ServerSession(hosts: hosts, challenge: challenge)
    }

    /// Bytes that came and were not answered yet.
    package var bufferedBytes: Int { session.bufferedBytes }

    /// Whether the client has logged in.
    public var isLoggedIn: Bool { peer != nil }

    /// The session's state, for those who count what was reached.
    package var phaseName: String { session.phaseName }

    /// Takes bytes from the client; `next` answers them, a frame at a time, so that answers never pile up.
    public mutating func append(_ bytes: [UInt8]) { session.append(bytes) }

    /// Answers the next frame; nil when more bytes are needed. `now`: milliseconds UTC.
    public mutating func next<Store>(for relay: inout Relay<Store>, at now: Int64) -> [Effect]? {
        guard let events = session.next(at: now) else { return nil }
        var effects: [Effect] = []
        for event in events {
            switch event {
            case .send(let bytes): effects.append(.send(bytes))
            case .opened(let peer): self.peer = peer
            case .closed(let failure): effects.append(.close(failure))
            case .received(let frame):
                guard let peer else { continue }
                effects += relay.answer(frame, from: peer, &uploads, at: now).map { .send($0.bytes) }
            }
        }
        return effects
    }

    /// Takes bytes and answers every whole frame in them.
    public mutating func receive<Store>(_ bytes: [UInt8], for relay: inout Relay<Store>, at now: Int64) -> [Effect] {
        append(bytes)
        var effects: [Effect] = []
        while let more = next(for: &relay, at: now) { effects += more }
        return effects
    }

    /// The connection ended, however it did.
    public mutating func connectionEnded<Store>(for relay: inout Relay<Store>) {
        _ = session.connectionEnded()
        relay.commit(&uploads)
    }
}
