import DermaWire

/// What many runs came to.
public struct CampaignReport: Sendable {
    /// A run in which something did not hold.
    public struct Failure: Sendable {
        /// The seed that the story was made of.
        public let seed: UInt64
        /// What did not hold.
        public let violation: Violation
        /// The story, made short.
        public let scenario: Scenario
    }

    /// Runs that were played.
    public private(set) var runs = 0
    /// Things that happened in them.
    public private(set) var moments = 0
    /// Milliseconds of simulated time, all runs together.
    public private(set) var virtualTime: Int64 = 0
    /// Milliseconds that devices lived through, all devices together.
    public private(set) var deviceTime: Int64 = 0
    /// How often each fault had an effect.
    public private(set) var faults: [Verb: Int] = [:]
    /// What the state machines met.
    public private(set) var coverage = Coverage()
    /// The runs' trace hashes, each bit the sum modulo 2 of theirs: the same whatever order they were played in.
    public private(set) var traceHash = [UInt8](repeating: 0, count: Bytes32.byteCount)
    /// The failures, in the order of their seeds.
    public private(set) var failures: [Failure] = []

    /// Nothing yet.
    public init() {}

    /// Adds a run that was played.
    public mutating func add(_ run: Run) {
        runs += 1
        moments += run.momentCount
        virtualTime += run.world.now
        deviceTime += run.world.now * Int64(run.world.actors.count { $0 != nil })
        faults.merge(run.world.faults, uniquingKeysWith: +)
        coverage.merge(run.world.coverage)
        combine(run.traceHash.bytes)
    }

    /// Adds a failure.
    public mutating func add(_ failure: Failure) {
        failures.append(failure)
        failures.sort { $0.seed < $1.seed }
    }

    /// Adds what others have played.
    public mutating func merge(_ other: CampaignReport) {
        runs += other.runs
        moments += other.moments
        virtualTime += other.virtualTime
        deviceTime += other.deviceTime
        faults.merge(other.faults, uniquingKeysWith: +)
        coverage.merge(other.coverage)
        combine(other.traceHash)
        failures = (failures + other.failures).sorted { $0.seed < $1.seed }
    }

    private mutating func combine(_ other: [UInt8]) {
        traceHash = zip(traceHash, other).map { $0 ^ $1 }
    }

    /// Kinds of fault that never had an effect: a campaign that is long enough has none.
    public var kindsNeverSeen: [Verb] { Verb.allCases.filter { $0.isFault && faults[$0] == nil } }

    /// Years that devices lived through.
    public var deviceYears: Double { Double(deviceTime) / (365.25 * 86_400_000) }
}
