import DermaCRDT
import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@Suite("Environmental readings")
struct ReadingTests {
    private static let celsius = known(UnitCode("Cel"))
    private static let source = known(ShortText("met"))

    private static func fault(_ hex: String) -> WireError? {
        do throws(WireError) {
            _ = try EnvironmentalReading(decoding: Hex.decode(hex.filter { $0 != " " }) ?? [])
        } catch { return error }
        return nil
    }

    @Test("Known encodings")
    func encodings() throws {
        let rows: [(EnvironmentalReading, String)] = [
            (
                EnvironmentalReading(
                    .temperature, known(DecimalValue(-125, exponent: -1)), unit: Self.celsius,
                    source: Self.source, at: .day(today)), "01 f901 01 0343656c 036d6574 01 d2ee02"
            ),
            (
                EnvironmentalReading(
                    .other(Self.source), known(DecimalValue(0)),
                    unit: known(UnitCode("%")), source: Self.source,
                    at: .instant(Timestamp(milliseconds: 1, offsetMinutes: 60))),
                "00 036d6574 00 00 0125 036d6574 02 02 78 00"
            ),
        ]
        for (reading, hex) in rows {
            #expect(Hex.encode(reading.encoded) == hex.filter { $0 != " " })
            #expect(try EnvironmentalReading(decoding: reading.encoded) == reading)
        }
        #expect(
            EnvironmentalQuantity.registered.map(\.name) == ["temperature", "humidity", "ultraviolet-index", "pollen"])
        #expect(EnvironmentalQuantity.registered.map(\.number) == Array(1...4))
    }

    @Test("What is refused, and where")
    func refused() {
        #expect(Self.fault("01 02 00 0131 0161 01 00") == nil)
        #expect(Self.fault("05 02 00 0131 0161 01 00") == WireError(.invalidValue, at: 0))
        #expect(Self.fault("00 00 02 00 0131 0161 01 00") == WireError(.invalidValue, at: 1))
        #expect(Self.fault("01 02 12 0131 0161 01 00") == nil)
        #expect(Self.fault("01 02 14 0131 0161 01 00") == WireError(.invalidValue, at: 2))
        #expect(Self.fault("01 02 13 0131 0161 01 00") == WireError(.invalidValue, at: 2))
        #expect(Self.fault("01 02 ffffffffffffffffff01") == WireError(.invalidValue, at: 2))
        #expect(Self.fault("01 02 00 00 0161 01 00") == WireError(.invalidValue, at: 3))
        #expect(Self.fault("01 02 00 0120 0161 01 00") == WireError(.invalidValue, at: 3))
        #expect(Self.fault("01 02 00 017f 0161 01 00") == WireError(.invalidValue, at: 3))
        #expect(Self.fault("01 02 00 02c2b0 0161 01 00") == WireError(.invalidValue, at: 3))
        #expect(Self.fault("01 02 00 41") == WireError(.limitExceeded, at: 3))
        #expect(Self.fault("01 02 00 0131 00 01 00") == WireError(.invalidValue, at: 5))
        #expect(Self.fault("01 02 00 0131 0161 00 00") == WireError(.invalidValue, at: 7))
        #expect(Self.fault("01 02 00 0131 0161 03 00") == WireError(.invalidValue, at: 7))
    }

    @Test("A decimal shows all its digits, and 12.0 is not 12")
    func decimals() throws {
        let rows: [(Int64, Int, String)] = [
            (12, 0, "12"), (120, -1, "12.0"), (-5, -1, "-0.5"), (5, -9, "0.000000005"), (0, -2, "0.00"), (0, 9, "0"),
            (12, 3, "12000"), (.min, -9, "-9223372036.854775808"), (.max, 9, "9223372036854775807000000000"),
        ]
        for (mantissa, exponent, text) in rows {
            let value = try #require(DecimalValue(mantissa, exponent: exponent))
            #expect(value.description == text)
            #expect(try DecimalValue(decoding: value.encoded) == value)
        }
        #expect(DecimalValue(12) != DecimalValue(120, exponent: -1))
        #expect(DecimalValue(1, exponent: 10) == nil && DecimalValue(1, exponent: -10) == nil)
        #expect(DecimalValue(1, exponent: .min) == nil)
    }
}
