/// A frame header: the size of the image and how its components are sampled (ITU-T T.81, B.2.2).
struct JPEGFrame {
    struct Component {
        let id: UInt8
        let horizontal: Int
        let vertical: Int
        let quantizationTable: Int
        /// The size in blocks of 8×8 samples when the component has a scan of its own (T.81, A.1.1 and A.2.2).
        let blocksWide: Int
        let blocksHigh: Int
    }

    let isProgressive: Bool
    let width: Int
    let height: Int
    let components: [Component]
    /// The size in minimum coded units of a scan of several components (T.81, A.2.3).
    let unitsWide: Int
    let unitsHigh: Int

    /// Reads a SOF0, SOF1 or SOF2 segment.
    init(_ bytes: Span<UInt8>, _ segment: JPEGSegment, limits: PhotoLimits) throws(IntakeError) {
        let start = segment.payload.lowerBound
        guard segment.payload.count >= 6 else { throw .at(start, .badSegmentLength) }
        guard bytes[start] == 8 else { throw .at(start, .unsupportedPrecision) }
        let height = Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
        let width = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
        let componentCount = Int(bytes[start + 5])
        guard segment.payload.count == 6 + 3 * componentCount else { throw .at(start - 2, .badSegmentLength) }
        guard height > 0 else { throw .at(start + 1, .unsupportedHeight) }
        guard width > 0 else { throw .at(start + 3, .badFrame) }
        guard componentCount > 0 else { throw .at(start + 5, .badFrame) }
        guard componentCount <= 4 else { throw .at(start + 5, .unsupportedComponents) }
        guard width * height <= limits.pixelsMax else { throw .at(start + 1, .tooManyPixels) }

        var horizontalMax = 1
        var verticalMax = 1
        for place in stride(from: start + 6, to: segment.payload.upperBound, by: 3) {
            let horizontal = Int(bytes[place + 1] >> 4)
            let vertical = Int(bytes[place + 1] & 15)
            guard (1...4).contains(horizontal), (1...4).contains(vertical) else { throw .at(place + 1, .badFrame) }
            guard bytes[place + 2] < 4 else { throw .at(place + 2, .badFrame) }
            horizontalMax = max(horizontalMax, horizontal)
            verticalMax = max(verticalMax, vertical)
        }
        components = stride(from: start + 6, to: segment.payload.upperBound, by: 3).map { place in
            let horizontal = Int(bytes[place + 1] >> 4)
            let vertical = Int(bytes[place + 1] & 15)
            return Component(
                id: bytes[place], horizontal: horizontal, vertical: vertical,
                quantizationTable: Int(bytes[place + 2]),
                blocksWide: (width * horizontal).dividedUp(by: 8 * horizontalMax),
                blocksHigh: (height * vertical).dividedUp(by: 8 * verticalMax))
        }
        isProgressive = segment.marker.rawValue == 0xC2
        self.width = width
        self.height = height
        unitsWide = width.dividedUp(by: 8 * horizontalMax)
        unitsHigh = height.dividedUp(by: 8 * verticalMax)
    }
}

extension Int {
    /// The quotient, rounded up. For numbers that are not negative.
    fileprivate func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}
