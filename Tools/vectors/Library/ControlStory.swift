import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

/// Writes an account's control log, act by act, and says what everyone must make of it.
struct ControlStory {
    /// Who acts: a device, or the identity key.
    enum Actor: Hashable {
        case identity, phone, tablet, stranger

        var secrets: DeviceSecrets {
            switch self {
            case .identity: Actors.patientIdentity
            case .phone: Actors.phone.secrets
            case .tablet: Actors.tablet.secrets
            case .stranger: Actors.stranger.secrets
            }
        }

        var origin: ReplicaOrigin {
            let author = self == .identity ? Actors.patient.author : secrets.keys.author
            return ReplicaOrigin(author: author, nonce: self == .identity ? .zero : Actors.fixed("control-nonce"))
        }
    }

    static let account = Actors.patient.account
    static let log = FolderID.control(of: account)

    private(set) var runs: [LogRun] = []
    private var tails: [Actor: LogTail] = [:]

    /// A record that removes a device, of whose log so many entries count; all that there are, if it is not said.
    func revocation(of actor: Actor, after count: UInt64 = .max) -> ControlRecord {
        let headers = runs.filter { $0.origin == actor.origin }.flatMap(\.headers)
        let newest = headers.last { $0.dot.sequence <= count }
        let heads = newest.map { [ReplicaHead($0.dot, $0.hash)] } ?? []
        return .revocation(DeviceRevoked(device: actor.origin.author, heads: CausalContext(heads)))
    }

    /// Appends a run of one entry for each record, whose author had seen the newest entries of `seen`.
    mutating func act(_ actor: Actor, seeing seen: [Actor] = [], _ records: [ControlRecord]) {
        let heads = seen.compactMap { other in
            tails[other].map { ReplicaHead(Dot(other.origin.replica(in: Self.log), $0.sequence), $0.hash) }
        }
        append(
            actor,
            records.map { record in
                let body = ControlBody(context: CausalContext(heads), claimedTime: Actors.now, record: record)
                return RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))
            })
    }

    /// Appends a run of entries as they are.
    mutating func append(_ actor: Actor, _ entries: [RunEntry]) {
        let tail = tails[actor] ?? LogTail(emptyLogOf: actor.origin, in: Self.log)
        let run = LogRun.signed(entries, in: Self.log, of: actor.origin, after: tail, by: actor.secrets)
        tails[actor] = LogTail(
            sequence: tail.sequence + UInt64(entries.count), hash: run.headers.last?.hash ?? tail.hash)
        runs.append(run)
    }

    /// The same log as an organisation sees it: the bodies of `hidden` kinds are withheld.
    func withholding(_ hidden: Set<EntryKind>) -> [LogRun] {
        runs.map { run in
            let entries = run.entries.map { entry in
                guard hidden.contains(entry.kind) else { return entry }
                return RunEntry(
                    kind: entry.kind, epoch: entry.epoch,
                    body: .withheld(hash: entry.body.hash, length: entry.body.length))
            }
            return LogRun(
                folder: run.folder, origin: run.origin, firstSequence: run.firstSequence, previous: run.previous,
                entries: entries, signature: run.signature)
        }
    }

    /// The account with its phone let in by the identity key.
    static var founded: ControlStory {
        var story = ControlStory()
        story.act(.identity, [.genesis(Actors.patient), generation(1), admission(.phone)])
        return story
    }

    /// The same with one epoch of the folder, and the tablet let in by the phone.
    static var linked: ControlStory {
        var story = founded
        story.act(.phone, seeing: [.identity], [epoch(1), admission(.tablet)])
        return story
    }

    // MARK: - Records. What they hold under seal is a placeholder: nothing here depends on it.

    static func admission(_ actor: Actor) -> ControlRecord {
        .device(DeviceAdded(keys: actor.secrets.keys, label: Array("sealed".utf8), welcome: []))
    }

    static func generation(_ number: UInt64, _ name: String = "") -> ControlRecord {
        let sealed = SealedKey(recipient: Actor.phone.origin.author, sealed: Array("sealed".utf8))
        return .generation(
            KeyGeneration(number: number, publicKey: Actors.id("generation-\(number)\(name)"), recipients: [sealed]))
    }

    static func epoch(
        _ number: UInt64, _ name: String = "", of folder: FolderID = Actors.folder, for grants: [GrantID] = []
    ) -> ControlRecord {
        .epoch(
            EpochStarted(
                folder: folder, number: number, commitment: Actors.fixed("commitment-\(number)\(name)"), generation: 1,
                sealedToAccount: Array("sealed".utf8),
                grants: grants.map { GrantedKey(grant: $0, sealed: Array("sealed".utf8)) }))
    }

    static func epochID(_ number: UInt64, _ name: String = "") -> EpochID {
        let commitment: Bytes32 = Actors.fixed("commitment-\(number)\(name)")
        return EpochID(commitment.prefix16)
    }

    static func grant(
        _ name: String, _ purposes: Purposes = .care, until end: Int64 = Actors.now + 1000,
        to organisation: AccountID = Actors.clinic.account, epochs: [UInt64] = [1]
    ) -> ControlRecord {
        .grant(
            Grant(
                id: Actors.id("grant-" + name), folder: Actors.folder, organisation: organisation, purposes: purposes,
                end: end,
                wording: Wording(text: "I agree.", language: "en", version: 1), generation: 1,
                sealedHalf: Array("sealed".utf8), halfCommitment: Actors.fixed("half-" + name),
                sealedToAccount: Array("sealed".utf8), accountGeneration: 1,
                epochs: epochs.map {
                    EpochKeyGranted(epoch: epochID($0), number: $0, sealed: Array("sealed".utf8))
                }))
    }

    static func withdrawal(from organisation: AccountID = Actors.clinic.account) -> ControlRecord {
        .withdrawal(Withdrawal(folder: Actors.folder, organisation: organisation))
    }
}
