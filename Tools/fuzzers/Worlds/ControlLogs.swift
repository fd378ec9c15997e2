import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire

extension FuzzTarget {
    /// Signed records of an account's control log, taken in the order of writing and in another.
    public static let control = FuzzTarget("control", memoryMultiple: 4096, memoryConstant: 4 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let log = try WrittenLog(&input)
        let first = try log.state(inOrder: Array(log.entries.indices))
        var order = Array(log.entries.indices)
        for index in order.indices.dropFirst() { order.swapAt(index, input.below(index + 1)) }
        let second = try log.state(inOrder: order)
        try require(Snapshot(first) == Snapshot(second), "the control log's state depends on the order of arrival")
    }
}

/// Up to twelve entries of the identity key, two devices and a stranger.
private struct WrittenLog {
    private static let account = Cast.phone.account
    private static let authors = [
        Cast.recovery.identity, Cast.phoneSecrets, Cast.tabletSecrets, Cast.clinicSecrets,
    ]
    private static let folder = FolderID.control(of: account)

    private(set) var entries: [VerifiedEntry] = []

    init(_ input: inout FuzzInput) throws(Violation) {
        var tails = Self.authors.map { LogTail(emptyLogOf: Self.origin($0), in: Self.folder) }
        for _ in 0..<input.below(13) where !input.isEmpty {
            let writer = input.below(Self.authors.count)
            let heard = input.byte()
            var heads: [ReplicaHead] = []
            for (other, tail) in tails.enumerated()
            where other != writer && tail.sequence > 0 && heard >> UInt8(other) & 1 == 1 {
                let dot = Dot(
                    Self.origin(Self.authors[other]).replica(in: Self.folder), 1 + UInt64(input.byte()) % tail.sequence)
                heads.append(ReplicaHead(dot, .zero))
            }
            let record = input.controlRecord()
            let body = ControlBody(context: CausalContext(heads), claimedTime: 0, record: record).encoded
            let entry = RunEntry(
                kind: record.kind, epoch: EpochID(.zero),
                body: input.below(8) == 1 ? .withheld(hash: .hash(.body, body), length: body.count) : .present(body))
            let secrets = Self.authors[writer]
            let run = LogRun(
                signing: [entry], in: Self.folder, of: Self.origin(secrets), after: tails[writer], by: secrets)
            do throws(LogFault) { entries += try VerifiedRun(run, signedBy: secrets.keys.signing).entries } catch {
                throw Violation("an honest signature does not verify")
            }
            tails[writer] = run.tail
        }
    }

    private static func origin(_ secrets: DeviceSecrets) -> ReplicaOrigin {
        let isIdentity = secrets.keys == Cast.genesis.keys
        return ReplicaOrigin(author: isIdentity ? Cast.genesis.author : secrets.keys.author, nonce: .zero)
    }

    func state(inOrder order: [Int]) throws(Violation) -> ControlState {
        var state = ControlState(account: Self.account)
        for place in order {
            do throws(LogFault) { try state.insert([entries[place]]) } catch {
                throw Violation("an entry that decodes is refused: \(error)")
            }
        }
        return state
    }
}

/// Everything that must not depend on the order of arrival.
private struct Snapshot: Equatable {
    let genesis: Genesis?
    let devices: [AuthorID: ControlState.Fact<DeviceAdded>]
    let generations: [ControlState.Fact<KeyGeneration>]
    let epochs: [FolderID: [ControlState.Fact<EpochStarted>]]
    let grants: [GrantID: ControlState.Fact<Grant>]
    let withdrawals: [FolderID: [Dot]]
    let refused: [Dot]
    let inForce: [Grant]
    let rotationsDue: [Bool]
    let access: [Purposes?]

    init(_ state: ControlState) {
        genesis = state.genesis
        devices = state.devices
        generations = state.generations
        epochs = state.epochs
        grants = state.grants
        withdrawals = state.withdrawals.mapValues { $0.map(\.dot).sorted() }
        refused = state.refused.sorted()
        inForce = state.grantsInForce(at: 50).sorted { $0.id < $1.id }
        rotationsDue = FuzzInput.folders.map { state.isRotationDue(for: $0, at: 50) }
        access = FuzzInput.folders.flatMap { folder in
            FuzzInput.organisations.map { try? state.access(of: $0, to: folder, at: 50).get().purposes }
        }
    }
}
