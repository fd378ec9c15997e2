import DermaContent
public import DermaFuzzing

extension FuzzTarget {
    /// JPEG intake: what is taken is taken again without a change, and nothing is added to it.
    public static let jpeg = FuzzTarget("jpeg", memoryMultiple: 32, memoryConstant: 4 << 20) {
        bytes throws(Violation) in
        switch clean(bytes) {
        case .success(let once):
            try checkAgain(once)
            try require(once.jpeg.count <= bytes.count + 4, "cleaning added bytes")
            try require(!once.header.isEmpty && !once.imageData.isEmpty, "a part is empty")
        case .failure(let error):
            try require((0...bytes.count).contains(error.offset), "\(error.code) at \(error.offset) of \(bytes.count)")
        }
    }

    /// A whole photo with any metadata: never refused for what they are, and nothing of them is left.
    public static let metadata = FuzzTarget("metadata", memoryMultiple: 32, memoryConstant: 4 << 20) {
        bytes throws(Violation) in
        guard let first = bytes.first, bytes.count < 65_000 else { return }
        let kind = segmentKinds[Int(first) % segmentKinds.count]
        let file = SmallPhoto.jpeg(with: kind.marker, Array(kind.signature.utf8) + bytes.dropFirst())
        switch clean(file) {
        case .success(let once):
            try checkAgain(once)
            if kind.marker == 0xE1 { try require(once.jpeg == SmallPhoto.jpeg, "metadata are left in the photo") }
        case .failure(let error): throw Violation("a whole photo is refused: \(error.code) at \(error.offset)")
        }
    }

    /// The segments of a JPEG file that `metadata` knows: the kind's number and what follows the signature.
    package static func metadata(of jpeg: [UInt8]) -> [(kind: UInt8, rest: [UInt8])] {
        var found: [(kind: UInt8, rest: [UInt8])] = []
        var offset = 2
        while offset + 4 <= jpeg.count, jpeg[offset] == 0xFF, jpeg[offset + 1] != 0xDA {
            let end = min(jpeg.count, offset + 2 + (Int(jpeg[offset + 2]) << 8 | Int(jpeg[offset + 3])))
            let payload = jpeg[min(offset + 4, end)..<end]
            for (number, kind) in segmentKinds.enumerated()
            where kind.marker == jpeg[offset + 1] && payload.starts(with: kind.signature.utf8) {
                found.append((UInt8(number), Array(payload.dropFirst(kind.signature.utf8.count))))
            }
            offset = max(end, offset + 2)
        }
        return found
    }

    private static let segmentKinds: [(marker: UInt8, signature: String)] = [
        (0xE1, "Exif\0\0"), (0xE1, "http://ns.adobe.com/xap/1.0/\0"), (0xE0, "JFIF\0"), (0xE0, "JFXX\0"),
        (0xE2, "ICC_PROFILE\0"), (0xE2, "MPF\0"), (0xED, "Photoshop 3.0\0"), (0xEE, "Adobe"), (0xFE, ""), (0xE5, ""),
    ]

    /// Limits that let a small file show that memory follows them.
    private static let limits = {
        var limits = PhotoLimits()
        limits.progressiveBytesMax = 1 << 20
        limits.scansMax = 16
        return limits
    }()

    private static func clean(_ bytes: [UInt8]) -> Result<CleanedPhoto, IntakeError> {
        Result { () throws(IntakeError) in try JPEGIntake.clean(bytes, limits: limits) }
    }

    private static func checkAgain(_ once: CleanedPhoto) throws(Violation) {
        guard case .success(let twice) = clean(once.jpeg) else { throw Violation("a cleaned photo is refused") }
        try require(twice.jpeg == once.jpeg, "cleaning a cleaned photo changes it")
        try require(twice.removed.isEmpty, "a cleaned photo still had something to remove")
        try require(twice.width == once.width && twice.height == once.height, "a cleaned photo has another size")
    }
}
