/// The Huffman tables of one scan, laid out for speed: 1,024 entries a table, one for each value of the next ten bits.
///
/// An entry says at once how far a code moves the reader and the place in the block, since the walk needs no values.
struct JPEGScanTables {
    /// What the next ten bits mean. Zero: the code is longer than ten bits, or is none.
    struct Entry {
        let rawValue: UInt32

        /// How many bits the code and the bits that belong to it take, 1 to 31.
        var bitCount: Int { Int(rawValue & 0x3F) }
        /// How far a block's place moves: the zeros and the coefficient after them. 64, which is out of any block, for
        /// an end of block.
        var step: Int { Int(rawValue >> 8 & 0x7F) }
        /// Whether a coefficient follows the zeros.
        var hasCoefficient: Bool { rawValue & 0x8000 != 0 }
        /// Whether the coefficient is given by its sign alone, as every one that a refinement adds.
        var isUnit: Bool { rawValue >> 16 & 15 == 1 }
        /// Of an AC code, the number of zeros, or the size of a run of ends of band (RRRR).
        var run: Int { Int(rawValue >> 20 & 15) }

        /// The entry of a code of `length` bits.
        init(symbol: UInt8, length: Int, isDC: Bool) {
            let run = isDC ? 0 : UInt32(symbol >> 4)
            let size = UInt32(symbol & 15)
            let step = size > 0 ? run + 1 : run == 15 ? 16 : 64
            rawValue = (UInt32(length) + size) | step << 8 | (size > 0 ? 0x8000 : 0) | UInt32(symbol) << 16
        }

        init(rawValue: UInt32) {
            self.rawValue = rawValue
        }
    }

    static let lookupBits = 10

    /// The entries of all tables, one table after the other.
    private(set) var lookup: [UInt32] = []
    private var tables: [(table: JPEGHuffmanTable, isDC: Bool)] = []

    /// Adds a table after checking it. The result is where its entries begin.
    mutating func add(_ table: JPEGHuffmanTable, isDC: Bool) throws(IntakeError) -> Int {
        let known = tables.firstIndex { $0.isDC == isDC && $0.table.offset == table.offset && $0.table == table }
        if let known { return known << JPEGScanTables.lookupBits }
        try table.check(isDC: isDC)
        let start = lookup.count
        var index = 0
        for length in 1...JPEGScanTables.lookupBits {
            for _ in 0..<table.counts[length - 1] {
                let entry = Entry(symbol: table.symbols[index], length: length, isDC: isDC)
                lookup.append(contentsOf: repeatElement(entry.rawValue, count: 1 << (Self.lookupBits - length)))
                index += 1
            }
        }
        // The code is a prefix code, so that at most 1,024 entries stand here: codes come in rising order.
        let missing = start + 1 << JPEGScanTables.lookupBits - lookup.count
        lookup.append(contentsOf: repeatElement(0, count: missing))
        tables.append((table, isDC))
        return start
    }

    /// The entry of a code that is longer than ten bits, or nil if there is none.
    @inline(never)
    func longEntry(tableAt start: Int, window: UInt64) -> Entry? {
        let (table, isDC) = tables[start >> JPEGScanTables.lookupBits]
        guard let (symbol, length) = table.decode(window) else { return nil }
        return Entry(symbol: symbol, length: length, isDC: isDC)
    }
}
