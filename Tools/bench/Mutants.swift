import DermaCRDT
import DermaCausality
import Glibc

/// Damaged bytes of documents and updates, as a hostile member could seal them: there is no checksum inside to repair.
enum Mutants {
    /// How long one may take, in seconds.
    private static let patience: UInt32 = 10

    /// Bytes, and what they are read against.
    private struct Input {
        /// nil: they are a stored document.
        let base: TextDocument<ReplicaID>?
        let bytes: [UInt8]
        let text: String
    }

    /// Tries `count` mutants in child processes: a crash ends one, and another goes on behind the mutant that did it.
    static func counts(_ count: Int) -> [String: Double] {
        var (traps, hangs, different, first) = (0, 0, 0.0, 0)
        while first < count {
            let child = Child.ours("mutants", ["\(first)", "\(count)"])
            different += child.figures["different"] ?? 0
            if child.isSound { break }
            guard let last = child.figures["at"], child.signal != 0 else { return [:] }
            if child.signal == SIGALRM { hangs += 1 } else { traps += 1 }
            say("mutant \(Int(last)) ended by signal \(child.signal)")
            first = Int(last) + 1
        }
        return [
            "mutants.traps": Double(traps), "mutants.hangs": Double(hangs),
            "mutants.different": 100 * different / Double(count),
        ]
    }

    /// Tries the mutants with these numbers, each made by its number alone.
    static func run(_ numbers: Range<Int>) throws {
        let inputs = try inputs()
        var different = 0
        for number in numbers {
            alarm(patience)
            // Written before it is tried, so that who waits knows which one it was.
            row("at", Double(number))
            var random = Random(state: UInt64(number))
            let input = inputs[number % inputs.count]
            if let text = text(of: mutate(input.bytes, &random), input), text != input.text {
                different += 1
                row("different", Double(different))
            }
        }
        alarm(0)
    }

    /// What is read; nil if it is refused.
    private static func text(of bytes: [UInt8], _ input: Input) -> String? {
        if var doc = input.base {
            guard (try? doc.apply(bytes, author: replica(1))) != nil else { return nil }
            precondition((try? doc.text(at: doc.version)) == doc.text)
            return doc.text
        }
        guard let read = try? StoredText<ReplicaID>(bytes), let doc = try? read.document(agent: replica(4)) else {
            return nil
        }
        precondition(doc.text == read.text)
        return doc.text
    }

    private static func inputs() throws -> [Input] {
        var random = Random(state: 17)
        var all: [Input] = []
        for _ in 0..<20 {
            var docs = [TextDocument<ReplicaID>(agent: replica(1)), TextDocument<ReplicaID>(agent: replica(2))]
            try docs[0].insert(
                (0..<40).map { _ in Bench.words[random.below(Bench.words.count)] }.joined(separator: " "), at: 0)
            try docs[1].merge(docs[0].runs(since: [:]))
            let base = docs[0]
            for _ in 0..<10 {
                for side in 0..<2 {
                    let place = random.below(docs[side].count - 5)
                    try docs[side].delete(place..<place + random.below(4))
                    try docs[side].insert(Bench.words[random.below(Bench.words.count)], at: place)
                }
            }
            try docs[0].merge(docs[1].runs(since: docs[0].known))
            let update = docs[0].update(since: base.known, author: replica(1))
            all.append(Input(base: nil, bytes: try docs[0].stored(), text: docs[0].text))
            all.append(Input(base: base, bytes: update, text: docs[0].text))
        }
        return all
    }

    private static func mutate(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) where bytes.count > 1 {
            let place = random.below(bytes.count - 1)
            switch random.below(5) {
            case 0: bytes[place] ^= 1 << UInt8(random.below(8))
            case 1: bytes[place] = UInt8(random.below(256))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8(random.below(256)), at: place)
            default: bytes.removeSubrange((place + 1)...)
            }
        }
        return bytes
    }
}
