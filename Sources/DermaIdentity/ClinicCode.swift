import CSodium
public import DermaWire

/// What a person types to share with a clinic: a slow hash of the clinic's root key, name and registry number.
///
/// Eleven symbols of a 31-letter alphabet (54.5 bits) and a check symbol. A phone that is given a clinic's record works
/// the code out for itself, so a relay cannot hand out another key. The check is a weighted sum modulo the prime 31: it
/// finds every single wrong symbol and every swap of two neighbours (Verhoeff, 1969).
public struct ClinicCode: Hashable, Sendable, CustomStringConvertible {
    /// Digits and capitals without 0, 1, I, L and O.
    public static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    private static let dataCount = 11
    private static let salt = Array("derma/clinic-cod".utf8)
    private static let passes: UInt64 = 3
    private static let memoryBytes = 64 << 20

    /// The twelve symbols as numbers below 31; the last is the check.
    private let symbols: [UInt8]

    /// Works out the code of an organisation: Argon2id, 3 passes over 64 MiB, about 0.2 s.
    /// - Returns: nil for a patient's account, or if there is no memory for the hash.
    public init?(of genesis: Genesis) {
        guard Sodium.isReady, case .organisation = genesis else { return nil }
        let input = genesis.encoded.map { CChar(bitPattern: $0) }
        var hash = [UInt8](repeating: 0, count: 16)
        let status = crypto_pwhash(
            &hash, UInt64(hash.count), input, UInt64(input.count), Self.salt, Self.passes, Self.memoryBytes,
            crypto_pwhash_alg_argon2id13())
        guard status == 0 else { return nil }
        // Long division of the hash by 31: the remainders are the symbols, least significant first.
        var number = hash
        var data: [UInt8] = []
        for _ in 0..<Self.dataCount {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | Int(number[index])
                number[index] = UInt8(value / 31)
                remainder = value % 31
            }
            data.append(UInt8(remainder))
        }
        symbols = data + [Self.check(data)]
    }

    /// Reads what a person typed. Case, spaces and hyphens do not matter.
    public init(typed text: String) throws(ClinicCodeError) {
        var symbols: [UInt8] = []
        for (index, character) in text.enumerated() where !Self.isFiller(character) {
            guard let value = Self.alphabet.firstIndex(where: { String($0) == character.uppercased() }) else {
                throw .badSymbol(character, position: index + 1)
            }
            symbols.append(UInt8(value))
        }
        guard symbols.count == Self.dataCount + 1 else { throw .badLength(symbols.count) }
        guard Self.check(symbols.dropLast()) == symbols.last else { throw .mistyped }
        self.symbols = symbols
    }

    /// `XXXX-XXXX-XXXX`.
    public var description: String {
        let text = symbols.map { Self.alphabet[Int($0)] }
        return [text[0..<4], text[4..<8], text[8..<12]].map { String($0) }.joined(separator: "-")
    }

    /// Spaces of any kind, and hyphens and dashes, which messengers like to exchange for one another.
    private static func isFiller(_ character: Character) -> Bool {
        character.isWhitespace || "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}".contains(character)
    }

    private static func check(_ data: some Sequence<UInt8>) -> UInt8 {
        let sum = data.enumerated().reduce(0) { $0 + ($1.offset + 2) * Int($1.element) }
        return UInt8((31 - sum % 31) % 31)
    }
}

extension ClinicCode: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let symbols = try reader.fixed(Self.dataCount + 1)
        guard symbols.allSatisfy({ $0 < 31 }), Self.check(symbols.dropLast()) == symbols.last else {
            throw WireError(.invalidValue, at: start)
        }
        self.symbols = symbols
    }

    public func encode(to writer: inout ByteWriter) { writer.fixed(symbols) }
}

/// Why a typed clinic code was not taken.
public enum ClinicCodeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A character that no code contains; `position` counts characters as typed, from 1.
    case badSymbol(Character, position: Int)
    /// Too few or too many symbols.
    case badLength(Int)
    /// The check symbol does not fit the others.
    case mistyped

    public var description: String {
        switch self {
        case .badSymbol(let character, let position):
            "the clinic code has “\(character)” at place \(position); codes have no 0, 1, I, L, O or signs: look again at the clinic's letter"
        case .badLength(let count):
            "the clinic code has \(count) symbols instead of 12: type all of it, like ABCD-EFGH-JKMN"
        case .mistyped: "the clinic code is mistyped: compare each symbol with the clinic's letter"
        }
    }
}
