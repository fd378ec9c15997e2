public import DermaCausality
import DermaSecrets

/// A made-up history: several replicas write and hear of each other, in an order that chance decides.
///
/// What each author had seen is kept as a plain set of places in the history, so that a test can compare the real code
/// with something obviously right.
public struct CausalHistory: Sendable {
    /// One entry.
    public struct Event: Sendable {
        /// Its name.
        public let dot: Dot
        /// The places of all the events that its author had seen, with its own earlier ones.
        public let seen: Set<Int>
        /// The same as a version vector.
        public let context: VersionVector
        /// The newest events of other replicas that the author had not yet named, as a real entry lists them.
        public let news: [Dot]
        /// Which of the replicas wrote it, from 0.
        public let writer: Int
    }

    /// The events, in one causal order.
    public private(set) var events: [Event] = []

    /// Makes `count` events on `replicas` replicas.
    ///
    /// A forgetful author names only a part of what it had seen, and not what that had seen in turn: as a hostile or
    /// broken device may.
    public init(replicas count: Int, events eventCount: Int, isForgetful: Bool = false, random: inout SeededRandom) {
        let ids: [ReplicaID] = (0..<count).map { _ in random.identifier() }
        var known = [Set<Int>](repeating: [], count: count)
        var named = [VersionVector](repeating: VersionVector(), count: count)
        while events.count < eventCount {
            let writer = random.below(count)
            if random.chance(oneIn: 2), !events.isEmpty {
                // Hears of an event and of everything before it.
                let heard = random.below(events.count)
                known[writer].formUnion(events[heard].seen.union([heard]))
                continue
            }
            let claimed = known[writer].filter { place in
                !isForgetful || events[place].writer == writer || random.chance(oneIn: 2)
            }
            let vector = VersionVector(claimed.map { events[$0].dot })
            var context = named[writer]
            let news = vector.dots.filter { $0.replica != ids[writer] && !context.contains($0) }
            context.merge(vector)
            let seen = Set(events.indices.filter { context.contains(events[$0].dot) })
            let dot = Dot(ids[writer], UInt64(events.count { $0.writer == writer }) + 1)
            known[writer].insert(events.count)
            events.append(Event(dot: dot, seen: seen, context: context, news: news, writer: writer))
            context.advance(to: dot)
            named[writer] = context
        }
    }

    /// The places of all events, causes before effects, in an order that chance decides.
    public func causalOrder(_ random: inout SeededRandom) -> [Int] {
        var order: [Int] = []
        var delivered: Set<Int> = []
        while order.count < events.count {
            let ready = events.indices.filter { !delivered.contains($0) && events[$0].seen.isSubset(of: delivered) }
            let next = random.element(of: ready)
            order.append(next)
            delivered.insert(next)
        }
        return order
    }
}
