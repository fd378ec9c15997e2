/// Walks the blocks of one scan, whatever its kind.
struct JPEGBlockWalk {
    /// The five procedures of ITU-T T.81, annexes F.2 and G.2.
    private enum Kind {
        case sequential, dcFirst, dcRefinement, acFirst, acRefinement
    }

    private let kind: Kind
    private let scanTables: JPEGScanTables
    /// Where the entries of the tables begin that each block of a unit uses: DC and AC.
    private let blocks: [(dc: Int, ac: Int)]
    private let band: ClosedRange<Int>
    private let component: Int
    /// The nonzero coefficients of the component of an AC scan, if anything is left to refine; else empty.
    private var map: [UInt64] = []
    /// The next block of an AC scan.
    private var block = 0

    init(
        scan: JPEGScan, frame: JPEGFrame, tables: JPEGTables, limits: PhotoLimits, progress: inout JPEGProgress
    ) throws(IntakeError) {
        let isFirst = scan.approximationHigh == 0
        let isDC = scan.band.lowerBound == 0
        if !frame.isProgressive {
            kind = .sequential
        } else if isDC {
            kind = isFirst ? .dcFirst : .dcRefinement
        } else {
            kind = isFirst ? .acFirst : .acRefinement
        }
        band = scan.band
        component = scan.components[0].index

        var scanTables = JPEGScanTables()
        var blocks: [(dc: Int, ac: Int)] = []
        for part in scan.components {
            var dc = 0
            var ac = 0
            if kind == .sequential || kind == .dcFirst {
                dc = try scanTables.add(tables.huffmanTable(class: 0, part.dcTable, for: scan, in: frame), isDC: true)
            }
            if kind == .sequential || !isDC {
                ac = try scanTables.add(tables.huffmanTable(class: 1, part.acTable, for: scan, in: frame), isDC: false)
            }
            let shape = frame.components[part.index]
            let count = scan.components.count == 1 ? 1 : shape.horizontal * shape.vertical
            blocks.append(contentsOf: repeatElement((dc: dc, ac: ac), count: count))
        }
        self.scanTables = scanTables
        self.blocks = blocks
        if kind == .acRefinement || kind == .acFirst && scan.approximationLow > 0 {
            map = try progress.takeMap(component, of: frame, for: scan, limits: limits)
        }
    }

    /// Gives back what was taken from `progress`.
    mutating func finish(_ progress: inout JPEGProgress) {
        if !map.isEmpty { progress.putMap(map, component) }
        map = []
    }

    /// Walks `units` units, up to the next restart marker or the end of the scan.
    mutating func walk(_ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, units: Int) throws(IntakeError) {
        switch kind {
        case .sequential: try walkSequential(bytes, &reader, units: units)
        case .dcFirst: try walkDCFirst(bytes, &reader, units: units)
        case .dcRefinement: try skip(bytes, &reader, bitCount: units * blocks.count)
        case .acFirst: try walkACFirst(bytes, &reader, units: units)
        case .acRefinement: try walkACRefinement(bytes, &reader, units: units)
        }
    }

    /// Baseline and extended sequential (T.81, F.2.2).
    private func walkSequential(_ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, units: Int) throws(IntakeError) {
        let entries = scanTables.lookup
        let lookup = entries.span
        for _ in 0..<units {
            for block in blocks {
                _ = try next(bytes, &reader, lookup, block.dc)
                var place = 1
                while place < 64 {
                    let entry = try next(bytes, &reader, lookup, block.ac)
                    place &+= entry.step
                    if place > 64 && entry.hasCoefficient { throw .at(reader.offset(bytes), .badImageData) }
                }
            }
        }
    }

    /// The first scan of DC coefficients (T.81, G.1.2.1).
    private func walkDCFirst(_ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, units: Int) throws(IntakeError) {
        let entries = scanTables.lookup
        let lookup = entries.span
        for _ in 0..<units {
            for block in blocks { _ = try next(bytes, &reader, lookup, block.dc) }
        }
    }

    /// The first scan of a band of AC coefficients (T.81, G.1.2.2).
    private mutating func walkACFirst(
        _ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, units: Int
    ) throws(IntakeError) {
        let entries = scanTables.lookup
        let lookup = entries.span
        let end = block + units
        while block < end {
            var endsOfBand = 1
            var place = band.lowerBound
            while place <= band.upperBound {
                let entry = try next(bytes, &reader, lookup, blocks[0].ac)
                if entry.hasCoefficient {
                    place += entry.step
                    guard place <= band.upperBound + 1 else { throw .at(reader.offset(bytes), .badImageData) }
                    if !map.isEmpty { map[block] |= 1 << UInt64(place - 1) }
                } else if entry.run == 15 {
                    place += 16
                } else {
                    endsOfBand = try endOfBandRun(bytes, &reader, entry)
                    break
                }
            }
            block = min(end, block + endsOfBand)
        }
    }

    /// A scan that adds one bit to a band of AC coefficients (T.81, G.1.2.3 and figure G.7).
    private mutating func walkACRefinement(
        _ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, units: Int
    ) throws(IntakeError) {
        let entries = scanTables.lookup
        let lookup = entries.span
        let end = block + units
        var endsOfBand = 0
        while block < end {
            var place = band.lowerBound
            let old = map[block]
            while endsOfBand == 0 && place <= band.upperBound {
                let entry = try next(bytes, &reader, lookup, blocks[0].ac)
                if !entry.hasCoefficient && entry.run < 15 {
                    endsOfBand = try endOfBandRun(bytes, &reader, entry)
                    break
                }
                // The zeros of the run are counted among the coefficients that are still zero; each of the others in
                // between has one bit here.
                let rest = bits(from: place)
                var zeros = ~old & rest
                for _ in 0..<entry.run { zeros &= zeros &- 1 }
                place = zeros == 0 ? band.upperBound + 1 : zeros.trailingZeroBitCount
                let corrections = (old & rest & ~bits(from: place)).nonzeroBitCount
                if entry.hasCoefficient {
                    guard entry.isUnit, place <= band.upperBound else {
                        throw .at(reader.offset(bytes), .badImageData)
                    }
                    map[block] |= 1 << UInt64(place)
                }
                try skip(bytes, &reader, bitCount: corrections)
                place += 1
            }
            if endsOfBand > 0 {
                // The rest of the band has no news but the bits of what was there before.
                try skip(bytes, &reader, bitCount: (old & bits(from: place)).nonzeroBitCount)
                endsOfBand -= 1
            }
            block += 1
        }
    }

    /// A bit for each coefficient of the band from `place` on, which may be just past its end.
    private func bits(from place: Int) -> UInt64 {
        (~0 << UInt64(place)) & (~0 >> UInt64(63 - band.upperBound))
    }

    /// Reads how many blocks, this one included, a run of ends of band covers (T.81, G.1.2.2).
    private func endOfBandRun(
        _ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, _ entry: JPEGScanTables.Entry
    ) throws(IntakeError) -> Int {
        reader.fill(bytes)
        let low = entry.run == 0 ? 0 : Int(reader.window >> UInt64(64 - entry.run))
        try skip(bytes, &reader, bitCount: entry.run)
        return (1 << entry.run) + low
    }

    /// Reads a code and passes over the bits that belong to it.
    @inline(__always)
    private func next(
        _ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, _ lookup: Span<UInt32>, _ table: Int
    ) throws(IntakeError) -> JPEGScanTables.Entry {
        reader.fill(bytes)
        let index = Int(truncatingIfNeeded: reader.window &>> UInt64(64 - JPEGScanTables.lookupBits))
        var entry = JPEGScanTables.Entry(rawValue: lookup[table &+ index])
        if entry.rawValue == 0 { entry = try longEntry(bytes, reader, table) }
        guard entry.bitCount <= reader.count else { throw .at(reader.end, .missingImageData) }
        reader.consume(entry.bitCount)
        return entry
    }

    @inline(never)
    private func longEntry(
        _ bytes: Span<UInt8>, _ reader: JPEGBitReader, _ table: Int
    ) throws(IntakeError) -> JPEGScanTables.Entry {
        if let entry = scanTables.longEntry(tableAt: table, window: reader.window) { return entry }
        if reader.count < 16 { throw .at(reader.end, .missingImageData) }
        throw .at(reader.offset(bytes), .badImageData)
    }

    /// Passes over `bitCount` bits.
    private func skip(_ bytes: Span<UInt8>, _ reader: inout JPEGBitReader, bitCount: Int) throws(IntakeError) {
        var left = bitCount
        while left > 0 {
            reader.fill(bytes)
            let step = min(left, 32)
            guard step <= reader.count else { throw .at(reader.end, .missingImageData) }
            reader.consume(step)
            left -= step
        }
    }
}
