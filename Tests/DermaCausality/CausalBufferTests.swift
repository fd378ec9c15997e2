import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("The causal buffer lets go of causes before effects")
struct CausalBufferTests {
    private static func history(_ seed: Seed) -> (CausalHistory, SeededRandom) {
        var random = seed.random
        let history = CausalHistory(
            replicas: 1 + random.below(5), events: 40, isForgetful: random.chance(oneIn: 4), random: &random)
        return (history, random)
    }

    @Test(
        "Any order of arrival, with repeats: each is released once, after all it depends on", arguments: Seed.first(60))
    func anyOrder(seed: Seed) throws {
        var (history, random) = Self.history(seed)
        var buffer = CausalBuffer<Int>()
        var released: [Int] = []
        let arrivals = random.shuffled(
            history.events.indices.flatMap { [Int](repeating: $0, count: 1 + random.below(3)) })
        for (step, place) in arrivals.enumerated() {
            let event = history.events[place]
            released += buffer.insert(place, dot: event.dot, causes: event.news)
            #expect(buffer.waitingCount == Set(arrivals[...step]).count - released.count)
        }
        #expect(released.sorted() == Array(history.events.indices))
        var before: Set<Int> = []
        for place in released {
            #expect(history.events[place].seen.isSubset(of: before), "event \(place)")
            before.insert(place)
        }
        #expect(buffer.released == VersionVector(history.events.map(\.dot)))
    }

    @Test("A missing entry holds back what depends on it, and only that", arguments: Seed.first(60))
    func missing(seed: Seed) throws {
        var (history, random) = Self.history(seed)
        let missing = random.below(history.events.count)
        var buffer = CausalBuffer<Int>()
        var released: Set<Int> = []
        for place in random.shuffled(history.events.indices) where place != missing {
            let event = history.events[place]
            released.formUnion(buffer.insert(place, dot: event.dot, causes: event.news))
        }
        // What waits is what had seen it, itself or through another.
        var dependent: Set<Int> = [missing]
        for place in history.events.indices where !history.events[place].seen.isDisjoint(with: dependent) {
            dependent.insert(place)
        }
        #expect(released == Set(history.events.indices).subtracting(dependent))
        #expect(buffer.waitingCount == dependent.count - 1)
        let event = history.events[missing]
        #expect(Set(buffer.insert(missing, dot: event.dot, causes: event.news)) == dependent)
        #expect(buffer.waitingCount == 0)
    }

    @Test("The entry before in the same log is a cause, named or not")
    func predecessor() {
        let replica = ReplicaID(.zero)
        var buffer = CausalBuffer<Int>()
        #expect(buffer.insert(3, dot: Dot(replica, 3), causes: []).isEmpty)
        #expect(buffer.insert(2, dot: Dot(replica, 2), causes: []).isEmpty)
        #expect(buffer.insert(1, dot: Dot(replica, 1), causes: []) == [1, 2, 3])
    }

    /// Hostile causes: never there, the entry itself, each other. They hold nobody up but themselves.
    @Test("An impossible cause holds up its own log and no other")
    func impossibleCauses() {
        var random = SeededRandom(1)
        let (hostile, second, honest): (ReplicaID, ReplicaID, ReplicaID) =
            (random.identifier(), random.identifier(), random.identifier())
        var buffer = CausalBuffer<String>()
        #expect(buffer.insert("self", dot: Dot(hostile, 1), causes: [Dot(hostile, 1)]).isEmpty)
        #expect(buffer.insert("future", dot: Dot(hostile, 2), causes: [Dot(honest, .max)]).isEmpty)
        #expect(buffer.insert("cycle", dot: Dot(second, 1), causes: [Dot(hostile, 2)]).isEmpty)
        #expect(buffer.insert("honest", dot: Dot(honest, 1), causes: []) == ["honest"])
        #expect(buffer.insert("next", dot: Dot(honest, 2), causes: []) == ["next"])
        #expect(buffer.waitingCount == 3)
    }
}
