import DermaIdentity
import DermaWire

extension Vectors {
    /// Clinic codes worked out from geneses, and typed ones with every kind of mistake.
    static func clinicCodes() throws -> [VectorCase] {
        guard let code = ClinicCode(of: Actors.clinic), let other = ClinicCode(of: Actors.otherClinic) else {
            throw Contradiction("clinic codes", "there is no memory for the hash")
        }
        let worked = [("clinic", Actors.clinic, code), ("other-clinic", Actors.otherClinic, other)].map {
            name, genesis, code in
            VectorCase(
                "code-of-" + name, "Argon2id of the genesis; eleven symbols and a check.", ["genesis": .hex(genesis)],
                expect: ["code": .string(code.description), "encoded": .hex(code)])
        }
        guard ClinicCode(of: Actors.patient) == nil else { throw Contradiction("code-of-patient", "there is one") }
        let none = VectorCase(
            "code-of-patient", "Only an organisation has a code.", ["genesis": .hex(Actors.patient)],
            expect: ["code": .null])
        return try worked + [none] + typed(code) + encoded(code)
    }

    private static func typed(_ code: ClinicCode) throws -> [VectorCase] {
        let text = code.description
        let symbols = Array(text.filter { $0 != "-" })
        let alphabet = ClinicCode.alphabet
        func next(_ symbol: Character) -> Character {
            alphabet[((alphabet.firstIndex(of: symbol) ?? 0) + 1) % alphabet.count]
        }
        var cases = [
            ("typed", "As printed.", text, "valid"),
            ("typed-lower", "Case does not matter.", text.lowercased(), "valid"),
            ("typed-spaces", "Neither do spaces and hyphens.", " " + symbols.map { "\($0) " }.joined() + "-", "valid"),
            ("typed-empty", "Nothing.", "", "badLength"),
            ("typed-11", "A symbol is missing.", String(symbols.dropLast()), "badLength"),
            ("typed-13", "A symbol too many.", String(symbols + ["2"]), "badLength"),
            ("typed-zero", "No code has a 0.", "0" + String(symbols.dropFirst()), "badSymbol"),
            ("typed-letter-l", "No code has an L.", String(symbols.dropLast()) + "L", "badSymbol"),
            ("typed-sign", "No code has signs.", text + "!", "badSymbol"),
        ]
        for place in symbols.indices {
            var wrong = symbols
            wrong[place] = next(wrong[place])
            cases.append(
                ("wrong-\(place + 1)", "Symbol \(place + 1) is the next of the alphabet.", String(wrong), "mistyped"))
        }
        for place in symbols.indices.dropLast() where symbols[place] != symbols[place + 1] {
            var swapped = symbols
            swapped.swapAt(place, place + 1)
            cases.append(("swapped-\(place + 1)", "Two neighbours are swapped.", String(swapped), "mistyped"))
        }
        return try cases.map { name, note, text, outcome in
            let found = reading(text)
            guard found == outcome else { throw Contradiction(name, found) }
            return VectorCase(name, note, ["typed": .string(text)], expect: ["outcome": .string(outcome)])
        }
    }

    private static func reading(_ text: String) -> String {
        do throws(ClinicCodeError) {
            _ = try ClinicCode(typed: text)
            return "valid"
        } catch {
            return switch error {
            case .badSymbol: "badSymbol"
            case .badLength: "badLength"
            case .mistyped: "mistyped"
            }
        }
    }

    private static func encoded(_ code: ClinicCode) throws -> [VectorCase] {
        var wrong = code.encoded
        wrong[3] = (wrong[3] + 1) % 31
        return try [
            .valid("encoded", "Twelve numbers below 31.", code, type: "clinicCode", .string(code.description)),
            .malformed(
                "encoded-check", "The check does not fit.", wrong, as: ClinicCode.self, type: "clinicCode",
                .invalidValue, at: 0),
            .malformed(
                "encoded-31", "A symbol is below 31.", [31] + code.encoded.dropFirst(), as: ClinicCode.self,
                type: "clinicCode", .invalidValue, at: 0),
            .malformed(
                "encoded-short", "There are twelve.", Array(code.encoded.dropLast()), as: ClinicCode.self,
                type: "clinicCode",
                .truncated, at: 0),
        ]
    }
}
