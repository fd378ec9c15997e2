import DermaCRDT
public import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaWire

extension FuzzTarget {
    /// What people type; the first byte chooses the field.
    public static let text = FuzzTarget("text", memoryMultiple: 512, memoryConstant: 1 << 20) {
        input throws(Violation) in
        guard let first = input.first else { return }
        let text = String(decoding: input.dropFirst(), as: UTF8.self)
        switch first % 4 {
        case 0: try clinicCode(text)
        case 1: try recoveryWords(text)
        case 2:
            if let day = CivilDay(iso: text) { try require(day.description == text, "a day shows as \(day)") }
        default:
            guard let bytes = Hex.decode(text) else { return }
            try require(Hex.encode(bytes) == text.lowercased(), "hexadecimal of another text")
        }
    }

    private static func clinicCode(_ text: String) throws(Violation) {
        guard let code = try? ClinicCode(typed: text) else { return }
        try require((try? ClinicCode(typed: code.description)) == code, "a code does not read itself")
        try require((try? ClinicCode(decoding: code.encoded)) == code, "a code does not decode itself")
    }

    private static func recoveryWords(_ text: String) throws(Violation) {
        guard let secret = try? RecoverySecret(words: text) else { return }
        let typed = text.lowercased().split(whereSeparator: \.isWhitespace).map { String($0) }
        try require(secret.words == typed, "recovery words come back as others")
    }
}
