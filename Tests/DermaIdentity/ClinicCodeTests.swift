import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Clinic codes")
struct ClinicCodeTests {
    private static let keys = DeviceKeys(
        signing: SigningPublicKey(Bytes32([UInt8](repeating: 0x11, count: 32)) ?? .zero),
        agreement: AgreementPublicKey(Bytes32([UInt8](repeating: 0x22, count: 32)) ?? .zero))
    private static let genesis = Genesis.organisation(keys: keys, name: "Dermatology", registryNumber: "RX1")
    private static let code = "CURR-GCCY-MFQ3"

    private static func error(_ text: String) -> ClinicCodeError? {
        do throws(ClinicCodeError) {
            _ = try ClinicCode(typed: text)
            return nil
        } catch { return error }
    }

    /// A03: a relay that hands out another key, name or number cannot make it fit the code. One hash costs a fifth of a
    /// second, so all of it stands in one test.
    @Test("A03: key, name and registry number each change the code; a patient has none")
    func derivation() throws {
        var random = SeededRandom(2)
        let others = [
            Genesis.organisation(keys: DeviceSecrets(random: &random).keys, name: "Dermatology", registryNumber: "RX1"),
            Genesis.organisation(keys: Self.keys, name: "Dermatology ", registryNumber: "RX1"),
            Genesis.organisation(keys: Self.keys, name: "DermatologyR", registryNumber: "X1"),
        ]
        let code = try #require(ClinicCode(of: Self.genesis))
        // Worked out with another implementation: Python and libsodium's crypto_pwhash.
        #expect(code.description == Self.code)
        let codes = try others.map { try #require(ClinicCode(of: $0)).description }
        #expect(Set(codes + [Self.code]).count == 4)
        #expect(ClinicCode(of: .account(keys: Self.keys)) == nil)
        #expect(try ClinicCode(typed: Self.code) == code)
        #expect(try ClinicCode(decoding: code.encoded) == code)
    }

    private static let symbols = code.filter { $0 != "-" }.map { $0 }

    @Test("Every single wrong symbol in every place is found")
    func wrongSymbols() {
        for place in Self.symbols.indices {
            for symbol in ClinicCode.alphabet where symbol != Self.symbols[place] {
                var wrong = Self.symbols
                wrong[place] = symbol
                #expect(Self.error(String(wrong)) == .mistyped, "\(symbol) at \(place)")
            }
        }
        #expect(ClinicCode.alphabet.count == 31 && Set(ClinicCode.alphabet).isDisjoint(with: "01ILO"))
    }

    @Test("Every swap of two neighbours is found, in any code", arguments: Seed.first(20))
    func swaps(seed: Seed) {
        var random = seed.random
        var symbols = (0..<11).map { _ in random.element(of: ClinicCode.alphabet) }
        let check = ClinicCode.alphabet.filter { Self.error(String(symbols + [$0])) == nil }
        #expect(check.count == 1, "exactly one check symbol fits")
        symbols += check
        for place in 0..<11 where symbols[place] != symbols[place + 1] {
            var swapped = symbols
            swapped.swapAt(place, place + 1)
            #expect(Self.error(String(swapped)) == .mistyped, "\(place)")
        }
    }

    @Test("Case, spaces and hyphens do not matter")
    func normalisation() throws {
        let code = try ClinicCode(typed: Self.code)
        for text in [
            Self.code.lowercased(), Self.code.filter { $0 != "-" },
            Self.symbols.map { String($0) }.joined(separator: " "),
            "  " + Self.code.replacing("-", with: " - ") + "-", Self.symbols.map { String($0) }.joined(separator: "--"),
        ] { #expect(try ClinicCode(typed: text) == code, "\(text)") }
        #expect(code.description.split(separator: "-").map(\.count) == [4, 4, 4])
    }

    @Test("What is typed wrong is said where it is")
    func typed() {
        let text = String(Self.symbols)
        #expect(Self.error("") == .badLength(0))
        #expect(Self.error(String(text.dropLast())) == .badLength(11))
        #expect(Self.error(text + "2") == .badLength(13))
        for symbol in "01ILO!É_💊" as String { #expect(Self.error("  \(symbol)") == .badSymbol(symbol, position: 3)) }
        #expect(Self.error("o") == .badSymbol("o", position: 1))
        #expect(Self.error("23ß") == .badSymbol("ß", position: 3), "one character, though its capital is two")
        #expect(Self.error(text + ".") == .badSymbol(".", position: 13))
    }

    @Test("On the wire: twelve symbols below 31 whose check fits")
    func wire() throws {
        let bytes = try ClinicCode(typed: Self.code).encoded
        #expect(bytes.count == 12)
        for (bit, flipped) in bytes.bitFlips {
            #expect(throws: WireError(.invalidValue, at: 0), "bit \(bit)") { try ClinicCode(decoding: flipped) }
        }
        // A symbol that is off by 31 has the same check.
        for place in bytes.indices where bytes[place] < 225 {
            var wrapped = bytes
            wrapped[place] += 31
            #expect(throws: WireError(.invalidValue, at: 0)) { try ClinicCode(decoding: wrapped) }
        }
        #expect(throws: WireError(.truncated, at: 0)) { try ClinicCode(decoding: Array(bytes.dropLast())) }
        #expect(throws: WireError(.trailingBytes, at: 12)) { try ClinicCode(decoding: bytes + [0]) }
    }
}
