import DermaSync
import DermaWire

extension FuzzTarget {
    /// A stream of frames. The first byte says in what pieces it arrives; above 15, in one.
    public static let frames = FuzzTarget("frames", memoryMultiple: 128) { input throws(Violation) in
        guard let first = input.first else { return }
        let stream = Array(input.dropFirst())
        let whole = try Cut(stream, every: stream.count)
        if first < 16 {
            let pieces = try Cut(stream, every: 1 + Int(first))
            try require(whole == pieces, "a stream in pieces of \(1 + Int(first)) bytes reads otherwise")
        }
        let length = whole.frames.reduce(0) { $0 + $1.bytes.count }
        try require(
            whole.frames.flatMap(\.bytes) == Array(stream.prefix(length)), "frames do not encode to their own bytes")
        for raw in whole.frames {
            switch Result(catching: { () throws(WireError) in try Frame(raw).raw }) {
            case .success(let encoded): try require(encoded == raw, "the frame \(raw.type) encodes to other bytes")
            case .failure(let error):
                try require((0...raw.payload.count).contains(error.offset), "\(error), of \(raw.payload.count)")
            }
        }
    }
}

/// What a decoder makes of a stream.
private struct Cut: Equatable {
    var frames: [RawFrame] = []
    var fault: WireError?

    init(_ stream: [UInt8], every length: Int) throws(Violation) {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBeforeLoginBytesMax)
        for start in stride(from: 0, to: stream.count, by: max(length, 1)) {
            decoder.append(Array(stream[start..<min(start + length, stream.count)]))
            do throws(WireError) {
                while let frame = try decoder.next() { frames.append(frame) }
            } catch {
                try require((0...stream.count).contains(error.offset), "\(error), of \(stream.count)")
                fault = error
                return
            }
        }
    }
}
