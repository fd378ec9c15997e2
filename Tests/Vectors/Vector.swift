import DermaWire
import Foundation
import Testing

/// One case of a vector file, as a reader of another language would have it: nothing but the JSON.
struct Vector: Sendable, CustomTestStringConvertible {
    let file: String
    let json: JSON

    var name: String { json["name"].text ?? "nameless" }
    var testDescription: String { "\(file): \(name)" }

    /// What must come out.
    var expect: JSON { json["expect"] }

    subscript(key: String) -> JSON { json[key] }

    /// The cases of a file whose `key` is there; a case that fails if there are none.
    static func all(_ file: String, having key: String? = nil) -> [Vector] {
        let url = Repository.file("Spec/Vectors/\(file).json")
        guard let data = try? Data(contentsOf: url),
            case .array(let cases) = try? JSONDecoder().decode(JSON.self, from: data)
        else { return [Vector(file: file, json: .null)] }
        let chosen = cases.map { Vector(file: file, json: $0) }.filter { vector in
            key.map { vector[$0] != .null } ?? true
        }
        return chosen.isEmpty ? [Vector(file: file, json: .null)] : chosen
    }

    /// The case with this name.
    static func named(_ name: String, in file: String) throws -> Vector {
        try #require(all(file).first { $0.name == name }, "there is no case \(name) in \(file)")
    }
}

/// Where the repository is that this test was built from.
enum Repository {
    static func file(_ path: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: path)
    }

    static func text(_ path: String) throws -> String { try String(contentsOf: file(path), encoding: .utf8) }
}

/// A piece of a vector file.
enum JSON: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    /// The value under a key; `null` where there is none.
    subscript(key: String) -> JSON {
        guard case .object(let values) = self else { return .null }
        return values[key] ?? .null
    }

    var text: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var flag: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    var items: [JSON] {
        guard case .array(let values) = self else { return [] }
        return values
    }

    /// A number, written as such or in decimal digits.
    var integer: Int64? {
        switch self {
        case .number(let value): Int64(value)
        case .string(let value): Int64(value)
        default: nil
        }
    }

    /// Bytes in hexadecimal.
    func bytes() throws -> [UInt8] { try #require(text.flatMap { Hex.decode($0) }, "no hexadecimal: \(self)") }

    /// An id or a hash in hexadecimal.
    func decoded<Value: WireDecodable>(as _: Value.Type = Value.self) throws -> Value { try Value(decoding: bytes()) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }

    static func hex(_ value: some WireEncodable) -> JSON { .string(Hex.encode(value.encoded)) }
}
