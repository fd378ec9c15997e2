import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire

/// An account's control log as several writers make it, who do not always know of each other.
struct ControlStory {
    /// One entry, and the places of all that its author had seen.
    struct Event {
        let entry: VerifiedEntry
        let seen: Set<Int>
    }

    /// The writer that is the identity key itself.
    static let identity = 0

    let genesis: Genesis
    private(set) var events: [Event] = []
    private var writers: [Writer]
    private var random: SeededRandom

    private struct Writer {
        let secrets: DeviceSecrets
        let origin: ReplicaOrigin
        var tail: LogTail
        var seen: Set<Int> = []
    }

    var account: AccountID { genesis.account }

    /// An account with `count` devices, of which none was let in. With `isFounded`, the log begins with the genesis and
    /// the first device's admission, both of which every writer has seen.
    init(seed: UInt64 = 1, devices count: Int = 3, isFounded: Bool = true) {
        var random = SeededRandom(seed)
        let identity = DeviceSecrets(random: &random)
        let genesis = Genesis.account(keys: identity.keys)
        let folder = FolderID.control(of: genesis.account)
        writers = (0...count).map { number in
            let secrets = number == Self.identity ? identity : DeviceSecrets(random: &random)
            let author = number == Self.identity ? genesis.author : secrets.keys.author
            let origin = ReplicaOrigin(author: author, nonce: random.fixed())
            return Writer(secrets: secrets, origin: origin, tail: LogTail(emptyLogOf: origin, in: folder))
        }
        self.genesis = genesis
        self.random = random
        guard isFounded else { return }
        write(.genesis(genesis), by: Self.identity)
        write(.device(admission(of: 1)), by: Self.identity)
        for writer in writers.indices { writers[writer].seen = [0, 1] }
    }

    /// A writer's keys.
    func keys(of writer: Int) -> DeviceKeys { writers[writer].secrets.keys }

    /// A record that lets a device in.
    func admission(of writer: Int, label: UInt8 = 0) -> DeviceAdded {
        DeviceAdded(keys: keys(of: writer), label: [label], welcome: [])
    }

    /// A record that removes a writer, of whose log `count` entries count; all of them, if none is given.
    func revocation(of writer: Int, after count: Int = .max) -> DeviceRevoked {
        let author = writer == Self.identity ? genesis.author : keys(of: writer).author
        return DeviceRevoked(device: author, heads: CausalContext(heads(of: writer, after: count)))
    }

    /// The newest of a writer's first entries.
    func heads(of writer: Int, after count: Int = .max) -> [ReplicaHead] {
        let replica = writers[writer].origin.replica(in: .control(of: account))
        let own = events.map(\.entry).filter { $0.dot.replica == replica && $0.dot.sequence <= count }
        return own.last.map { [ReplicaHead($0.dot, $0.hash)] } ?? []
    }

    /// Lets a writer hear of an event and everything before it; of all events, if none is named.
    mutating func hear(_ writer: Int, _ place: Int? = nil) {
        if let place {
            writers[writer].seen.formUnion(events[place].seen.union([place]))
        } else {
            writers[writer].seen.formUnion(events.indices)
        }
    }

    /// A signed entry with the next number in the writer's log.
    /// - Returns: Its place.
    @discardableResult
    mutating func write(_ record: ControlRecord, by writer: Int, at time: Int64 = 0) -> Int {
        let body = ControlBody(context: context(of: writer), claimedTime: time, record: record)
        let entry = RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))
        return write(entry, by: writer)
    }

    /// The same with any entry.
    @discardableResult
    mutating func write(_ entry: RunEntry, by writer: Int) -> Int {
        let (origin, secrets) = (writers[writer].origin, writers[writer].secrets)
        let run = LogRun(
            signing: [entry], in: .control(of: account), of: origin, after: writers[writer].tail, by: secrets)
        guard let verified = try? VerifiedRun(run, signedBy: secrets.keys.signing) else {
            fatalError("the story signs what it writes")
        }
        writers[writer].tail = verified.tail
        events.append(Event(entry: verified.entries[0], seen: writers[writer].seen))
        writers[writer].seen.insert(events.count - 1)
        return events.count - 1
    }

    /// The heads of every other replica that a writer has seen.
    func context(of writer: Int) -> CausalContext {
        let own = writers[writer].origin.replica(in: .control(of: account))
        return CausalContext(
            writers[writer].seen.map { events[$0].entry }.filter { $0.dot.replica != own }
                .map { ReplicaHead($0.dot, $0.hash) })
    }

    /// The state of someone to whom the entries came in this order.
    func state(_ order: some Sequence<Int>) throws -> ControlState {
        var state = ControlState(account: account)
        for place in order { try state.insert([events[place].entry]) }
        return state
    }

    /// The state of someone who has all entries.
    func state() throws -> ControlState { try state(events.indices) }

    /// What a writer knows.
    func state(of writer: Int) throws -> ControlState { try state(writers[writer].seen.sorted()) }

    /// Every order in which causes come before effects.
    func causalOrders() -> [[Int]] {
        func extensions(of order: [Int]) -> [[Int]] {
            if order.count == events.count { return [order] }
            let ready = events.indices.filter { !order.contains($0) && events[$0].seen.isSubset(of: order) }
            return ready.flatMap { extensions(of: order + [$0]) }
        }
        return extensions(of: [])
    }
}
