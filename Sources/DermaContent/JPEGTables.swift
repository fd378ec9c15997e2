/// The tables that are in force at a point of the file (ITU-T T.81, B.2.4). A later definition replaces an earlier one.
struct JPEGTables {
    /// Which quantisation tables are defined. Their values do not matter here.
    private(set) var hasQuantizationTable = [false, false, false, false]
    /// Huffman tables: four for DC, then four for AC.
    private(set) var huffman = [JPEGHuffmanTable?](repeating: nil, count: 8)
    /// Units between restart markers; 0 for none.
    private(set) var restartInterval = 0

    /// Reads a DQT segment (T.81, B.2.4.1).
    mutating func readQuantization(_ bytes: Span<UInt8>, _ segment: JPEGSegment) throws(IntakeError) {
        var place = segment.payload.lowerBound
        while place < segment.payload.upperBound {
            let precision = bytes[place] >> 4
            let destination = Int(bytes[place] & 15)
            guard precision <= 1, destination < 4 else { throw .at(place, .badQuantizationTable) }
            let length = 1 + 64 * (Int(precision) + 1)
            guard length <= segment.payload.upperBound - place else { throw .at(place, .badSegmentLength) }
            hasQuantizationTable[destination] = true
            place += length
        }
    }

    /// Reads a DHT segment (T.81, B.2.4.2).
    mutating func readHuffman(_ bytes: Span<UInt8>, _ segment: JPEGSegment) throws(IntakeError) {
        var place = segment.payload.lowerBound
        while place < segment.payload.upperBound {
            guard segment.payload.upperBound - place >= 17 else { throw .at(place, .badSegmentLength) }
            let tableClass = Int(bytes[place] >> 4)
            let destination = Int(bytes[place] & 15)
            guard tableClass <= 1, destination < 4 else { throw .at(place, .badHuffmanTable) }
            var counts: [UInt8] = []
            var symbolCount = 0
            for index in place + 1..<place + 17 {
                counts.append(bytes[index])
                symbolCount += Int(bytes[index])
            }
            guard symbolCount <= 256 else { throw .at(place + 1, .badHuffmanTable) }
            guard symbolCount <= segment.payload.upperBound - place - 17 else { throw .at(place, .badSegmentLength) }
            var symbols: [UInt8] = []
            for index in place + 17..<place + 17 + symbolCount { symbols.append(bytes[index]) }
            huffman[4 * tableClass + destination] =
                JPEGHuffmanTable(counts: counts, symbols: symbols, offset: place)
            place += 17 + symbolCount
        }
    }

    /// Reads a DRI segment (T.81, B.2.4.4).
    mutating func readRestartInterval(_ bytes: Span<UInt8>, _ segment: JPEGSegment) throws(IntakeError) {
        guard segment.payload.count == 2, let interval = bytes.bigEndian16(at: segment.payload.lowerBound) else {
            throw .at(segment.payload.lowerBound - 2, .badSegmentLength)
        }
        restartInterval = interval
    }

    /// The Huffman table a scan asks for. A sequential file may leave out the two pairs that T.81 gives as typical, as
    /// the frames of Motion JPEG do; decoders then use those.
    func huffmanTable(class tableClass: Int, _ number: Int, for scan: JPEGScan, in frame: JPEGFrame)
        throws(IntakeError) -> JPEGHuffmanTable
    {
        guard number < 4 else { throw .at(scan.offset, .badScan) }
        if let table = huffman[4 * tableClass + number] { return table }
        guard !frame.isProgressive, number < 2 else { throw .at(scan.offset, .missingTable) }
        return JPEGHuffmanTable.typical[2 * tableClass + number]
    }
}
