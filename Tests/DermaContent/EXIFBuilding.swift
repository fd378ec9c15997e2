/// Builds APP1 payloads with EXIF, in either byte order.
struct EXIFBuilder {
    enum Value {
        case ascii(String)
        case short(Int)
        case long(Int)
        case byte(Int)
        case undefined([UInt8])
    }

    var isBigEndian = true
    var main: [(tag: Int, value: Value)] = []
    var camera: [(tag: Int, value: Value)] = []
    /// The directory of the thumbnail; nil for none.
    var thumbnail: [(tag: Int, value: Value)]?

    /// The payload of the segment.
    var payload: [UInt8] {
        var entries = main
        let cameraAt = 8 + length(main) + 12
        if !camera.isEmpty { entries.append((0x8769, .long(cameraAt))) }
        let hasPointer = camera.isEmpty ? 0 : 12
        let thumbnailAt = 8 + length(main) + hasPointer + (camera.isEmpty ? 0 : length(camera))
        var bytes = isBigEndian ? Array("MM".utf8) : Array("II".utf8)
        bytes += number(42, 2) + number(8, 4)
        bytes += directory(entries, at: 8, next: thumbnail == nil ? 0 : thumbnailAt)
        if !camera.isEmpty { bytes += directory(camera, at: cameraAt, next: 0) }
        if let thumbnail { bytes += directory(thumbnail, at: thumbnailAt, next: 0) }
        return Array("Exif\0\0".utf8) + bytes
    }

    func number(_ value: Int, _ size: Int) -> [UInt8] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }

    private func encoded(_ value: Value) -> (type: Int, count: Int, bytes: [UInt8]) {
        switch value {
        case .ascii(let text): (2, text.utf8.count + 1, Array(text.utf8) + [0])
        case .short(let value): (3, 1, number(value, 2))
        case .long(let value): (4, 1, number(value, 4))
        case .byte(let value): (1, 1, number(value, 1))
        case .undefined(let bytes): (7, bytes.count, bytes)
        }
    }

    private func length(_ entries: [(tag: Int, value: Value)]) -> Int {
        6
            + entries.reduce(0) { sum, entry in
                let size = encoded(entry.value).bytes.count
                return sum + 12 + (size > 4 ? size : 0)
            }
    }

    private func directory(_ entries: [(tag: Int, value: Value)], at offset: Int, next: Int) -> [UInt8] {
        var table = number(entries.count, 2)
        var data: [UInt8] = []
        let dataAt = offset + 6 + 12 * entries.count
        for entry in entries {
            let (type, count, bytes) = encoded(entry.value)
            table += number(entry.tag, 2) + number(type, 2) + number(count, 4)
            if bytes.count > 4 {
                table += number(dataAt + data.count, 4)
                data += bytes
            } else {
                table += bytes + Array(repeating: 0, count: 4 - bytes.count)
            }
        }
        return table + number(next, 4) + data
    }
}
