/// A JPEG file taken apart by a reader of the tests' own, so that the intake is not checked against itself.
struct JPEGParts {
    struct Segment: Equatable {
        var marker: UInt8
        var payload: [UInt8]

        var bytes: [UInt8] {
            let length = payload.count + 2
            return [0xFF, marker, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)] + payload
        }
    }

    /// The segments up to the first scan header, that one included.
    var segments: [Segment] = []
    /// What follows.
    var rest: [UInt8] = []

    /// Takes a well-formed file apart. Fill bytes are dropped.
    init(_ bytes: [UInt8]) {
        var place = 2
        while place + 4 <= bytes.count, segments.last?.marker != 0xDA {
            while bytes[place + 1] == 0xFF { place += 1 }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            segments.append(
                Segment(marker: bytes[place + 1], payload: Array(bytes[place + 4..<place + 2 + length])))
            place += 2 + length
        }
        rest = Array(bytes[place...])
    }

    var bytes: [UInt8] { [0xFF, 0xD8] + segments.flatMap(\.bytes) + rest }

    /// Where the first segment with a marker is.
    func index(_ marker: UInt8) -> Int? { segments.firstIndex { $0.marker == marker } }

    /// The payload of the first segment with a marker, to be changed.
    subscript(_ marker: UInt8) -> [UInt8] {
        get { index(marker).map { segments[$0].payload } ?? [] }
        set {
            if let index = index(marker) {
                segments[index].payload = newValue
            } else {
                segments.insert(Segment(marker: marker, payload: newValue), at: 0)
            }
        }
    }

    /// The ICC profile, its parts put together in the order of their numbers.
    var profile: [UInt8] {
        segments.filter { $0.marker == 0xE2 && $0.payload.starts(with: Array("ICC_PROFILE\0".utf8)) }
            .sorted { $0.payload[12] < $1.payload[12] }
            .flatMap { $0.payload.dropFirst(14) }
    }
}

extension [UInt8] {
    /// A file with a segment right after its start.
    func inserting(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var parts = JPEGParts(self)
        parts.segments.insert(.init(marker: marker, payload: payload), at: 0)
        return parts.bytes
    }

    /// A file with bytes between the last entropy-coded byte and the end of the image.
    func padding(_ bytes: [UInt8]) -> [UInt8] { dropLast(2) + bytes + suffix(2) }

    func contains(text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return false }
        return (0...count - wanted.count).contains { self[$0] == wanted[0] && self[$0...].starts(with: wanted) }
    }
}

/// SplitMix64: repeatable randomness.
struct MutationRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
