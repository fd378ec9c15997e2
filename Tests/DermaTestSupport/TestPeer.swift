public import DermaCausality
import DermaIdentity
public import DermaSecrets
import DermaServer
public import DermaSync
import DermaWire

/// Someone who has logged in to a world's relay and sends it whatever frames they like.
public struct TestPeer: Sendable {
    fileprivate var session: ClientSession
    fileprivate var connection: RelayConnection
    /// Why the session ended, if it did.
    public fileprivate(set) var closed: SessionFailure?
}

extension World {
    /// Logs in as the holder of `secrets`, who says that they belong to `account`.
    public mutating func login(
        _ secrets: DeviceSecrets, of account: AccountID, credential: Credential? = nil
    ) -> TestPeer {
        var random = connectionRandom()
        let identity = ClientSession.Identity(
            account: account, credential: credential ?? .device(secrets.keys), host: Self.host
        ) { secrets.sign($0, $1) }
        var peer = TestPeer(
            session: ClientSession(identity),
            connection: RelayConnection(hosts: [Self.host], challenge: random.fixed()))
        for case .send(let bytes) in peer.session.start(nonce: random.fixed()) { _ = exchange(bytes, &peer) }
        return peer
    }

    /// Sends a frame and gives the relay's answers.
    public mutating func send(_ frame: Frame, as peer: inout TestPeer) -> [Frame] { exchange(frame.bytes, &peer) }

    /// Ends the connection.
    public mutating func hangUp(_ peer: inout TestPeer) { peer.connection.connectionEnded(for: &relay) }

    /// Sends bytes that need not be frames.
    public mutating func send(bytes: [UInt8], as peer: inout TestPeer) -> [Frame] { exchange(bytes, &peer) }

    private mutating func exchange(_ bytes: [UInt8], _ peer: inout TestPeer) -> [Frame] {
        var frames: [Frame] = []
        for case .send(let answer) in peer.connection.receive(bytes, for: &relay, at: clock.time) {
            for event in peer.session.receive(answer) {
                switch event {
                case .send(let bytes): frames += exchange(bytes, &peer)
                case .received(let frame): frames.append(frame)
                case .closed(let failure): peer.closed = failure
                case .opened: break
                }
            }
        }
        return frames
    }
}
