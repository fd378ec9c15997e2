import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("Who knew of what, against all ancestors")
struct KnowledgeTests {
    @Test("Who knew of what, as the ancestors say, whoever listens to whom", arguments: 0..<300)
    func knowledge(seed: Int) throws {
        var random = Seeded(seed + 77)
        let count = 2 + random.below(7)
        var docs = (0..<count).map { Doc(agent: 100 - $0) }
        // Who hears whom: at random, one-sided.
        let hears = (0..<count).map { _ in (0..<count).filter { _ in random.chance(45) } }
        for _ in 0..<60 {
            let one = random.below(count)
            if random.chance(40), let other = hears[one].randomElement(using: &random) {
                let runs = docs[other].runs(since: docs[one].known)
                try docs[one].merge(runs)
            }
            if docs[one].count > 2, random.chance(30) {
                let at = random.below(docs[one].count - 1)
                try docs[one].delete(at..<at + 1)
            } else {
                try docs[one].insert(
                    String(repeating: "x", count: 1 + random.below(3)), at: random.below(docs[one].count + 1))
            }
        }
        var order = Array(0..<count)
        order.shuffle(using: &random)
        var all = Doc(agent: 5)
        for place in order { try all.merge(docs[place].runs(since: all.known)) }
        let graph = all.core.graph
        let knowledge = Knowledge(graph.parents, graph.authors)
        let total = Int(graph.parents.runs.last?.end ?? 0)
        var seen = [Set<Int>](repeating: [], count: total)
        for event in 0..<total {
            for parent in graph.parents.parents(of: event) {
                seen[event].formUnion(seen[Int(parent)])
                seen[event].insert(Int(parent))
            }
            for other in 0..<total where other != event {
                #expect(
                    knowledge.has(event, seen: other) == seen[event].contains(other), "seed \(seed) \(event) \(other)")
            }
            let some = (0..<total).filter { _ in random.chance(10) }
            #expect(
                knowledge.has(event, seenAnyOf: knowledge.earliest(of: some)) == !seen[event].isDisjoint(with: some),
                "seed \(seed) \(event) \(some)")
        }
    }
}
