import CZlib

/// Raw deflate (RFC 1951) of whole buffers. All calls into zlib are in this file.
enum Deflate {
    /// `bytes` deflated. O(n).
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return nil
        }
        defer { deflateEnd(&stream) }
        var source = bytes
        var target = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let isDone = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
        }
        guard isDone else { return nil }
        target.removeLast(Int(stream.avail_out))
        return target
    }

    /// The `count` bytes that `bytes` is a deflated form of; nil if it is not one, or of another length.
    static func expand(_ bytes: [UInt8], to count: Int) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var source = bytes
        var isDone = false
        let target = [UInt8](unsafeUninitializedCapacity: count + 1) { target, filled in
            source.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(count + 1)
                isDone = inflate(&stream, Z_FINISH) == Z_STREAM_END
                filled = count + 1 - Int(stream.avail_out)
            }
        }
        return isDone && target.count == count && stream.avail_in == 0 ? target : nil
    }
}
