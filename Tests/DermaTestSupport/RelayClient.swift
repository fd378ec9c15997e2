public import DermaCausality
import DermaIdentity
public import DermaSecrets
public import DermaServer
public import DermaSync
import DermaWire

/// Someone who has logged in to a relay and sends it whatever frames they like.
public struct RelayClient: Sendable {
    private var session: ClientSession
    private var connection: RelayConnection
    /// Why the session ended, if it did.
    public private(set) var closed: SessionFailure?

    /// Logs in as the holder of `secrets`, who says that they belong to `account`.
    public init<Store>(
        _ secrets: DeviceSecrets, of account: AccountID, credential: Credential? = nil, to relay: inout Relay<Store>,
        at now: Int64
    ) {
        let identity = ClientSession.Identity(
            account: account, credential: credential ?? .device(secrets.keys), host: World.host
        ) { secrets.sign($0, $1) }
        session = ClientSession(identity)
        connection = RelayConnection(hosts: [World.host], challenge: Bytes32.hash(.login, account))
        for case .send(let bytes) in session.start(nonce: Bytes32.hash(.transcript, account)) {
            _ = exchange(bytes, &relay, at: now)
        }
    }

    /// Sends a frame and gives the answers.
    public mutating func send<Store>(_ frame: Frame, to relay: inout Relay<Store>, at now: Int64) -> [Frame] {
        exchange(frame.bytes, &relay, at: now)
    }

    private mutating func exchange<Store>(_ bytes: [UInt8], _ relay: inout Relay<Store>, at now: Int64) -> [Frame] {
        var frames: [Frame] = []
        for case .send(let answer) in connection.receive(bytes, for: &relay, at: now) {
            for event in session.receive(answer) {
                switch event {
                case .send(let bytes): frames += exchange(bytes, &relay, at: now)
                case .received(let frame): frames.append(frame)
                case .closed(let failure): closed = failure
                case .opened: break
                }
            }
        }
        return frames
    }
}
