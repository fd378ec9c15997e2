import DermaClient
public import DermaWire

/// One scenario, played to its end: the story with its faults, then calm until nobody has anything new to say.
public struct Run: Sendable {
    /// In how many rounds in which everyone syncs once everything must have reached everyone.
    static let roundsMax = 12
    /// How many things happen in a story at most: about fifty times as many as in the longest honest one.
    static let momentsMax = 500_000

    /// The world as it is.
    public private(set) var world: World
    /// Everything that happened, if it was to be kept.
    public private(set) var moments: [Moment] = []
    /// How many things happened.
    public private(set) var momentCount = 0
    /// The first thing that did not hold.
    public private(set) var violation: Violation?
    private var checkers: [any Checker]
    private var hash = TraceHash()
    private let isRecording: Bool

    /// A run that has not begun. `stage` must be made for the scenario's cast.
    public init(_ scenario: Scenario, on stage: Stage, checkers: [any Checker], isRecording: Bool = false) {
        world = World(scenario, on: stage)
        self.checkers = checkers
        self.isRecording = isRecording
    }

    /// Two runs are the same if these are.
    public var traceHash: Bytes32 { hash.value }

    /// Plays everything.
    public mutating func play() {
        drain()
        guard violation == nil else { return }
        world.calm()
        take(world.takeMoments())
        drain()
        guard var rounds = settle() else { return failToSettle() }
        if violation == nil, world.reviewQuarantine() {
            take(world.takeMoments())
            guard let more = settle() else { return failToSettle() }
            rounds = max(rounds, more)
        }
        guard violation == nil else { return }
        world.retireRemoved()
        world.noteSettled(rounds)
        take(world.takeMoments())
        for index in checkers.indices where violation == nil {
            if let reason = checkers[index].conclude(world) { fail(type(of: checkers[index]).name, reason, .relay) }
        }
    }

    private mutating func failToSettle() {
        fail("live", "after \(Self.roundsMax) rounds of syncs there is still something new", .relay)
    }

    private mutating func drain() {
        while violation == nil, let moments = world.step() {
            take(moments)
            if momentCount > Self.momentsMax { fail("live", "the story does not come to an end", .relay) }
        }
    }

    /// Everyone syncs, one after the other, until nothing is new. Returns in which round that was.
    private mutating func settle() -> Int? {
        for round in 1...Self.roundsMax {
            var isQuiet = true
            for device in world.running {
                world.startSync(device)
                take(world.takeMoments())
                while violation == nil, let moments = world.step() {
                    for case .synced(let outcome) in moments.map(\.what) where !outcome.isQuiet {
                        // Who lies may find that nobody takes what it has, for ever.
                        isQuiet = isQuiet && round > Self.roundsMax / 2 && world.ledger.hostile.contains(device)
                    }
                    take(moments)
                }
                guard violation == nil else { return round }
            }
            if isQuiet { return round }
        }
        return nil
    }

    private mutating func take(_ new: [Moment]) {
        for moment in new {
            hash.absorb(moment)
            momentCount += 1
            if isRecording { moments.append(moment) }
            for index in checkers.indices where violation == nil {
                guard let reason = checkers[index].observe(moment, in: world) else { continue }
                fail(type(of: checkers[index]).name, reason, moment.lane)
            }
        }
    }

    private mutating func fail(_ checker: String, _ reason: String, _ lane: Lane) {
        if violation == nil { violation = Violation(checker: checker, reason: reason, time: world.now, lane: lane) }
    }
}

extension SyncOutcome {
    /// Whether nothing was exchanged that someone did not have.
    var isQuiet: Bool {
        report.entriesReceived == 0 && report.entriesSent == 0 && report.photosReceived == 0 && report.photosSent == 0
            && report.photosErased == 0
    }
}

extension World {
    mutating func noteSettled(_ rounds: Int) {
        sweepRelay()
        note(.relay, .settled(rounds: rounds))
    }
}
