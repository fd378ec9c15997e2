import DermaWire
import Testing

/// Reads from the start of `bytes`; what is left unread is no fault.
func read<Value>(_ bytes: [UInt8], _ body: (inout ByteReader) throws -> Value) throws -> Value {
    var reader = ByteReader(bytes.span.bytes)
    return try body(&reader)
}

/// Why reading from the start of `bytes` fails; nil if it does not.
func fault<Value>(_ bytes: [UInt8], _ body: (inout ByteReader) throws -> Value) -> WireError? {
    do {
        _ = try read(bytes, body)
        return nil
    } catch let error as WireError {
        return error
    } catch {
        Issue.record(error, "the reader throws nothing but WireError")
        return nil
    }
}

/// What `body` writes.
func written(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
    var writer = ByteWriter()
    body(&writer)
    return writer.bytes
}
