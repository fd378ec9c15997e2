/// One pass over a JPEG file (ITU-T T.81, B.2), which sorts its bytes into those that are kept and those that are not.
struct JPEGParser {
    private let limits: PhotoLimits
    private var application = JPEGApplicationData()
    private var tables = JPEGTables()
    private var frame: JPEGFrame?
    private var progress: JPEGProgress?
    private var segmentCount = 0
    private var scanCount = 0
    private var surplusBytes = 0
    /// What is kept of the file up to the first scan header.
    private var headerParts: [Range<Int>] = []
    /// What is kept of the file from the first entropy-coded byte on.
    private var imageParts: [Range<Int>] = []

    init(limits: PhotoLimits) {
        self.limits = limits
    }

    /// Reads a file that begins with SOI.
    mutating func parse(_ bytes: Span<UInt8>) throws(IntakeError) -> CleanedPhoto {
        var offset = 2
        while true {
            let segment = try JPEGSegment.read(bytes, at: offset)
            segmentCount += 1
            guard segmentCount <= limits.segmentsMax else { throw .at(segment.start, .tooManySegments) }
            if segment.marker == .endOfImage {
                keep(segment, from: offset)
                return try finish(bytes, segment)
            }
            try read(bytes, segment, from: offset)
            offset = segment.payload.upperBound
            if segment.marker == .startOfScan { offset = try walk(bytes, segment) }
        }
    }

    /// Sorts one segment, whose fill bytes begin at `offset`.
    private mutating func read(
        _ bytes: Span<UInt8>, _ segment: JPEGSegment, from offset: Int
    ) throws(IntakeError) {
        switch segment.marker.role {
        case .application, .comment:
            if scanCount == 0 {
                try application.read(bytes, segment, limits: limits)
            } else {
                application.drop(bytes, segment)
            }
            return
        case .arithmeticConditioning:
            // Of no use without arithmetic coding, and a place to hide something.
            application.drop(bytes, segment)
            return
        case .standalone:
            // Decoders pass over them. Between scans they stay, since those bytes are kept as they are.
            if scanCount == 0 { return }
        case .frame:
            guard frame == nil else { throw .at(segment.start, .secondFrame) }
            let frame = try JPEGFrame(bytes, segment, limits: limits)
            self.frame = frame
            progress = JPEGProgress(frame)
        case .unsupportedFrame:
            throw .at(segment.start, .unsupportedCoding)
        case .quantizationTables:
            try tables.readQuantization(bytes, segment)
        case .huffmanTables:
            try tables.readHuffman(bytes, segment)
        case .restartInterval:
            try tables.readRestartInterval(bytes, segment)
        case .numberOfLines:
            // It may repeat what the frame header says, not change it.
            guard let frame, segment.payload.count == 2,
                bytes.bigEndian16(at: segment.payload.lowerBound) == frame.height
            else { throw .at(segment.start, .unsupportedHeight) }
        case .startOfScan:
            break
        case .startOfImage, .endOfImage, .reserved:
            throw .at(segment.start, .badMarker)
        }
        keep(segment, from: offset)
    }

    /// Walks the scan whose header `segment` is. The result is where the next marker stands.
    private mutating func walk(_ bytes: Span<UInt8>, _ segment: JPEGSegment) throws(IntakeError) -> Int {
        guard let frame, var progress else { throw .at(segment.start, .missingFrame) }
        self.progress = nil
        scanCount += 1
        guard scanCount <= limits.scansMax else { throw .at(segment.start, .tooManyScans) }
        let scan = try JPEGScan(bytes, segment, frame: frame)
        for component in scan.components
        where !tables.hasQuantizationTable[frame.components[component.index].quantizationTable] {
            throw .at(segment.start, .missingTable)
        }
        let walk = JPEGScanWalk(scan: scan, frame: frame, tables: tables, limits: limits)
        let (end, surplus) = try walk.run(bytes, from: segment.payload.upperBound, progress: &progress)
        self.progress = progress
        surplusBytes += surplus
        keepImage(segment.payload.upperBound..<end)
        return end
    }

    private mutating func keep(_ segment: JPEGSegment, from offset: Int) {
        if scanCount == 0 {
            headerParts.append(segment.range)
        } else {
            keepImage(offset..<segment.payload.upperBound)
        }
    }

    /// Adds a part, joined to the one before where they touch.
    private mutating func keepImage(_ part: Range<Int>) {
        if let last = imageParts.last, last.upperBound == part.lowerBound {
            imageParts[imageParts.count - 1] = last.lowerBound..<part.upperBound
        } else {
            imageParts.append(part)
        }
    }

    private mutating func finish(_ bytes: Span<UInt8>, _ segment: JPEGSegment) throws(IntakeError) -> CleanedPhoto {
        guard let frame, let progress else { throw .at(segment.start, .missingFrame) }
        guard progress.isComplete else { throw .at(segment.start, .missingScan) }
        application.noteTrailing(byteCount: bytes.count - segment.payload.upperBound)
        var header: [UInt8] = [0xFF, JPEGMarker.startOfImage.rawValue] + application.keptSegments(bytes)
        for part in headerParts { header.append(bytes, part) }
        var imageData: [UInt8] = []
        imageData.reserveCapacity(imageParts.reduce(0) { $0 + $1.count })
        for part in imageParts { imageData.append(bytes, part) }
        return CleanedPhoto(
            header: header, imageData: imageData, orientation: application.orientation ?? .up, width: frame.width,
            height: frame.height, captureClaim: application.capture, removed: application.removed,
            surplusBytes: surplusBytes)
    }
}
