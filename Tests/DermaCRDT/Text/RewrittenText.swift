import DermaTestSupport

@testable import DermaCRDT

/// Several who begin with one text, and take away stretches of it and write in it.
struct RewrittenText {
    var random: Seeded
    var docs: [Doc]
    /// By agent, the last event of each change, ascending.
    private var ends: [Int: [Int]] = [:]

    init(seed: Int, writers: ClosedRange<Int>) throws {
        random = Seeded(seed)
        var base = Doc(agent: 0)
        try base.insert("abcdefghijklmnopqrst", at: 0)
        docs = (0..<writers.lowerBound + random.below(writers.count)).map { Doc(agent: 10 - $0) }
        for place in docs.indices { try docs[place].merge(base.runs(since: [:])) }
    }

    mutating func change(times: Int, upTo stretch: Int, hearingPercent: Int) throws {
        for _ in 0..<times {
            let one = random.below(docs.count)
            if random.chance(hearingPercent) {
                try docs[one].merge(docs[random.below(docs.count)].runs(since: docs[one].known))
            }
            let count = docs[one].count
            let start = random.below(count + 1)
            let end = start + random.below(min(count - start, stretch) + 1)
            if random.chance(70) { try docs[one].delete(start..<end) }
            if random.chance(50) { try docs[one].insert("XYZ", at: start) }
            ends[10 - one, default: []].append((docs[one].known[10 - one] ?? 0) - 1)
        }
    }

    /// Someone who has heard of all, in an order by chance.
    mutating func met(as agent: Int) throws -> Doc {
        var all = Doc(agent: agent)
        for place in docs.indices.shuffled(using: &random) { try all.merge(docs[place].runs(since: all.known)) }
        return all
    }

    /// The last event of the change that an event was made in.
    func endOfChange(_ event: ID) -> ID {
        ID(event.agent, ends[event.agent]?.first { $0 >= event.sequence } ?? event.sequence)
    }
}
