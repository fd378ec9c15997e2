import DermaCausality
import DermaTestSupport
public import DermaWire
import Testing

@testable import DermaCRDT

extension Int: WireEncodable, WireDecodable {
    public init(from reader: inout ByteReader) throws(WireError) {
        self = Int(try reader.varint(in: 0...UInt64(Int32.max)))
    }
    public func encode(to writer: inout ByteWriter) { writer.varint(UInt64(self)) }
}

@Suite("Texts as bytes")
struct TextEncodingTests {
    @Test("Stored and sent texts come back", arguments: Seed.first(37))
    func roundTrips(seed: Seed) throws {
        let seed = Int(seed.number)
        var history = History(seed: seed + 9000, replicas: 1 + seed % 6)
        try history.run(steps: 5 + seed % 80, syncPercent: [10, 25, 50][seed % 3])
        try history.meet()
        let doc = history.replicas[0]

        let bytes = try doc.stored()
        let stored = try StoredText<Int>(bytes)
        #expect(stored.text == doc.text)
        var opened = try stored.document(agent: doc.agent)
        #expect(opened.text == doc.text, "seed \(seed)")
        #expect(opened.version == doc.version)
        #expect(opened.runs(since: [:]) == doc.runs(since: [:]), "seed \(seed)")
        #expect(try opened.stored() == bytes)
        try opened.insert("more", at: 0)

        let forgetful = try StoredText<Int>(doc.stored(keepingDeletedText: false)).document(agent: 3)
        #expect(forgetful.text == doc.text && forgetful.version == doc.version, "seed \(seed)")
        var late = Doc(agent: 8)
        try late.merge(forgetful.runs(since: [:]))
        #expect(late.text == doc.text, "seed \(seed)")

        var other = Doc(agent: 3)
        let all = doc.update(since: [:], author: doc.agent)
        try other.apply(all, author: doc.agent)
        #expect(other.text == doc.text, "seed \(seed)")
        try other.apply(all, author: doc.agent)
        #expect(other.eventCount == doc.eventCount)

        // Piece by piece, with overlaps.
        var third = Doc(agent: 4)
        var known: [Int: Int] = [:]
        for run in doc.runs(since: [:]) {
            var part = Doc(agent: 99)
            try part.merge(doc.runs(since: [:]).prefix { $0 != run } + [run])
            try third.apply(
                part.update(since: known, author: run.agent, shared: [7, 8]), author: run.agent, shared: [7, 8])
            if history.random.chance(60) { known = third.known }
        }
        #expect(third.text == doc.text, "seed \(seed)")
    }

    @Test("What is more than an update may hold is divided", arguments: Seed.first(12)) func updatesAreDivided(
        seed: Seed
    ) throws {
        var history = History(seed: Int(seed.number) + 700, replicas: 3)
        try history.run(steps: 60, syncPercent: 30)
        let doc = history.replicas[0]
        for bytesMax in [1, 40, 200] {
            let updates = doc.updates(since: [:], author: doc.agent, bytesMax: bytesMax)
            var other = Doc(agent: 3)
            for update in updates {
                try other.apply(update, author: doc.agent)
                if bytesMax > 100 { #expect(try Self.plain(update: update).count <= bytesMax + 5, "\(seed)") }
            }
            #expect(other.text == doc.text && other.version == doc.version, "\(seed)")
            #expect(bytesMax > 40 || updates.count > 1)
        }
        #expect(doc.updates(since: doc.known, author: doc.agent).isEmpty)
    }

    @Test("A text of more bytes than an update may have is sent") func longTextsAreSent() throws {
        var doc = Doc(agent: 1)
        try doc.insert(String(repeating: "itch ", count: TextLimits.updateBytesMax / 5 + 1), at: 0)
        var other = Doc(agent: 2)
        #expect(throws: TextUpdateError.self) { try other.apply(doc.update(since: [:], author: 1), author: 1) }
        let updates = doc.updates(since: [:], author: 1)
        #expect(updates.count == 2)
        for update in updates { try other.apply(update, author: 1) }
        #expect(other.count == doc.count && other.version == doc.version)
    }

    @Test("No agent is named twice") func refusesAgentsTwice() throws {
        var doc = Doc(agent: 1)
        try doc.insert("one", at: 0)
        // One row in the long form, agents 2 and 2 or 1 again, one run, one head, one position, one scalar.
        for agents in [[2, 2], [1, 2]] as [[UInt8]] {
            let update: [UInt8] = [1 << 2 | 2, 2] + agents + [1, 1 << 2, 1, 1 << 2, 0, 0x78]
            #expect(throws: TextUpdateError.malformed(WireError(.invalidValue, at: 1))) {
                try doc.apply(update, author: 1)
            }
        }
        try doc.apply([1 << 2 | 2, 2, 3, 2, 1, 1 << 2, 1, 1 << 2, 0, 0x78], author: 1)
        #expect(doc.text == "onex")
    }

    @Test("Damaged bytes are refused, or mean a text") func mutantsNeverTrap() throws {
        var accepted = 0
        for seed in 0..<20 {
            var history = History(seed: seed + 500, replicas: 1 + seed % 4)
            try history.run(steps: 30, syncPercent: 25)
            let half = history.replicas[0]
            try history.run(steps: 20, syncPercent: 25)
            try history.meet()
            let doc = history.replicas[0]
            let update = doc.update(since: half.known, author: doc.agent)
            let stored = try doc.stored()
            for update in [update, try Self.plain(update: update)] {
                for _ in 0..<30 {
                    let mutant = mutate(update, &history.random)
                    var copy = half
                    do {
                        try copy.apply(mutant, author: doc.agent)
                        accepted += 1
                        #expect(try copy.text(at: copy.version) == copy.text)
                        _ = try copy.overlaps()
                    } catch {
                        #expect(copy.text == half.text && copy.version == half.version && copy.known == half.known)
                    }
                }
            }
            for stored in [stored, try Self.plain(stored: stored)] {
                for _ in 0..<30 {
                    let mutant = mutate(stored, &history.random)
                    if let read = try? StoredText<Int>(mutant), let document = try? read.document(agent: 1) {
                        accepted += 1
                        #expect(document.text == read.text)
                        #expect(try document.text(at: document.version) == read.text)
                    }
                }
            }
        }
        #expect(accepted > 0)
    }

    /// The update without deflate.
    private static func plain(update: [UInt8]) throws -> [UInt8] {
        var reader = ByteReader(update.span.bytes)
        let head = try reader.varint()
        guard head & 1 == 1 else { return update }
        let length = try reader.count(max: 1 << 20)
        var writer = ByteWriter()
        writer.varint(head - 1)
        writer.fixed(try #require(Deflate.expand(try reader.fixed(reader.remaining), to: length)))
        return writer.bytes
    }

    /// The stored document without deflate.
    private static func plain(stored: [UInt8]) throws -> [UInt8] {
        var reader = ByteReader(stored.span.bytes)
        var writer = ByteWriter()
        for part in 0..<5 {
            let bytes = try reader.packed(max: 1 << 20)
            writer.count(bytes.count << 1)
            writer.fixed(bytes)
            if part > 0 { continue }
            writer.list(try reader.list(of: Int.self, max: 100))
            writer.varint(try reader.varint())
        }
        return writer.bytes
    }

    func mutate(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) where !bytes.isEmpty {
            let place = random.below(bytes.count)
            switch random.below(5) {
            case 0: bytes[place] ^= 1 << UInt8(random.below(8))
            case 1: bytes[place] = UInt8(random.below(256))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8(random.below(256)), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
