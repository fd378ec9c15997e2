public import DermaClient
import DermaSecrets
public import DermaServer
public import DermaSync
import DermaWire

extension World {
    /// Syncs with a relay of any kind until `bytes` bytes have been carried, both ways together.
    @discardableResult
    public mutating func exchange<DeviceStore, RelayStore>(
        _ device: inout Device<DeviceStore, SeededRandom, ManualClock>, scope: SyncScope = .everything,
        cutAfter bytes: Int = .max, with relay: inout Relay<RelayStore>
    ) throws(SyncFailure) -> SyncReport {
        var random = connectionRandom()
        var connection = RelayConnection(hosts: [Self.host], challenge: random.fixed())
        defer { connection.connectionEnded(for: &relay) }
        return try carry(&device, scope: scope, cutAfter: bytes) { bytes, time in
            connection.receive(bytes, for: &relay, at: time).reduce(into: []) { answer, effect in
                if case .send(let bytes) = effect { answer += bytes }
            }
        }
    }

    /// Syncs with the world's relay through someone who may drop, change, add or double any frame after the login.
    @discardableResult
    public mutating func sync<Store>(
        _ device: inout Device<Store, SeededRandom, ManualClock>, scope: SyncScope = .everything,
        toRelay: (Frame) -> [Frame] = { [$0] }, toDevice: (Frame) -> [Frame]
    ) throws(SyncFailure) -> SyncReport {
        var random = connectionRandom()
        var session = ServerSession(hosts: [Self.host], challenge: random.fixed())
        var uploads = PhotoUploads()
        var peer: ServerSession.Peer?
        var relay = relay
        defer { self.relay = relay }
        return try carry(&device, scope: scope, cutAfter: .max) { bytes, time in
            var answer: [UInt8] = []
            for event in session.receive(bytes, at: time) {
                switch event {
                case .send(let bytes): answer += bytes
                case .opened(let opened): peer = opened
                case .closed: break
                case .received(let frame):
                    guard let peer else { continue }
                    for frame in toRelay(frame) {
                        let honest = relay.answer(frame, from: peer, &uploads, at: time)
                        answer += honest.flatMap(toDevice).flatMap(\.bytes)
                    }
                }
            }
            return answer
        }
    }

    /// Carries bytes between a device and whatever `answer`s it until the sync is over.
    private mutating func carry<Store>(
        _ device: inout Device<Store, SeededRandom, ManualClock>, scope: SyncScope, cutAfter bytes: Int,
        answer: ([UInt8], Int64) -> [UInt8]
    ) throws(SyncFailure) -> SyncReport {
        var conversation = SyncConversation(of: device, host: Self.host, scope: scope)
        var effects = conversation.start(&device)
        var allowance = bytes
        while !effects.isEmpty {
            var toDevice: [UInt8] = []
            for effect in effects {
                switch effect {
                case .finished: return conversation.report
                case .failed(let failure): throw failure
                case .send(let bytes):
                    let carried = Array(bytes.prefix(allowance))
                    allowance -= carried.count
                    wire += carried
                    toDevice += answer(carried, clock.time)
                }
            }
            toDevice = Array(toDevice.prefix(allowance))
            allowance -= toDevice.count
            wire += toDevice
            effects = conversation.receive(toDevice, &device)
            if allowance == 0, !conversation.isDone { effects = conversation.connectionEnded(&device) }
        }
        // Nobody has anything more to say: whoever waits gives up.
        _ = conversation.connectionEnded(&device)
        throw .session(.closedEarly)
    }
}
