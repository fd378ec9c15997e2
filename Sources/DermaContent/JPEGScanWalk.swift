/// Walks the entropy-coded data of a scan: decodes every code and checks that every block of the image is there,
/// without computing a single sample (ITU-T T.81, annexes F and G).
///
/// Markers alone do not show that a photo is whole: bytes lost in the middle leave them all in place. Decoders see it
/// only while they decode, and then they warn, and fill the rest of the picture with grey.
///
/// - Complexity: O(bytes), plus one visit a block for each progressive scan that refines AC coefficients.
struct JPEGScanWalk {
    /// Surplus bytes that pass at the end of a stretch of data, whatever they are. libjpeg-turbo reads up to so many
    /// ahead and then does not notice them (measured: 1 to 7 pass it silently, 8 never).
    static let surplusBytesMax = 7
    /// Surplus bytes that pass if all are the same: some cameras pad so. Less than a sector of a storage device, since
    /// a lost sector looks the same.
    static let paddingBytesMax = 511

    let scan: JPEGScan
    let frame: JPEGFrame
    let tables: JPEGTables
    let limits: PhotoLimits

    /// Walks the data from `offset` on, the first byte after the scan header. The result is where the marker stands
    /// that ends the scan, and how many bytes of the data were of no use.
    func run(
        _ bytes: Span<UInt8>, from offset: Int, progress: inout JPEGProgress
    ) throws(IntakeError) -> (end: Int, surplusBytes: Int) {
        try progress.begin(scan)
        var blocks = try JPEGBlockWalk(scan: scan, frame: frame, tables: tables, limits: limits, progress: &progress)
        defer { blocks.finish(&progress) }

        var remaining = unitCount
        var start = offset
        var restartNumber = 0
        var surplusBytes = 0
        while true {
            guard let end = bytes.endOfEntropyCodedData(from: start) else { throw .at(bytes.count, .truncated) }
            let units = tables.restartInterval == 0 ? remaining : min(tables.restartInterval, remaining)
            var reader = JPEGBitReader(start..<end)
            try blocks.walk(bytes, &reader, units: units)
            surplusBytes += try checkedSurplus(bytes, reader)
            remaining -= units
            if remaining == 0 { return (end, surplusBytes) }
            let marker = try JPEGSegment.read(bytes, at: end)
            guard marker.marker.restartNumber == restartNumber else { throw .at(end, .badRestart) }
            restartNumber = (restartNumber + 1) & 7
            start = marker.payload.upperBound
        }
    }

    /// The units that restart intervals are counted in: blocks, if the scan has one component, else groups of blocks.
    private var unitCount: Int {
        guard scan.components.count == 1 else { return frame.unitsWide * frame.unitsHigh }
        let component = frame.components[scan.components[0].index]
        return component.blocksWide * component.blocksHigh
    }

    private func checkedSurplus(_ bytes: Span<UInt8>, _ reader: JPEGBitReader) throws(IntakeError) -> Int {
        let surplus = reader.unreadByteCount(bytes)
        if surplus <= JPEGScanWalk.surplusBytesMax { return surplus }
        let start = reader.end - surplus
        if surplus <= JPEGScanWalk.paddingBytesMax {
            var index = start
            while index < reader.end && bytes[index] == bytes[start] { index += 1 }
            if index == reader.end { return surplus }
        }
        throw .at(start, .surplusImageData)
    }
}
