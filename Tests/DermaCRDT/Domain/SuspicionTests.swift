import DermaCRDT
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Suspected triggers")
struct SuspicionTests {
    private static let days = known(DayInterval(today, known(today.advanced(by: 2))))
    private static func other(_ text: String) -> Suspect { .other(known(ShortText(text))) }

    private static func fault(_ bytes: [UInt8]) -> WireError? {
        do throws(WireError) { _ = try Suspicion(decoding: bytes) } catch { return error }
        return nil
    }

    @Test("Known encodings")
    func encodings() throws {
        let rows: [(Suspicion, String)] = [
            (Suspicion(.trigger(.heat)), "060100"), (Suspicion(.trigger(.hormonal), by: .carer), "120200"),
            (Suspicion(Self.other("paint"), by: .clinician), "00" + "057061696e74" + "0300"),
            (Suspicion(.trigger(.sweat), during: Self.days), "0b01" + "01" + "d2ee02" + "d7ee02"),
        ]
        for (suspicion, hex) in rows {
            #expect(Hex.encode(suspicion.encoded) == hex)
            #expect(try Suspicion(decoding: suspicion.encoded) == suspicion)
        }
    }

    @Test("What is refused, and where")
    func refused() {
        #expect(Self.fault([19, 1, 0]) == WireError(.invalidValue, at: 0))
        #expect(Self.fault([6, 0, 0]) == WireError(.invalidValue, at: 1))
        #expect(Self.fault([6, 4, 0]) == WireError(.invalidValue, at: 1))
        #expect(Self.fault([6, 1, 2]) == WireError(.invalidValue, at: 2))
        #expect(Self.fault([6, 1]) == WireError(.truncated, at: 2))
        #expect(Self.fault([0, 0, 1, 0]) == WireError(.invalidValue, at: 1))
        #expect(Self.fault([0, 1, 0xff, 1, 0]) == WireError(.malformedText, at: 1))
        #expect(Self.fault([0, 0x80, 2] + [UInt8](repeating: 0x61, count: 256) + [1, 0]) == nil)
        #expect(Self.fault([0, 0x81, 2]) == WireError(.limitExceeded, at: 1))
        let (first, last) = (Self.days.first.encoded, Self.days.last.encoded)
        #expect(Self.fault([6, 1, 1] + first + first) == nil)
        #expect(Self.fault([6, 1, 1] + last + first) == WireError(.invalidValue, at: 6))
        #expect(DayInterval(Self.days.last, Self.days.first) == nil)
    }

    @Test("A text is the same only if its bytes are: elements of a set may not depend on who compares them")
    func bytes() {
        let composed = Self.other("\u{e9}")
        let decomposed = Self.other("e\u{301}")
        #expect("\u{e9}" == "e\u{301}", "what String thinks")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
        #expect(decomposed < composed && !(composed < decomposed))
        #expect(ShortText("") == nil && ShortText(String(repeating: "a", count: 257)) == nil)
        #expect(ShortText(String(repeating: "é", count: 129)) == nil, "bytes are counted")
    }

    @Test("One order of all suspicions, the stated one")
    func order() {
        let early = known(DayInterval(Self.days.first, Self.days.first))
        let ascending = [
            Suspicion(Self.other("a")), Suspicion(Self.other("a"), by: .clinician), Suspicion(Self.other("aa")),
            Suspicion(Self.other("b")), Suspicion(.trigger(.irritant)), Suspicion(.trigger(.heat)),
            Suspicion(.trigger(.heat), during: early), Suspicion(.trigger(.heat), during: Self.days),
            Suspicion(.trigger(.heat), by: .carer), Suspicion(.trigger(.hormonal)),
        ]
        for (index, one) in ascending.enumerated() {
            for (place, other) in ascending.enumerated() {
                #expect((one < other) == (index < place), "\(index), \(place)")
                #expect((one == other) == (index == place), "\(index), \(place)")
            }
        }
    }

    @Test("A changed byte is refused or makes another suspicion with exactly these bytes", arguments: Seed.first(30))
    func canonical(seed: Seed) throws {
        var random = seed.random
        let suspect: Suspect =
            random.chance(oneIn: 2) ? .other(random.shortText()) : .trigger(random.element(of: Trigger.allCases))
        let interval = DayInterval(random.day(), random.day())
        let suspicion = Suspicion(suspect, by: random.element(of: Rater.allCases), during: interval)
        #expect(try Suspicion(decoding: suspicion.encoded) == suspicion)
        for (bit, flipped) in suspicion.encoded.bitFlips {
            if let other = try? Suspicion(decoding: flipped) {
                #expect(other.encoded == flipped && other != suspicion, "bit \(bit)")
            }
        }
    }
}
