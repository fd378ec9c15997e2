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
    public private(set) var genesis: Genesis?
    /// The devices that were let in; of several admissions of one device, that with the least dot.
    public private(set) var devices: [AuthorID: Fact<DeviceAdded>] = [:]
    /// The account's keys, ascending by number, then by dot.
    public private(set) var generations: [Fact<KeyGeneration>] = []
    /// Each folder's epochs, ascending by number, then id, then dot: nothing keeps a member from announcing an epoch twice.
    public private(set) var epochs: [FolderID: [Fact<EpochStarted>]] = [:]
    /// Every grant that was made.
    public private(set) var grants: [GrantID: Fact<Grant>] = [:]
    /// Each folder's grants, by organisation, that no withdrawal has ended and no other has replaced; their ends may have
    /// come.
    private(set) var current: [FolderID: [AccountID: [Fact<Grant>]]] = [:]
    /// Each folder's withdrawals.
    public private(set) var withdrawals: [FolderID: [Fact<Withdrawal>]] = [:]
    /// Entries that were signed and yet break a rule, and have no effect.
    public private(set) var refused: [Dot] = []

    /// Entries that take the place of others, as far as they count.
    public let restatements: Restatements
    /// What the entries say of that.
    public private(set) var claims = RestatementClaims()

    private var buffer = CausalBuffer<VerifiedEntry>()
    private var contexts: [ReplicaID: VersionVector] = [:]
    /// Every admission of a device: two devices may let one in without knowing of each other.
    private var admissions: [AuthorID: [Dot]] = [:]

    /// The state of an empty log, which `restatements` hold for.
    public init(account: AccountID, restatements: Restatements = Restatements()) {
        self.account = account
        self.restatements = restatements
    }

    /// The folder that the log lives in.
    public var folder: FolderID { .control(of: account) }

    /// The entries that took effect, or were refused.
    public var applied: VersionVector { buffer.released }

    /// Entries that others wait for and that are not here.
    public var missing: [Dot] { buffer.missing }

    /// The key that verifies what `author` signs; nil for a stranger.
    public func signingKey(of author: AuthorID) -> SigningPublicKey? {
        if author.raw == account.raw { return genesis?.keys.signing }
        return devices[author]?.record.keys.signing
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
        for (entry, causes) in parsed {
            for ready in buffer.insert(entry, dot: entry.dot, causes: causes) { apply(ready) }
        }
    }

    private static func decode(_ body: [UInt8]) throws(LogFault) -> ControlBody {
        do throws(WireError) { return try ControlBody(decoding: body) } catch { throw .badBody(error) }
    }

    private mutating func apply(_ entry: VerifiedEntry) {
        var context = contexts[entry.dot.replica] ?? VersionVector()
        defer {
            context.advance(to: entry.dot)
            contexts[entry.dot.replica] = context
        }
        guard entry.header.kind.isKnown, let bytes = entry.body, let body = try? ControlBody(decoding: bytes) else {
            return
        }
        for head in body.context.heads { context.advance(to: restatements.cause(head)) }
        guard restatements.isInForce(entry, restating: body.restates) else { return }
        let fact = Fact(
            dot: entry.dot, context: context, author: entry.author, claimedTime: body.claimedTime, record: body.record)
        if !apply(fact) { refused.append(entry.dot) }
    }

    private mutating func apply(_ fact: Fact<ControlRecord>) -> Bool {
        guard isAllowed(fact) else { return false }
        switch fact.record {
        case .genesis(let record):
            genesis = record
        case .device(let record):
            let author = record.keys.author
            admissions[author, default: []].append(fact.dot)
            if let held = devices[author], held.dot < fact.dot { return true }
            devices[author] = fact.with(record)
        case .generation(let record):
            let place = generations.firstIndex { ($0.record.number, $0.dot) > (record.number, fact.dot) }
            generations.insert(fact.with(record), at: place ?? generations.endIndex)
        case .epoch(let record):
            var known = epochs[record.folder] ?? []
            let place = known.firstIndex {
                ($0.record.number, $0.record.id, $0.dot) > (record.number, record.id, fact.dot)
            }
            known.insert(fact.with(record), at: place ?? known.endIndex)
            epochs[record.folder] = known
        case .grant(let record):
            if let held = grants[record.id] {
                // Which of the two came first here must not matter.
                guard fact.dot < held.dot else { return false }
                refused.append(held.dot)
                grants[record.id] = nil
                sortOut(held.record.folder, held.record.organisation)
            }
            grants[record.id] = fact.with(record)
            follow(fact.with(record))
        case .withdrawal(let record):
            withdrawals[record.folder, default: []].append(fact.with(record))
            current[record.folder]?[record.organisation]?.removeAll { !$0.context.contains(fact.dot) }
        }
        return true
    }

    /// Works the current grants out anew: one that had replaced others turned out to count for nothing.
    private mutating func sortOut(_ folder: FolderID, _ organisation: AccountID) {
        current[folder]?[organisation] = nil
        for grant in grants.values where grant.record.folder == folder && grant.record.organisation == organisation {
            follow(grant)
        }
    }

    /// A grant takes the place of those it knew of, unless a withdrawal that it did not know of has come first.
    private mutating func follow(_ grant: Fact<Grant>) {
        var others = current[grant.record.folder]?[grant.record.organisation] ?? []
        others.removeAll { grant.context.contains($0.dot) }
        if !isWithdrawn(grant), !others.contains(where: { $0.context.contains(grant.dot) }) { others.append(grant) }
        current[grant.record.folder, default: [:]][grant.record.organisation] = others
    }

    /// A device may act when its own admission is among the causes of the act.
    private func isAllowed(_ fact: Fact<ControlRecord>) -> Bool {
        if case .genesis(let record) = fact.record {
            // Another of the same account can only say the same.
            return record.account == account && fact.author.raw == account.raw && fact.dot.sequence == 1
        }
        guard genesis != nil else { return false }
        if fact.author.raw == account.raw { return true }
        return admissions[fact.author]?.contains { fact.context.contains($0) } ?? false
    }
}
