/// A scan header: which components the scan holds, and of each coefficient which bits (ITU-T T.81, B.2.3).
struct JPEGScan {
    struct Component {
        /// The place of the component in the frame header.
        let index: Int
        /// The Huffman tables, 0 to 15 as read. Of 4 and more there are none; a scan may name one that it does not use.
        let dcTable: Int
        let acTable: Int
    }

    let components: [Component]
    /// First and last coefficient in zigzag order (Ss, Se).
    let band: ClosedRange<Int>
    /// The bit position that came before; 0 in a first scan (Ah).
    let approximationHigh: Int
    /// The bit position of this scan (Al).
    let approximationLow: Int
    /// Where the header's parameters begin, for errors.
    let offset: Int

    /// Reads a SOS segment against its frame.
    init(_ bytes: Span<UInt8>, _ segment: JPEGSegment, frame: JPEGFrame) throws(IntakeError) {
        let start = segment.payload.lowerBound
        offset = start
        guard segment.payload.count >= 1 else { throw .at(start, .badSegmentLength) }
        let count = Int(bytes[start])
        guard (1...4).contains(count) else { throw .at(start, .badScan) }
        guard segment.payload.count == 4 + 2 * count else { throw .at(start - 2, .badSegmentLength) }

        var components: [Component] = []
        for place in stride(from: start + 1, to: start + 1 + 2 * count, by: 2) {
            // Some encoders give several components one id; the scan then names them in the frame's order.
            let index = frame.components.indices.first { candidate in
                frame.components[candidate].id == bytes[place] && !components.contains { $0.index == candidate }
            }
            guard let index else { throw .at(place, .badScan) }
            components.append(
                Component(index: index, dcTable: Int(bytes[place + 1] >> 4), acTable: Int(bytes[place + 1] & 15)))
        }
        let blocksPerUnit = components.reduce(0) { sum, component in
            sum + frame.components[component.index].horizontal * frame.components[component.index].vertical
        }
        // T.81, B.2.3: at most ten blocks in an interleaved unit.
        guard components.count == 1 || blocksPerUnit <= 10 else { throw .at(start, .badScan) }
        self.components = components

        guard frame.isProgressive else {
            // T.81 asks for 0, 63, 0 and 0. There are baseline files with other values; every decoder ignores them.
            band = 0...63
            approximationHigh = 0
            approximationLow = 0
            return
        }
        let place = start + 1 + 2 * count
        let first = Int(bytes[place])
        let last = Int(bytes[place + 1])
        let high = Int(bytes[place + 2] >> 4)
        let low = Int(bytes[place + 2] & 15)
        // T.81, G.1.1.1: DC coefficients have scans of their own, AC coefficients scans of one component.
        guard first <= last, last < 64, first > 0 || last == 0, first == 0 || count == 1 else {
            throw .at(place, .badScan)
        }
        guard low <= 13, high == 0 || high == low + 1 else { throw .at(place + 2, .badScan) }
        band = first...last
        approximationHigh = high
        approximationLow = low
    }
}
