public import DermaCausality
import DermaWire

/// Who belongs to an account, and who may read which folder: worked out from the account's control log.
///
/// The same on everyone who has the same entries, in whatever order they came; the relay's word counts for nothing.
/// Inserting an entry costs O(log n) in what the log holds, and its own length.
public struct ControlState: Sendable {
    /// A record with its place in the log.
    public struct Fact<Record: Hashable & Sendable>: Hashable, Sendable {
        /// The entry.
        public let dot: Dot
        /// Everything its author had seen.
        public let context: VersionVector
        /// Who wrote it.
        public let author: AuthorID
        /// The author's clock: milliseconds UTC, a claim.
        public let claimedTime: Int64
        /// The act.
        public let record: Record

        func with<Other>(_ record: Other) -> Fact<Other> {
            Fact<Other>(dot: dot, context: context, author: author, claimedTime: claimedTime, record: record)
        }
    }

    /// Whose log this is.
    public let account: AccountID
    /// Nil until the first entry arrived.
    public internal(set) var genesis: Genesis?
    /// The devices that were let in, also those that were removed since; of several admissions of one device, that with
    /// the least dot.
    public internal(set) var devices: [AuthorID: Fact<DeviceAdded>] = [:]
    /// The account's keys, ascending by number, then by dot.
    public internal(set) var generations: [Fact<KeyGeneration>] = []
    /// Each folder's epochs, ascending by number, then id, then dot: nothing keeps a member from announcing an epoch twice.
    public internal(set) var epochs: [FolderID: [Fact<EpochStarted>]] = [:]
    /// Every grant that was made.
    public internal(set) var grants: [GrantID: Fact<Grant>] = [:]
    /// Each folder's grants, by organisation, that no withdrawal has ended and no other has replaced; their ends may have
    /// come.
    var current: [FolderID: [AccountID: [Fact<Grant>]]] = [:]
    /// Each folder's withdrawals.
    public internal(set) var withdrawals: [FolderID: [Fact<Withdrawal>]] = [:]
    /// Entries of removed devices that somebody has accepted.
    var accepted: Set<ReplicaHead> = []
    /// Entries that were signed and yet break a rule, and have no effect.
    public internal(set) var refused: [Dot] = []
    /// Acts that would have effect if nobody had been removed. What others sealed to the keys in them must still open.
    public internal(set) var undone: [Fact<ControlRecord>] = []

    /// Every act so far, causes first: a revocation reaches back.
    var acts: [Fact<ControlRecord>] = []
    var revoked = Revocations()
    /// Everyone who was ever let in: what they signed must verify, whatever it counts for.
    var everyone: Membership
    /// Those whose acts stand.
    var members: Membership

    /// Entries that take the place of others, as far as they count.
    public let restatements: Restatements
    /// What the entries say of that.
    public private(set) var claims = RestatementClaims()

    private var buffer = CausalBuffer<VerifiedEntry>()
    private var contexts: [ReplicaID: VersionVector] = [:]

    /// The state of an empty log, which `restatements` hold for.
    public init(account: AccountID, restatements: Restatements = Restatements()) {
        self.account = account
        self.restatements = restatements
        everyone = Membership(of: account)
        members = everyone
    }

    /// The folder that the log lives in.
    public var folder: FolderID { .control(of: account) }

    /// The entries that took effect, or were refused.
    public var applied: VersionVector { buffer.released }

    /// Entries that others wait for and that are not here.
    public var missing: [Dot] { buffer.missing }

    /// The key that verifies what `author` signs, also of one who was removed; nil for a stranger.
    public func signingKey(of author: AuthorID) -> SigningPublicKey? {
        if author.raw == account.raw { return genesis?.keys.signing }
        return everyone.admissions[author]?.first?.record.keys.signing
    }

    /// Checks a run's signature by what is known so far; the log's very first run proves itself.
    public func verify(_ run: LogRun) throws(LogFault) -> VerifiedRun {
        if let key = signingKey(of: run.origin.author) { return try VerifiedRun(run, signedBy: key) }
        guard genesis == nil, run.origin.author.raw == account.raw, run.firstSequence == 1,
            let body = run.entries.first?.body.bytes
        else { throw .notMember }
        guard case .genesis(let claimed) = try Self.decode(body).record, claimed.account == account else {
            throw .notMember
        }
        return try VerifiedRun(run, signedBy: claimed.keys.signing)
    }

    /// Takes verified entries. Those whose causes are missing wait inside.
    /// - Throws: `badBody`, before anything was taken.
    public mutating func insert(_ entries: some Sequence<VerifiedEntry>) throws(LogFault) {
        var parsed: [(VerifiedEntry, [Dot])] = []
        var restating: [(VerifiedEntry, [FormerEntry])] = []
        for entry in entries {
            guard let body = entry.body, entry.header.kind.isKnown else {
                parsed.append((entry, []))
                continue
            }
            let control = try Self.decode(body)
            guard control.record.kind == entry.header.kind else {
                throw .badBody(WireError(.invalidValue, at: 0))
            }
            parsed.append((entry, control.context.heads.map(restatements.cause)))
            restating.append((entry, control.restates))
        }
        for (entry, former) in restating { claims.note(former, by: entry) }
        var reachesBack = false
        for (entry, causes) in parsed {
            for ready in buffer.insert(entry, dot: entry.dot, causes: causes) {
                guard let act = act(of: ready) else { continue }
                acts.append(act)
                if case .revocation = act.record { reachesBack = true } else { apply(act) }
            }
        }
        if reachesBack { applyAnew() }
    }

    private static func decode(_ body: [UInt8]) throws(LogFault) -> ControlBody {
        do throws(WireError) { return try ControlBody(decoding: body) } catch { throw .badBody(error) }
    }

    /// What a ready entry says, with all that its author had seen; nil if it cannot be read here.
    private mutating func act(of entry: VerifiedEntry) -> Fact<ControlRecord>? {
        var context = contexts[entry.dot.replica] ?? VersionVector()
        defer {
            context.advance(to: entry.dot)
            contexts[entry.dot.replica] = context
        }
        guard entry.header.kind.isKnown, let bytes = entry.body, let body = try? ControlBody(decoding: bytes) else {
            return nil
        }
        for head in body.context.heads { context.advance(to: restatements.cause(head)) }
        guard restatements.isInForce(entry, restating: body.restates) else { return nil }
        return Fact(
            dot: entry.dot, context: context, author: entry.author, claimedTime: body.claimedTime, record: body.record)
    }
}
