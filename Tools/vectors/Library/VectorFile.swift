import DermaWire
import Foundation

/// One file of test vectors: a JSON array of cases.
public struct VectorFile: Sendable {
    /// The file's name, such as `varints.json`.
    public let name: String
    let cases: [VectorCase]

    init(_ name: String, _ cases: [VectorCase]) {
        self.name = name + ".json"
        self.cases = cases
    }

    /// The file's bytes: keys sorted, two spaces of indentation, a line feed at the end.
    /// - Throws: `EncodingError`, which these values do not cause.
    public func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(cases.map(\.json))) + [0x0a]
    }
}

/// One case: what is given, and what must come out.
struct VectorCase: Sendable {
    let name: String
    let note: String
    let fields: [String: JSONValue]
    let expect: JSONValue

    init(_ name: String, _ note: String, _ fields: [String: JSONValue], expect: JSONValue) {
        self.name = name
        self.note = note
        self.fields = fields
        self.expect = expect
    }

    var json: JSONValue {
        var all = fields
        all["name"] = .string(name)
        all["note"] = .string(note)
        all["expect"] = expect
        return .object(all)
    }
}

/// The code did not do what the generator's author says that it must.
struct Contradiction: Error, CustomStringConvertible {
    let description: String

    init(_ name: String, _ what: String) { description = "\(name): \(what)" }
}

extension VectorCase {
    /// A case of bytes that must decode to a value which encodes to the same bytes again.
    static func valid<Value: WireValue>(
        _ name: String, _ note: String, _ value: Value, type: String, _ shown: JSONValue
    ) throws -> VectorCase {
        let bytes = value.encoded
        guard try Value(decoding: bytes).encoded == bytes else {
            throw Contradiction(name, "does not survive a round trip")
        }
        return VectorCase(
            name, note, ["type": .string(type), "bytes": .hex(bytes)], expect: ["valid": true, "value": shown])
    }

    /// A case of bytes that must be refused with this code at this offset.
    static func malformed<Value: WireValue>(
        _ name: String, _ note: String, _ bytes: [UInt8], as _: Value.Type, type: String, _ code: WireError.Code,
        at offset: Int
    ) throws -> VectorCase {
        do throws(WireError) {
            _ = try Value(decoding: bytes)
        } catch {
            guard error == WireError(code, at: offset) else { throw Contradiction(name, "fails with \(error)") }
            return VectorCase(name, note, ["type": .string(type), "bytes": .hex(bytes)], expect: .error(error))
        }
        throw Contradiction(name, "decodes")
    }
}

extension JSONValue {
    /// What a decoder must report.
    static func error(_ error: WireError) -> JSONValue {
        ["error": .string(error.code.rawValue), "offset": .number(error.offset)]
    }
}
