import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("Review: rows of the report when somebody types on")
struct ReviewFlipTests {
    /// The rows by what names them, of all ops one event each.
    private func rows(_ doc: Doc, _ ends: [Int: Int]) throws -> [[ID]] {
        try doc.passages { ID($0.agent, max((ends[$0.agent] ?? 1) - 1, $0.sequence)) }.map(\.overlap.events)
    }

    @Test("What somebody writes who saw all sides changes no row", arguments: ["insert", "delete", "append"])
    func typed(how: String) throws {
        var flips: [String] = []
        for seed in 0..<200 {
            var random = Seeded(seed + 31)
            let count = 2 + seed % 2
            var base = Doc(agent: 0)
            try base.insert("abcdefghijklmnopqrst", at: 0)
            var docs = (0..<count).map { Doc(agent: 10 - $0) }
            for place in docs.indices { try docs[place].merge(base.runs(since: [:])) }
            for _ in 0..<6 {
                let one = random.below(count)
                let size = docs[one].count
                let start = random.below(size + 1)
                let end = start + random.below(min(size - start, 8) + 1)
                if random.chance(70) { try docs[one].delete(start..<end) }
                if random.chance(50) { try docs[one].insert("XYZ", at: start) }
            }
            var all = Doc(agent: 55)
            for place in docs.indices { try all.merge(docs[place].runs(since: all.known)) }
            let ends = all.known
            let before = try rows(all, ends)
            guard all.count > 1, !before.isEmpty else { continue }
            let text = all.text
            let passages = try all.passages { ID($0.agent, max((ends[$0.agent] ?? 1) - 1, $0.sequence)) }
            guard let range = passages.max(by: { $0.range.count < $1.range.count })?.range, range.count > 1 else {
                continue
            }
            var at = range.lowerBound + 1 + random.below(range.count - 1)
            switch how {
            case "insert": try all.insert("#", at: at)
            case "delete": try all.delete(at..<at + 1)
            default:
                at = all.count
                try all.insert("#", at: at)
            }
            let after = try rows(all, ends)
            if after != before {
                flips.append(
                    "\(seed): \(text) at \(at): \(before.map { $0.map { "\($0.agent).\($0.sequence)" } }) → \(after.map { $0.map { "\($0.agent).\($0.sequence)" } })"
                )
            }
        }
        #expect(flips.isEmpty, "\(flips.count) of 200:\n\(flips.prefix(12).joined(separator: "\n"))")
    }
}
