import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// A whole world in one value: devices, the relay, the network between them, and time. One thread; everything random in it
/// follows from the scenario, so that the same scenario gives the same world to the byte.
public struct World: Sendable {
    enum Event: Sendable {
        case item(Int)
        case arrive(connection: Int, direction: Direction, bytes: [UInt8])
        /// One side learns that a connection is over.
        case end(connection: Int, direction: Direction)
        /// Nobody said anything for long: whoever waits gives up.
        case idle(connection: Int)
        case restart(device: Int)
        /// A device tries again by itself.
        case retry(device: Int)
        /// A device has a network again.
        case networkReturned(device: Int)
        case restartRelay
        case roomAgain(device: Int)
        case relayRoomAgain
        /// A phone's system stops what works in the background.
        case stopBackground(connection: Int)
    }

    /// When every story begins: milliseconds UTC.
    public static let start: Int64 = 1_790_000_000_000
    /// The relay's host name.
    public static let host = "relay.test"
    /// How long a silent connection is kept up, by a device and by the relay, in milliseconds.
    static let patience: (device: Int64, relay: Int64) = (30_000, 90_000)
    /// How long a phone lets an app work in the background, in milliseconds.
    static let backgroundBudget: Int64 = 30_000

    /// The story.
    public let scenario: Scenario
    /// Milliseconds since the story began.
    public internal(set) var now: Int64 = 0
    /// The devices by their place in the cast; nil where there is none yet.
    public internal(set) var actors: [Actor?]
    /// The relay.
    public internal(set) var relay: RelayHost
    /// What really happened.
    public internal(set) var ledger = Ledger()
    /// Whether the faults have stopped.
    public internal(set) var isCalm = false
    /// How often each fault had an effect.
    public internal(set) var faults: [Verb: Int] = [:]
    /// What the state machines met.
    public internal(set) var coverage = Coverage()
    /// Clinics as each patient's account has proven them by their codes.
    let clinics: [AccountID: Clinic]
    var connections: [Connection] = []
    var hostility = Hostility()
    var queue = EventQueue<Event>()
    var random: SeededRandom
    /// How many phones were unpacked to be linked.
    var linked = 0
    private var moments: [Moment] = []

    /// The stage on which the story is played; the stage must be the cast's.
    init(_ scenario: Scenario, on stage: Stage) {
        self.scenario = scenario
        actors = stage.actors.enumerated().map { index, actor in
            actor.map { actor in
                var actor = actor.copied(random: SeededRandom(scenario.salt, UInt64(index) + 16), now: World.start)
                actor.backups = [actor.device.store.copied()]
                return actor
            }
        }
        relay = RelayHost(store: stage.relay.copied())
        hostility.isAwake = scenario.isHostile
        clinics = stage.clinics
        ledger.authorship = stage.authorship
        random = SeededRandom(scenario.salt, 1)
        for (index, item) in scenario.items.enumerated() { queue.plan(.item(index), at: item.time) }
    }

    /// The relay's clock, which is right: milliseconds UTC.
    public var time: Int64 { Self.start + now }

    mutating func note(_ lane: Lane, _ what: Moment.What) {
        moments.append(Moment(time: now, lane: lane, what: what))
        if case .fault(let verb) = what { faults[verb, default: 0] += 1 }
        if case .appended(let append) = what { for entry in append.entries { ledger.noteArrival(entry.hash) } }
    }

    /// Plays what comes next. Returns what happened; nil when there is nothing more.
    mutating func step() -> [Moment]? {
        guard let (time, event) = queue.next() else { return nil }
        advance(to: time)
        handle(event)
        let moments = takeMoments()
        if moments.contains(where: \.isLoss) { noteLosses() }
        return moments
    }

    mutating func takeMoments() -> [Moment] {
        defer { moments = [] }
        return moments
    }

    private mutating func advance(to time: Int64) {
        now = max(now, time)
        for index in actors.indices { actors[index]?.clock.set(self.time) }
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .item(let index): perform(scenario.items[index])
        case .arrive(let connection, .up, let bytes): arriveAtRelay(bytes, on: connection)
        case .arrive(let connection, .down, let bytes): arriveAtDevice(bytes, on: connection)
        case .end(let connection, .up): endAtRelay(connection)
        case .end(let connection, .down): endAtDevice(connection)
        case .idle(let connection): giveUp(connection)
        case .restart(let device): restart(device)
        case .retry(let device): retry(device)
        case .networkReturned(let device): networkReturned(device)
        case .restartRelay: restartRelay()
        case .roomAgain(let device): makeRoom(device)
        case .relayRoomAgain: makeRoomAtRelay()
        case .stopBackground(let connection): stopBackground(connection)
        }
    }

    /// Notes what became durable on a device, and ends its process if the disk says that it died.
    mutating func settle(_ device: Int) {
        noteAppends(of: device)
        if let actor = actors[device], actor.isRunning, actor.device.store.faults.isDead { crash(device) }
    }
}
