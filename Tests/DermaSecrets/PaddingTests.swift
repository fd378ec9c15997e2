import DermaSecrets
import DermaTestSupport
import Testing

@Suite("A24: lengths come in classes")
struct PaddingTests {
    /// The classes at their edges; above 512 bytes as Nikitin et al. define Padmé.
    static let known: [(length: Int, padded: Int)] = [
        (0, 32), (1, 32), (32, 32), (33, 64), (64, 64), (65, 96), (256, 256), (257, 288), (288, 288), (289, 320),
        (511, 512), (512, 512), (513, 544), (1000, 1024), (1025, 1088), (4096, 4096), (4097, 4352), (65_535, 65_536),
        (65_537, 67_584), (262_144, 262_144), (262_145, 270_336),
    ]

    @Test("Known classes", arguments: known)
    func classes(_ row: (length: Int, padded: Int)) {
        #expect(Padding.paddedLength(row.length) == row.padded)
    }

    @Test("A class holds its length, is its own class, grows with it, and costs at most 12 % above 512 bytes")
    func properties() {
        var mistaken: [Int] = []
        var previous = 0
        for length in Array(0..<3000) + Array(stride(from: 3001, to: 1 << 20, by: 997)) {
            let padded = Padding.paddedLength(length)
            let isCheap = length <= 512 ? padded < length + 33 : Double(padded - length) <= 0.12 * Double(length)
            if padded < length || padded < previous || Padding.paddedLength(padded) != padded || !isCheap {
                mistaken.append(length)
            }
            previous = padded
        }
        #expect(mistaken.isEmpty)
    }

    @Test("A24: short texts of many lengths have few lengths once padded")
    func shortTexts() {
        let lengths = (0...255).map { Padding.pad([UInt8](repeating: 1, count: $0)).count }
        #expect(Set(lengths) == Set(stride(from: 32, through: 256, by: 32)))
        #expect(Set(lengths[..<32]) == [32], "no, ja and «doctor» look alike")
    }

    @Test("What was padded comes back, whatever it ends with", arguments: Seed.first(50))
    func roundTrip(seed: Seed) {
        var random = seed.random
        for ending in [[], [0], [0x80], [0x80, 0], [0, 0, 0]] as [[UInt8]] {
            let bytes = random.blob(countMax: 600) + ending
            let padded = Padding.pad(bytes)
            #expect(padded.count == Padding.paddedLength(bytes.count + 1))
            #expect(Padding.unpad(padded) == bytes)
        }
    }

    @Test("No padding is not padding")
    func unpad() {
        for bytes in [[], [0], [0, 0, 0], [1], [0x80, 1], [0x81, 0, 0]] as [[UInt8]] {
            #expect(Padding.unpad(bytes) == nil)
        }
        #expect(Padding.unpad([0x80]) == [])
        #expect(Padding.unpad([0x80, 0x80, 0]) == [0x80])
    }
}
