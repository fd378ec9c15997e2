/// Which bits of which coefficients have come so far, over all scans of an image.
struct JPEGProgress {
    /// Per component and coefficient the lowest bit position that has come, or −1.
    private var lowest: [[Int8]]
    /// Per component and block the AC coefficients that are known not to be zero, one bit each. Needed to walk scans
    /// that refine them; empty until a scan leaves something to refine.
    private var nonzero: [[UInt64]]
    private var byteCount = 0

    init(_ frame: JPEGFrame) {
        lowest = Array(repeating: Array(repeating: -1, count: 64), count: frame.components.count)
        nonzero = Array(repeating: [], count: frame.components.count)
    }

    /// Whether every component has had a scan. AC coefficients that never come are zero, which is legal.
    var isComplete: Bool { lowest.allSatisfy { $0[0] >= 0 } }

    /// Notes that a scan comes, if it may come here (ITU-T T.81, G.1.1.1): every coefficient first in one scan, then
    /// bit by bit; AC coefficients only after the DC coefficient.
    mutating func begin(_ scan: JPEGScan) throws(IntakeError) {
        let expected = scan.approximationHigh == 0 ? -1 : Int8(scan.approximationHigh)
        for component in scan.components {
            if scan.band.lowerBound > 0 && lowest[component.index][0] < 0 { throw .at(scan.offset, .badScan) }
            for coefficient in scan.band {
                guard lowest[component.index][coefficient] == expected else { throw .at(scan.offset, .badScan) }
                lowest[component.index][coefficient] = Int8(scan.approximationLow)
            }
        }
    }

    /// Hands out the map of a component's coefficients, to be given back with `putMap`. Two owners would copy it.
    mutating func takeMap(
        _ component: Int, of frame: JPEGFrame, for scan: JPEGScan, limits: PhotoLimits
    ) throws(IntakeError) -> [UInt64] {
        if nonzero[component].isEmpty {
            let blocks = frame.components[component].blocksWide * frame.components[component].blocksHigh
            guard blocks <= (limits.progressiveBytesMax - byteCount) / 8 else { throw .at(scan.offset, .tooManyBlocks) }
            byteCount += 8 * blocks
            return Array(repeating: 0, count: blocks)
        }
        var map: [UInt64] = []
        swap(&map, &nonzero[component])
        return map
    }

    mutating func putMap(_ map: [UInt64], _ component: Int) {
        nonzero[component] = map
    }
}
