import DermaSync
import DermaWire

extension Message {
    /// The frame, if the bytes are one.
    var frame: Frame? {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(bytes)
        guard let raw = try? decoder.next() else { return nil }
        return try? Frame(raw)
    }
}
