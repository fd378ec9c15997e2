import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Domain values have one encoding each")
struct CanonicalTests {
    private static func check<Value: WireValue & Hashable>(_ value: Value) throws {
        let bytes = value.encoded
        #expect(try Value(decoding: bytes) == value)
        for length in bytes.indices {
            #expect(throws: WireError.self, "cut to \(length)") { try Value(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: WireError(.trailingBytes, at: bytes.count)) { try Value(decoding: bytes + [0]) }
        for (bit, flipped) in bytes.bitFlips {
            guard let other = try? Value(decoding: flipped) else { continue }
            #expect(other.encoded == flipped && other != value, "bit \(bit)")
        }
    }

    @Test("A changed byte is refused or makes another value with exactly these bytes", arguments: Seed.first(40))
    func flipped(seed: Seed) throws {
        var random = seed.random
        try Self.check(random.score())
        try Self.check(random.site())
        try Self.check(random.reading())
    }
}

extension SeededRandom {
    fileprivate mutating func site() -> SkinSite {
        let site = element(of: BodySite.allCases)
        let side = site.isPaired ? element(of: Laterality.allCases) : .unspecified
        let x = UInt16(truncatingIfNeeded: number())
        let y = UInt16(truncatingIfNeeded: number())
        let point = BodyPoint(chance(oneIn: 2) ? .front : .back, x: x, y: y)
        return known(SkinSite(site, side, at: chance(oneIn: 3) ? nil : point))
    }

    fileprivate mutating func reading() -> EnvironmentalReading {
        let quantity: EnvironmentalQuantity =
            chance(oneIn: 3) ? .other(shortText()) : element(of: EnvironmentalQuantity.registered)
        let value = known(DecimalValue(Int64(bitPattern: number()), exponent: below(19) - 9))
        let time = Timestamp(milliseconds: Int64(bitPattern: number()), offsetMinutes: 60, zone: "Europe/Berlin")
        return EnvironmentalReading(
            quantity, value, unit: known(UnitCode(element(of: ["Cel", "%", "1", "ug/m3"]))), source: shortText(),
            at: chance(oneIn: 2) ? .day(day()) : .instant(time))
    }
}
