/// The smallest grey JPEG that intake takes: one block of 8×8 samples, all of the same grey.
package enum SmallPhoto {
    package static let jpeg: [UInt8] = start + tables + [0x3F, 0xFF, 0xD9]

    /// The same with a segment after its start.
    package static func jpeg(with marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length = payload.count + 2
        return start + [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + payload + tables + [0x3F, 0xFF, 0xD9]
    }

    private static let start: [UInt8] = [0xFF, 0xD8]

    /// A quantisation table of ones, the frame header, a Huffman table with one code for each class, the scan header.
    private static let tables: [UInt8] =
        [0xFF, 0xDB, 0x00, 0x43, 0x00] + [UInt8](repeating: 1, count: 64)
        + [0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0x08, 0x00, 0x08, 0x01, 0x01, 0x11, 0x00]
        + [0xFF, 0xC4, 0x00, 0x14, 0x00, 0x01] + [UInt8](repeating: 0, count: 16)
        + [0xFF, 0xC4, 0x00, 0x14, 0x10, 0x01] + [UInt8](repeating: 0, count: 16)
        + [0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00]
}
