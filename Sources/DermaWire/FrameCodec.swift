/// What a frame is; see the registry in `Spec/`.
public struct FrameType: Hashable, Sendable, CustomStringConvertible {
    /// The number on the wire.
    public let number: UInt8

    /// Wraps a number.
    public init(_ number: UInt8) { self.number = number }

    /// Whether a receiver that does not know the type may pass over it (bit 7 set) or must refuse (bit 7 clear).
    public var isIgnorable: Bool { number & 0x80 != 0 }

    public var description: String { "0x" + Hex.encode([number]) }
}

/// A frame whose payload has not been looked at.
public struct RawFrame: Hashable, Sendable {
    /// What the payload is.
    public let type: FrameType
    /// The payload.
    public let payload: [UInt8]

    /// Pairs a type with its payload.
    public init(type: FrameType, payload: [UInt8]) {
        self.type = type
        self.payload = payload
    }

    /// type (1 byte), payload length (varint), payload.
    public var bytes: [UInt8] {
        var writer = ByteWriter(capacity: payload.count + 6)
        writer.byte(type.number)
        writer.blob(payload)
        return writer.bytes
    }
}

/// Cuts a byte stream into frames, whatever pieces it arrives in.
///
/// Holds at most one frame's bytes beyond what it was last given. Amortised O(1) per byte.
public struct FrameDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0
    private var consumed = 0
    /// The longest payload it takes, in bytes. A session raises it after login.
    public var payloadBytesMax: Int

    /// An empty decoder.
    public init(payloadBytesMax: Int) { self.payloadBytesMax = payloadBytesMax }

    /// Takes the next bytes of the stream.
    public mutating func append(_ bytes: [UInt8]) {
        if start > 0, start * 2 >= buffer.count {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame, nil if more bytes are needed.
    /// - Throws: `WireError` with the offset in the stream. After that the stream is useless.
    public mutating func next() throws(WireError) -> RawFrame? {
        var reader = ByteReader(buffer.span.bytes.extracting(start...))
        let type: UInt8
        let payloadBytes: Int
        do throws(WireError) {
            type = try reader.byte()
            payloadBytes = try reader.count(max: payloadBytesMax)
        } catch {
            if error.code == .truncated { return nil }
            throw WireError(error.code, at: consumed + error.offset)
        }
        guard payloadBytes <= reader.remaining else { return nil }
        let payload = try reader.fixed(payloadBytes)
        let length = reader.offset
        start += length
        consumed += length
        return RawFrame(type: FrameType(type), payload: payload)
    }

    /// Bytes that it holds and has not handed out.
    package var bufferedBytes: Int { buffer.count - start }

    /// Whether the stream stands between two frames.
    public var isBetweenFrames: Bool { start == buffer.count }
}
