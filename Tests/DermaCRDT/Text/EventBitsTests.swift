import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("Sets of events")
struct EventBitsTests {
    @Test("Bits are those of an array", arguments: Seed.first(20)) func bitsEqualAnArray(seed: Seed) {
        var random = Seeded(Int(seed.number))
        var bits = EventBits(events: 100)
        bits.grow(to: 400)
        var array = [Bool](repeating: false, count: 400)
        for _ in 0..<200 {
            let start = random.below(400)
            let events = start..<start + random.below(401 - start)
            let isHeld = random.chance(50)
            bits.set(events, to: isHeld)
            for event in events { array[event] = isHeld }
            let other = random.below(400)
            let range = other..<other + random.below(401 - other)
            let end = (array[range].lastIndex(of: true) ?? range.lowerBound - 1) + 1
            #expect(bits.end(in: range) == end, "\(seed)")
            #expect(array.indices.allSatisfy { bits[$0] == array[$0] }, "\(seed)")
        }
    }
}

@Suite("Writers that see each other late")
struct TextLagTests {
    @Test("The text is that of the definition, at once and run by run", arguments: Seed.first(6))
    func equalsNaive(seed: Seed) throws {
        var random = Seeded(Int(seed.number))
        var docs = (0..<3).map { Doc(agent: $0) }
        var made: [[TextRun<Int>]] = [[], [], []]
        for step in 0..<50 {
            for writer in docs.indices {
                for other in docs.indices where other != writer && step >= 16 {
                    try docs[writer].merge([made[other][step - 16]])
                }
                let known = docs[writer].known
                let place = random.below(docs[writer].count + 1)
                if random.chance(30), place < docs[writer].count {
                    try docs[writer].delete(place..<place + 1)
                } else {
                    try docs[writer].insert("x\(writer)", at: place)
                }
                made[writer] += docs[writer].runs(since: known)
            }
        }
        let runs = (0..<50).flatMap { step in made.map { $0[step] } }
        let expected = Naive(single(runs)).text()
        var atOnce = Doc(agent: 9)
        try atOnce.merge(runs)
        var oneByOne = Doc(agent: 9)
        for run in runs { try oneByOne.merge([run]) }
        #expect(atOnce.text == expected && oneByOne.text == expected, "\(seed)")
        #expect(try atOnce.text(at: atOnce.version) == expected, "\(seed)")
    }
}
