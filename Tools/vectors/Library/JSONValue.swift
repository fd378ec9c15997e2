import DermaWire

/// A piece of a vector file. Numbers that may not fit a double are written as strings of decimal digits.
enum JSONValue: Encodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Bytes as lower-case hexadecimal.
    static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes)) }

    /// A value's canonical encoding as hexadecimal.
    static func hex(_ value: some WireEncodable) -> JSONValue { hex(value.encoded) }

    /// A number of up to 64 bits, in decimal.
    static func wide(_ number: some BinaryInteger) -> JSONValue { .string("\(number)") }

    static func list<Element>(_ elements: some Sequence<Element>, _ transform: (Element) -> JSONValue) -> JSONValue {
        .array(elements.map(transform))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .number(value) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
