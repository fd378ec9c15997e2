import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

/// One value of any kind that a structure can be made of.
private enum Field: Equatable, WireEncodable {
    case byte(UInt8)
    case varint(UInt64)
    case signed(Int64)
    case word(UInt64)
    case fixed([UInt8])
    case blob([UInt8])
    case text([UInt8])
    case flag(Bool)
    case optional(Suite?)
    case list([Bytes8])

    init(_ random: inout SeededRandom) {
        switch random.below(10) {
        case 0: self = .byte(random.bytes(1)[0])
        case 1: self = .varint(random.number())
        case 2: self = .signed(Int64(bitPattern: random.number()))
        case 3: self = .word(random.number())
        case 4: self = .fixed(random.bytes(1 + random.below(40)))
        case 5: self = .blob(random.blob(countMax: 200))
        case 6: self = .text(Array(random.text(countMax: 60).utf8))
        case 7: self = .flag(random.chance(oneIn: 2))
        case 8: self = .optional(random.chance(oneIn: 2) ? nil : Suite(random.bytes(1)[0]))
        default: self = .list((0..<random.below(5)).map { _ in random.fixed() })
        }
    }

    func encode(to writer: inout ByteWriter) {
        switch self {
        case .byte(let value): writer.byte(value)
        case .varint(let value): writer.varint(value)
        case .signed(let value): writer.signedVarint(value)
        case .word(let value): writer.bigEndian64(value)
        case .fixed(let value): writer.fixed(value)
        case .blob(let value): writer.blob(value)
        case .text(let value): writer.text(String(decoding: value, as: UTF8.self))
        case .flag(let value): writer.flag(value)
        case .optional(let value): writer.optional(value)
        case .list(let value): writer.list(value)
        }
    }

    /// Reads a field of the same kind (and, of fixed bytes, the same length).
    func again(_ reader: inout ByteReader) throws(WireError) -> Field {
        switch self {
        case .byte: .byte(try reader.byte())
        case .varint: .varint(try reader.varint())
        case .signed: .signed(try reader.signedVarint())
        case .word: .word(try reader.bigEndian64())
        case .fixed(let value): .fixed(try reader.fixed(value.count))
        case .blob: .blob(try reader.blob(max: 200))
        case .text: .text(Array(try reader.text(max: 1000).utf8))
        case .flag: .flag(try reader.flag())
        case .optional: .optional(try reader.optional(Suite.self))
        case .list: .list(try reader.list(of: Bytes8.self, max: 5))
        }
    }
}

@Suite("Whole structures")
struct RoundTripTests {
    private static func decode(_ bytes: [UInt8], like fields: [Field]) throws -> [Field] {
        try read(bytes) { reader in
            var found: [Field] = []
            for field in fields { found.append(try field.again(&reader)) }
            try reader.finish()
            return found
        }
    }

    @Test("Any structure comes back, no prefix of it does, and nothing may follow it", arguments: Seed.first(60))
    func structures(seed: Seed) throws {
        var random = seed.random
        let fields = (0...random.below(12)).map { _ in Field(&random) }
        let bytes = written { writer in for field in fields { writer.value(field) } }
        #expect(try Self.decode(bytes, like: fields) == fields)
        for length in bytes.indices {
            let error = #expect(throws: WireError.self) { try Self.decode(Array(bytes[..<length]), like: fields) }
            try #require(error?.code == .truncated && (error?.offset ?? .max) <= length, "cut to \(length)")
        }
        let error = #expect(throws: WireError.self) { try Self.decode(bytes + [0], like: fields) }
        #expect(error == WireError(.trailingBytes, at: bytes.count))
    }

    @Test("Random bytes are refused or are what encoding them again gives", arguments: Seed.first(40))
    func noise(seed: Seed) throws {
        var random = seed.random
        for _ in 0..<50 {
            let fields = (0...random.below(3)).map { _ in Field(&random) }
            let bytes = random.blob(countMax: 24)
            guard let found = try? Self.decode(bytes, like: fields) else { continue }
            try #require(written { writer in for field in found { writer.value(field) } } == bytes)
        }
    }

    @Test("Decoding a value takes all of the bytes")
    func wholeValue() throws {
        #expect(try Suite(decoding: [4]) == Suite(4))
        #expect(Suite(4).encoded == [4])
        #expect(throws: WireError(.trailingBytes, at: 1)) { try Suite(decoding: [4, 4]) }
        #expect(throws: WireError(.truncated, at: 0)) { try Suite(decoding: []) }
    }
}
