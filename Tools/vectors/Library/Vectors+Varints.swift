import DermaWire

extension Vectors {
    /// Numbers, texts, byte strings and flags: the primitives that everything else is made of.
    static func varints() throws -> [VectorCase] {
        try unsigned() + signed() + primitives()
    }

    private static func unsigned() throws -> [VectorCase] {
        let edges: [UInt64] = [
            0, 1, 127, 128, 255, 300, 16_383, 16_384, 0xffff_ffff, 1 << 32, 1 << 53, 1 << 63 - 1, 1 << 63, .max,
        ]
        let valid = try edges.map { number in
            var writer = ByteWriter()
            writer.varint(number)
            return try primitive(
                "unsigned-\(number)", "The shortest form of the number.", "varint", writer.bytes,
                .success(.wide(number)))
        }
        let faults: [(String, String, [UInt8], WireError.Code, Int)] = [
            ("empty", "There is no byte.", [], .truncated, 0),
            ("cut", "The first byte says that another follows.", [0x80], .truncated, 1),
            ("cut-after-nine", "Nine bytes say that another follows.", repeated(0xff, 9), .truncated, 9),
            ("zero-in-two-bytes", "Zero is one byte.", [0x80, 0x00], .nonMinimal, 0),
            ("one-in-two-bytes", "The second byte adds nothing.", [0x81, 0x00], .nonMinimal, 0),
            ("127-in-three-bytes", "Two bytes add nothing.", [0xff, 0x80, 0x00], .nonMinimal, 0),
            ("zero-in-ten-bytes", "The tenth byte adds nothing.", repeated(0x80, 9) + [0], .nonMinimal, 0),
            ("two-to-the-64", "One more than 64 bits hold.", repeated(0x80, 9) + [2], .overflow, 0),
            (
                "eleven-bytes", "The tenth byte may not say that another follows.", repeated(0x80, 10) + [1], .overflow,
                0
            ),
            ("trailing", "A byte is left over.", [0x00, 0x00], .trailingBytes, 1),
        ]
        return try valid
            + faults.map { try primitive("unsigned-\($0)", $1, "varint", $2, .failure(WireError($3, at: $4))) }
    }

    private static func signed() throws -> [VectorCase] {
        try [0, -1, 1, -2, 2, -1080, 1080, .min, .max].map { (number: Int64) in
            var writer = ByteWriter()
            writer.signedVarint(number)
            return try primitive(
                "signed-\(number)", "Zigzag: 2n for n ≥ 0, -2n - 1 for n < 0.", "signed", writer.bytes,
                .success(.wide(number)))
        }
    }

    private static func primitives() throws -> [VectorCase] {
        let cases: [(String, String, String, [UInt8], Result<JSONValue, WireError>)] = [
            ("flag-0", "False.", "flag", [0], .success(false)),
            ("flag-1", "True.", "flag", [1], .success(true)),
            ("flag-2", "A flag is 0 or 1.", "flag", [2], .failure(WireError(.invalidValue, at: 0))),
            ("bytes-empty", "A length of 0.", "bytes", [0], .success("")),
            ("bytes-3", "A length and the bytes.", "bytes", [3, 1, 2, 3], .success("010203")),
            ("bytes-cut", "Two of three bytes are there.", "bytes", [3, 1, 2], .failure(WireError(.truncated, at: 1))),
            (
                "bytes-too-long", "Checked before anything else: the bytes are missing, too.", "bytes", [9],
                .failure(WireError(.limitExceeded, at: 0))
            ),
            (
                "bytes-length-not-minimal", "A length is a varint like any other.", "bytes", [0x81, 0x00, 7],
                .failure(WireError(.nonMinimal, at: 0))
            ),
            ("text-ascii", "Length in bytes.", "text", [2, 0x68, 0x69], .success("hi")),
            ("text-umlaut", "One character of two bytes.", "text", [2, 0xc3, 0xbc], .success("ü")),
            (
                "text-bad-utf8", "A continuation byte alone.", "text", [1, 0x80],
                .failure(WireError(.malformedText, at: 0))
            ),
            (
                "text-overlong", "A slash in two bytes.", "text", [2, 0xc0, 0xaf],
                .failure(WireError(.malformedText, at: 0))
            ),
            (
                "text-surrogate", "UTF-8 has no surrogates.", "text", [3, 0xed, 0xa0, 0x80],
                .failure(WireError(.malformedText, at: 0))
            ),
            ("text-null", "U+0000 is text.", "text", [1, 0x00], .success("\0")),
        ]
        return try cases.map { try primitive($0, $1, $2, $3, $4) }
    }

    /// The longest byte string or text that these cases allow.
    private static let limit = 8

    private static func primitive(
        _ name: String, _ note: String, _ type: String, _ bytes: [UInt8], _ expected: Result<JSONValue, WireError>
    ) throws -> VectorCase {
        let found = Result { () throws(WireError) in try read(type, bytes) }
        guard found == expected else { throw Contradiction(name, "gives \(found)") }
        let expect: JSONValue =
            switch expected {
            case .success(let value): ["valid": true, "value": value]
            case .failure(let error): .error(error)
            }
        var fields: [String: JSONValue] = ["type": .string(type), "bytes": .hex(bytes)]
        if type == "bytes" || type == "text" { fields["limit"] = .number(limit) }
        return VectorCase(name, note, fields, expect: expect)
    }

    private static func read(_ type: String, _ bytes: [UInt8]) throws(WireError) -> JSONValue {
        var reader = ByteReader(bytes.span.bytes)
        let value: JSONValue =
            switch type {
            case "varint": .wide(try reader.varint())
            case "signed": .wide(try reader.signedVarint())
            case "flag": .bool(try reader.flag())
            case "text": .string(try reader.text(max: limit))
            default: .hex(try reader.blob(max: limit))
            }
        try reader.finish()
        return value
    }

    static func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
}
