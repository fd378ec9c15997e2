import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire

/// A cast that has met: devices linked, clinics proven by their codes, everyone synced once. Costs Argon2id for the
/// clinics, about 0.5 s each, and so is made once for every cast.
public struct Stage: Sendable {
    /// Who.
    public let cast: Cast
    let actors: [Actor?]
    let relay: FaultyRelayStore
    let clinics: [AccountID: Clinic]
    /// Who made the entries that are there when a story begins.
    let authorship: [Bytes32: Ledger.Authorship]

    /// Lets a cast meet.
    public init(_ cast: Cast) throws(StageError) {
        var world = World(Scenario(salt: 0, cast: cast, items: []), on: Stage(empty: cast))
        var clinics: [AccountID: Clinic] = [:]
        for account in cast.accountNames.indices { try world.found(account, in: cast) }
        for clinic in cast.clinics.indices {
            let clinicDevice = (cast.patients.count + clinic) * Cast.roomPerAccount
            guard let genesis = world.actors[clinicDevice]?.device.control.genesis, let code = ClinicCode(of: genesis)
            else { throw StageError(reason: "a clinic has no code") }
            for device in cast.initial where !cast.isClinic(device) {
                guard let organisation = try world.sync(device, scope: .clinic(code)).organisation else {
                    throw StageError(reason: "a clinic was not found")
                }
                guard clinics[organisation] == nil else { continue }
                do throws(DeviceError) {
                    clinics[organisation] = try world.actors[device]?.device.clinic(organisation, provenBy: code)
                } catch {
                    throw StageError(reason: "\(error)")
                }
            }
        }
        self.cast = cast
        actors = world.actors
        relay = world.relay.engine.store
        self.clinics = clinics
        authorship = world.ledger.authorship
    }

    private init(empty cast: Cast) {
        self.cast = cast
        actors = Array(repeating: nil, count: cast.room)
        relay = FaultyRelayStore()
        clinics = [:]
        authorship = [:]
    }
}

/// A cast that could not meet: the product is broken.
public struct StageError: Error, CustomStringConvertible {
    let reason: String
    public var description: String { "the cast could not meet: \(reason)" }
}

extension World {
    fileprivate mutating func found(_ account: Int, in cast: Cast) throws(StageError) {
        let first = account * Cast.roomPerAccount
        let isClinic = account >= cast.patients.count
        var environment = Environment(random: SeededRandom(0, UInt64(first) + 16), clock: SimulatedClock(time))
        let keys = UnlockedKeys(random: &environment.random)
        do throws(DeviceError) {
            let founded = try SimulatedDevice.found(
                store: FaultyDeviceStore(),
                organisation: isClinic ? (name: cast.accountNames[account], registryNumber: "RX\(account)") : nil,
                label: label(of: first), keys: keys, environment: environment)
            actors[first] = Actor(device: founded.device, keys: keys, clock: environment.clock)
            noteFounding(by: first)
        } catch {
            throw StageError(reason: "\(error)")
        }
        try sync(first)
        for device in cast.initial where cast.account(of: device) == account && device != first {
            guard link(by: first) == .done else { throw StageError(reason: "a device was not linked") }
            try sync(first)
            try sync(device)
        }
        for device in cast.initial where cast.account(of: device) == account { try sync(device) }
    }

    /// An account begins with what its identity key says, which no device goes on using.
    private mutating func noteFounding(by device: Int) {
        guard let account = actors[device]?.device.account else { return }
        for append in noteAppends(of: device) where append.origin.author.raw == account.raw {
            let replica = append.origin.replica(in: append.folder)
            for (index, entry) in append.entries.enumerated() {
                let dot = Dot(replica, append.first + UInt64(index))
                ledger.note(entry.hash, .init(device: device, dot: dot, folder: append.folder, time: now))
            }
        }
    }

    @discardableResult
    fileprivate mutating func sync(
        _ device: Int, scope: SyncScope = .everything
    ) throws(StageError) -> SyncReport {
        startSync(device, scope: scope)
        var report: SyncReport?
        while let moments = step() {
            for case .synced(let outcome) in moments.map(\.what) {
                if let failure = outcome.failure { throw StageError(reason: "\(failure)") }
                report = outcome.report
            }
        }
        guard let report else { throw StageError(reason: "a sync did not end") }
        return report
    }
}
