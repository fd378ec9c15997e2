/// The parts of an ICC profile, which APP2 segments of limited length carry (ICC.1:2022, annex B.4).
struct ICCProfileParts {
    static let signature = "ICC_PROFILE\0"
    private static let headerLength = 14

    private var parts: [(number: Int, count: Int, segment: JPEGSegment)] = []
    private var profileBytes = 0

    /// Whether there is any part.
    var isEmpty: Bool { parts.isEmpty }
    /// How many segments there are.
    var segmentCount: Int { parts.count }
    /// How long they are, markers included.
    var segmentBytes: Int { parts.reduce(0) { $0 + $1.segment.range.count } }

    /// Takes a segment that begins with the signature.
    mutating func add(_ bytes: Span<UInt8>, _ segment: JPEGSegment, limits: PhotoLimits) throws(IntakeError) {
        let start = segment.payload.lowerBound
        guard segment.payload.count >= ICCProfileParts.headerLength else {
            parts.append((0, 0, segment))
            return
        }
        profileBytes += segment.payload.count - ICCProfileParts.headerLength
        guard profileBytes <= limits.iccBytesMax else { throw .at(segment.start, .colorProfileTooLong) }
        parts.append((Int(bytes[start + 12]), Int(bytes[start + 13]), segment))
    }

    /// The segments in the order of their numbers; nil unless each is there once, all name the same count, and
    /// together they begin as a profile must (ICC.1:2022, 7.2: `acsp` at byte 36). No program can use anything less.
    func inSequence(_ bytes: Span<UInt8>) -> [Range<Int>]? {
        let sorted = parts.sorted { $0.number < $1.number }
        for (index, part) in sorted.enumerated() {
            guard part.number == index + 1, part.count == sorted.count else { return nil }
        }
        var signature: [UInt8] = []
        var skipped = 0
        for part in sorted where signature.count < 4 {
            let data = part.segment.payload.dropFirst(ICCProfileParts.headerLength)
            let rest = data.dropFirst(max(0, 36 - skipped))
            for index in rest.prefix(4 - signature.count) { signature.append(bytes[index]) }
            skipped += data.count
        }
        return signature == Array("acsp".utf8) ? sorted.map(\.segment.range) : nil
    }
}
