import CSodium
import DermaIdentity

/// Turns 256 bits into 24 words and back, as BIP 39 lays down: 11 bits a word, 8 bits of SHA-256 as a check.
enum RecoveryWords {
    static func words(of entropy: [UInt8]) -> [String] {
        let bytes = entropy + [checksum(entropy)]
        return (0..<24).map { index in
            let number = (0..<11).reduce(0) { number, offset in
                let bit = index * 11 + offset
                return number << 1 | Int(bytes[bit / 8] >> (7 - UInt8(bit % 8)) & 1)
            }
            return WordList.english[number]
        }
    }

    static func entropy(of text: String) throws(RecoveryWordsError) -> [UInt8] {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        guard words.count == 24 else { throw .wrongCount(words.count) }
        var bytes = [UInt8](repeating: 0, count: 33)
        for (index, word) in words.enumerated() {
            guard let number = WordList.english.firstIndex(of: String(word)) else {
                throw .unknownWord(place: index + 1)
            }
            for offset in 0..<11 where number >> (10 - offset) & 1 == 1 {
                let bit = index * 11 + offset
                bytes[bit / 8] |= 1 << (7 - UInt8(bit % 8))
            }
        }
        let entropy = Array(bytes[..<32])
        guard bytes[32] == checksum(entropy) else { throw .wrongChecksum }
        return entropy
    }

    private static func checksum(_ entropy: [UInt8]) -> UInt8 {
        precondition(Sodium.isReady, "libsodium cannot run on this machine")
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_hash_sha256(&digest, entropy, UInt64(entropy.count))
        return digest[0]
    }
}

/// Why recovery words were not taken. Never holds the words.
public enum RecoveryWordsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There must be 24.
    case wrongCount(Int)
    /// The word at this place, from 1, is not in the list.
    case unknownWord(place: Int)
    /// Every word is in the list, but together they do not fit.
    case wrongChecksum

    public var description: String {
        switch self {
        case .wrongCount(let count): "there are \(count) recovery words instead of 24"
        case .unknownWord(let place): "recovery word \(place) is not in the list: compare its first four letters"
        case .wrongChecksum: "the recovery words do not fit together: one is wrong or two are swapped"
        }
    }
}
