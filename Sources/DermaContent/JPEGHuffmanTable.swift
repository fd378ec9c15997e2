/// A Huffman table as a file gives it: how many codes there are of each length, and the symbols in the order of their
/// codes (ITU-T T.81, B.2.4.2 and annex C).
struct JPEGHuffmanTable: Equatable, Sendable {
    /// How many codes there are of 1 to 16 bits.
    let counts: [UInt8]
    let symbols: [UInt8]
    /// Where the file defines it, for errors.
    let offset: Int

    /// Checks that the code is a prefix code, as T.81, C.2 builds it. No code is all ones.
    ///
    /// Called when a scan uses the table: what no scan uses disturbs no decoder.
    func check(isDC: Bool) throws(IntakeError) {
        var next = 0
        for (index, count) in counts.enumerated() where count > 0 {
            let free = (1 << (index + 1)) - next * (1 << (index + 1)) / (1 << 16)
            guard Int(count) < free else { throw .at(offset, .badHuffmanTable) }
            next += Int(count) << (15 - index)
        }
        // A DC symbol is a number of bits (T.81, F.1.2.1); 16 is for lossless coding only.
        if isDC && symbols.contains(where: { $0 > 15 }) { throw .at(offset, .badHuffmanTable) }
    }

    /// Finds the code at the head of `window` bit by bit (T.81, F.2.2.3): the symbol and the code's length.
    func decode(_ window: UInt64) -> (symbol: UInt8, length: Int)? {
        var first = 0
        var index = 0
        for length in 1...16 {
            let count = Int(counts[length - 1])
            let place = Int(window >> (64 - length)) - first
            if place < count { return (symbols[index + place], length) }
            index += count
            first = (first + count) << 1
        }
        return nil
    }
}
