import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire

extension FuzzTarget {
    /// A relay, and someone who has logged in and sends it what they like. Afterwards the patient's phone still syncs.
    public static let relay = FuzzTarget("relay", memoryMultiple: 4096, memoryConstant: 64 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        var world = Cast.world
        let guest = Guest.allCases[input.below(Guest.allCases.count)]
        var peer = world.login(guest.secrets, of: guest.account)
        for _ in 0..<48 where !input.isEmpty {
            if peer.closed != nil { peer = world.login(guest.secrets, of: guest.account) }
            try act(as: guest, &input, &world, &peer)
            switch peer.closed {
            case nil, .refused, .closedEarly, .peerIncompatible: break
            case .peerMisbehaved, .unexpectedFrame: throw Violation("the relay sends what is no frame for a client")
            }
        }
        world.hangUp(&peer)
        // A device of the account itself may spoil its log; others may not.
        guard guest != .tablet else { return }
        var phone = Cast.phone
        do {
            let report = try world.sync(&phone)
            try require(report.alarms.isEmpty, "\(report.alarms) after a guest's visit")
        } catch {
            throw Violation("a guest keeps the phone from syncing: \(error)")
        }
    }

    private static func act(
        as guest: Guest, _ input: inout FuzzInput, _ world: inout World, _ peer: inout TestPeer
    ) throws(Violation) {
        switch input.below(12) {
        case 0: _ = world.send(bytes: input.blob(), as: &peer)
        case 1: _ = world.send(bytes: RawFrame(type: FrameType(input.byte()), payload: input.blob()).bytes, as: &peer)
        case 2: _ = world.send(.entries(guest.run(&input, in: world)), as: &peer)
        case 3:
            let run = guest.run(&input, in: world)
            _ = world.send(
                bytes: RawFrame(type: FrameType(0x11), payload: input.changed(run.encoded)).bytes, as: &peer)
        case 4:
            world.hangUp(&peer)
            peer = world.login(guest.secrets, of: guest.account)
        case 5: world.clock.advance(by: Int64(input.byte()) * 10_000)
        default:
            let answers = world.send(input.frame(guest), as: &peer)
            let length = answers.reduce(0) { $0 + $1.bytes.count }
            try require(length <= 4 << 20, "an answer of \(length) bytes")
        }
    }
}

/// Who visits the relay.
enum Guest: CaseIterable {
    case tablet, clinic, stranger, impostor

    /// Whose device it says it is.
    var account: AccountID {
        switch self {
        case .tablet, .impostor: Cast.phone.account
        case .clinic: Cast.clinic.account
        case .stranger: AccountID(.zero)
        }
    }

    var secrets: DeviceSecrets {
        switch self {
        case .tablet: Cast.tabletSecrets
        case .clinic: Cast.clinicSecrets
        case .stranger, .impostor: Self.strangerSecrets
        }
    }

    private static let strangerSecrets = {
        var random = SeededRandom(99)
        return DeviceSecrets(random: &random)
    }()

    /// The next entries of one of the guest's replicas, signed; their bodies are what the input says.
    func run(_ input: inout FuzzInput, in world: World) -> LogRun {
        let control = FolderID.control(of: account)
        let folder = input.flag() ? Cast.folder : control
        let origin = ReplicaOrigin(
            author: secrets.keys.author, nonce: Bytes8([UInt8](repeating: byte(&input), count: 8)) ?? .zero)
        let entries = (0..<1 + input.below(3)).map { _ in
            if folder == control, input.flag() {
                let record = input.controlRecord()
                let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: record)
                return RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))
            }
            let kinds: [EntryKind] = [.content, .membership, .epoch, .grant, .photo]
            let kind = kinds[input.below(5)]
            return RunEntry(kind: kind, epoch: EpochID(.zero), body: .present(input.blob()))
        }
        let tail = try? world.relay.store.log.tail(of: origin.replica(in: folder), in: folder)
        return LogRun(signing: entries, in: folder, of: origin, after: tail ?? nil, by: secrets)
    }

    private func byte(_ input: inout FuzzInput) -> UInt8 { input.byte() % 4 }
}
