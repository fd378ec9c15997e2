/// Takes choices from a fuzzer's bytes, so that inputs become sequences of acts. What is beyond the end reads as zero.
package struct FuzzInput {
    private let bytes: [UInt8]
    private var offset = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether every byte was taken.
    package var isEmpty: Bool { offset == bytes.count }

    /// The next byte.
    package mutating func byte() -> UInt8 {
        guard !isEmpty else { return 0 }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A number below `count`, which is 1 to 256.
    package mutating func below(_ count: Int) -> Int { Int(byte()) % count }

    /// True for every second byte.
    package mutating func flag() -> Bool { byte() & 1 == 1 }

    /// One of `choices`; nil if there are none.
    package mutating func element<Element>(of choices: [Element]) -> Element? {
        choices.isEmpty ? nil : choices[below(min(choices.count, 256))]
    }

    /// A length in one byte, then as many bytes.
    package mutating func blob() -> [UInt8] { take(Int(byte())) }

    /// Everything that is left.
    package mutating func rest() -> [UInt8] { take(bytes.count - offset) }

    /// Up to `count` bytes.
    package mutating func take(_ count: Int) -> [UInt8] {
        let end = min(offset + count, bytes.count)
        defer { offset = end }
        return Array(bytes[offset..<end])
    }

    /// `original` with a few of its bytes changed, cut out or doubled, as the input says.
    package mutating func changed(_ original: [UInt8]) -> [UInt8] {
        var changed = original
        for _ in 0..<below(4) where !changed.isEmpty {
            let place = (Int(byte()) << 8 | Int(byte())) % changed.count
            switch below(4) {
            case 0: changed[place] = byte()
            case 1: changed[place] ^= 1 << UInt8(below(8))
            case 2: changed.removeSubrange(place..<min(changed.count, place + 1 + below(16)))
            default: changed.insert(contentsOf: blob(), at: place)
            }
        }
        return changed
    }
}
