import DermaIdentity
import DermaSecrets
import DermaWire
import Testing

@Suite("Vectors: primitives")
struct PrimitiveVectorTests {
    @Test("Numbers, texts, byte strings and flags are read or refused as stated", arguments: Vector.all("varints"))
    func varints(_ vector: Vector) throws {
        let bytes = try vector["bytes"].bytes()
        var found: JSON = .null
        var fault: WireError?
        do throws(WireError) {
            found = try Self.read(vector, bytes)
        } catch {
            fault = error
        }
        try expect(fault, vector)
        if fault == nil { #expect(found == vector.expect["value"]) }
    }

    private static func read(_ vector: Vector, _ bytes: [UInt8]) throws(WireError) -> JSON {
        let limit = Int(vector["limit"].integer ?? 0)
        var reader = ByteReader(bytes.span.bytes)
        let value: JSON
        switch vector["type"].text {
        case "varint": value = .string("\(try reader.varint())")
        case "signed": value = .string("\(try reader.signedVarint())")
        case "flag": value = .bool(try reader.flag())
        case "text": value = .string(try reader.text(max: limit))
        case "bytes": value = .string(Hex.encode(try reader.blob(max: limit)))
        default: value = .null
        }
        try reader.finish()
        return value
    }

    @Test("Numbers are written as they are read", arguments: Vector.all("varints"))
    func writing(_ vector: Vector) throws {
        guard vector.expect["valid"] == true else { return }
        let value = vector.expect["value"]
        var writer = ByteWriter()
        switch vector["type"].text {
        case "varint": writer.varint(try #require(value.text.flatMap { UInt64($0) }))
        case "signed": writer.signedVarint(try #require(value.integer))
        case "flag": writer.flag(value == true)
        case "text": writer.text(try #require(value.text))
        default: writer.blob(try value.bytes())
        }
        #expect(writer.bytes == (try vector["bytes"].bytes()))
    }

    @Test("Padding classes", arguments: Vector.all("padding", having: "length"))
    func classes(_ vector: Vector) throws {
        let length = try #require(vector["length"].integer)
        #expect(vector.expect["padded"].integer == Int64(Padding.paddedLength(Int(length))))
    }

    @Test("Padding is taken off again", arguments: Vector.all("padding", having: "content"))
    func padding(_ vector: Vector) throws {
        let content = try vector["content"].bytes()
        let padded = try vector.expect["padded"].bytes()
        #expect(Padding.unpad(padded) == content)
        #expect(Padding.pad(content) == padded)
    }

    @Test("What is no padding is refused", arguments: Vector.all("padding", having: "padded"))
    func noPadding(_ vector: Vector) throws {
        #expect(Padding.unpad(try vector["padded"].bytes()) == nil)
    }

    @Test("Hashes in every context", arguments: Vector.all("hashes"))
    func hashes(_ vector: Vector) throws {
        let context = try #require(vector["context"].text.flatMap { HashContext(rawValue: $0) })
        let message = try vector["message"].bytes()
        if vector["signature"] == .null {
            #expect(Bytes32.hash(context, message) == (try vector.expect["hash"].decoded()))
        } else {
            let key: SigningPublicKey = try vector["publicKey"].decoded()
            let verifies = key.verifies(try vector["signature"].decoded(), context, message)
            #expect(verifies == vector.expect["verifies"].flag)
        }
    }

    @Test("The hash vectors cover every context")
    func everyContext() {
        let covered = Set(Vector.all("hashes").compactMap { $0["context"].text })
        #expect(covered == Set(HashContext.allCases.map(\.rawValue)))
    }
}

/// Compares what a decoder threw with what a case states.
func expect(_ fault: WireError?, _ vector: Vector) throws {
    if vector.expect["valid"] == true {
        #expect(fault == nil)
        return
    }
    let code = try #require(vector.expect["error"].text.flatMap { WireError.Code(rawValue: $0) })
    #expect(fault == WireError(code, at: Int(try #require(vector.expect["offset"].integer))))
}
