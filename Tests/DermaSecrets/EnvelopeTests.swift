import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Envelopes open in their place, under their key, unchanged, and not otherwise")
struct EnvelopeTests {
    private static func seal(
        _ content: [UInt8] = Array("a secret".utf8), _ type: EnvelopeType = .content, seed: UInt64 = 1
    ) -> [UInt8] {
        var random = SeededRandom(seed)
        return Envelope.seal(content, type, under: key(1), for: .sample, random: &random)
    }

    @Test("What was sealed comes back, of any length and type", arguments: [0, 1, 15, 16, 17, 1000, 70_000])
    func roundTrip(count: Int) throws {
        var random = SeededRandom(UInt64(count))
        let content = random.bytes(count)
        for type in EnvelopeType.allCases {
            let sealed = Envelope.seal(content, type, under: key(1), for: .sample, random: &random)
            #expect(sealed.count == count + Envelope.overheadBytes)
            #expect(try Envelope.open(sealed, type, under: key(1), for: .sample) == content)
        }
        #expect(Envelope.overheadBytes == 75)
    }

    @Test("A08: every single flipped bit is refused, and the error does not tell which check failed")
    func bitFlips() {
        for (bit, flipped) in Self.seal().bitFlips {
            #expect(throws: OpenFailure(), "bit \(bit)") {
                try Envelope.open(flipped, .content, under: key(1), for: .sample)
            }
        }
    }

    @Test("Cut or lengthened")
    func lengths() {
        let sealed = Self.seal()
        for count in sealed.indices {
            #expect(throws: OpenFailure(), "cut to \(count)") {
                try Envelope.open(Array(sealed[..<count]), .content, under: key(1), for: .sample)
            }
        }
        #expect(throws: OpenFailure()) { try Envelope.open(sealed + [0], .content, under: key(1), for: .sample) }
    }

    @Test("A01, A06: another place, in any one part of it, is refused")
    func places() {
        let sealed = Self.seal()
        for (part, place) in AssociatedData.sample.neighbours {
            #expect(throws: OpenFailure(), "\(part)") { try Envelope.open(sealed, .content, under: key(1), for: place) }
        }
    }

    /// Bytes may not move from one part of the place to the next: each part says where it ends.
    @Test("No two places have the same encoding")
    func placesAreDistinct() {
        let places = [AssociatedData.sample] + AssociatedData.sample.neighbours.map(\.place)
        #expect(Set(places.map(\.encoded)).count == places.count)
    }

    @Test("Another key or another type is refused")
    func keysAndTypes() {
        for type in EnvelopeType.allCases {
            let sealed = Self.seal(Array("x".utf8), type)
            #expect(throws: OpenFailure()) { try Envelope.open(sealed, type, under: key(2), for: .sample) }
            for other in EnvelopeType.allCases where other != type {
                #expect(throws: OpenFailure()) { try Envelope.open(sealed, other, under: key(1), for: .sample) }
                // Nor if the header is changed to say what the reader expects.
                var relabelled = sealed
                relabelled[1] = other.rawValue
                #expect(throws: OpenFailure()) { try Envelope.open(relabelled, other, under: key(1), for: .sample) }
            }
        }
    }

    @Test("A19: the header names version, type and suite, and no other version or suite is taken")
    func header() {
        let sealed = Self.seal(Array("x".utf8), .key)
        #expect(Array(sealed[..<3]) == [1, EnvelopeType.key.rawValue, Suite.v1.number])
        for (index, byte) in [(0, 0), (0, 2), (2, 0), (2, 2), (2, 255)] as [(Int, UInt8)] {
            var other = sealed
            other[index] = byte
            #expect(throws: OpenFailure()) { try Envelope.open(other, .key, under: key(1), for: .sample) }
        }
    }

    /// Stored bytes must open for ever. The same bytes stand in the vectors of the specification.
    @Test("The registry of types")
    func registry() {
        #expect(EnvelopeType.allCases.map(\.rawValue) == Array(1...6))
    }

    @Test("An error says nothing about keys or content")
    func silentError() {
        #expect("\(OpenFailure())" == "an envelope did not open")
    }
}
