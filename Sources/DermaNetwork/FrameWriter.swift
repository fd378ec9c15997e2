import NIOCore
import NIOWebSocket

extension ByteBuffer {
    /// One whole message or control frame (RFC 6455, section 5.2), header and payload in one buffer.
    ///
    /// NIO's own encoder writes a small buffer for the header first, which costs a TLS record of its own.
    static func webSocketFrame(_ opcode: WebSocketOpcode, _ payload: [UInt8], masking: Bool) -> ByteBuffer {
        let headerBytesMax = 14
        var frame = ByteBufferAllocator().buffer(capacity: headerBytesMax + payload.count)
        let maskBit: UInt8 = masking ? 0x80 : 0
        frame.writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch payload.count {
        case ...125:
            frame.writeInteger(maskBit | UInt8(payload.count))
        case ...Int(UInt16.max):
            frame.writeMultipleIntegers(maskBit | 126, UInt16(payload.count))
        default:
            frame.writeMultipleIntegers(maskBit | 127, UInt64(payload.count))
        }
        let mask = WebSocketMaskingKey.random()
        if masking { frame.writeBytes(mask) }
        let headerBytes = frame.writerIndex
        frame.writeBytes(payload)
        if masking {
            frame.moveReaderIndex(to: headerBytes)
            frame.webSocketMask(mask)
            frame.moveReaderIndex(to: 0)
        }
        return frame
    }
}
