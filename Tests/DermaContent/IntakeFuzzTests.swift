import Foundation
import Testing

@testable import DermaContent

/// Random changes to whole photos. To repeat a run: `DERMA_SEED=… swift test --filter IntakeFuzz`.
@Suite struct IntakeFuzzTests {
    static let names = [
        "tiny-grey.jpg", "tiny-colour.jpg", "tiny-progressive.jpg", "tiny-restart.jpg", "icc-part-missing.jpg",
    ]

    @Test func nothingTrapsAndWhatPassesIsClean() throws {
        let given = ProcessInfo.processInfo.environment["DERMA_SEED"].flatMap { UInt64($0) }
        let photos = try IntakeFuzzTests.names.map { try PhotoFixtures.load("valid/" + $0) }
        let exif = EXIFBuilder(
            main: [(0x0112, .short(6)), (0x0132, .ascii("2020:02:29 23:59:59"))],
            camera: [(0x9003, .ascii("2019:12:31 00:00:01")), (0x9011, .ascii("-11:30"))])
        let seeds = photos + [photos[1].inserting(0xE1, exif.payload)]
        let first = given ?? 1
        var accepted = 0
        for seed in first..<first + (given == nil ? 20_000 : 1) {
            var random = MutationRandom(seed: seed)
            let bytes = mutate(seeds[Int(seed % UInt64(seeds.count))], &random)
            do {
                let once = try JPEGIntake.clean(bytes)
                accepted += 1
                let twice = try JPEGIntake.clean(once.jpeg)
                #expect(twice.jpeg == once.jpeg && twice.removed.isEmpty, "DERMA_SEED=\(seed)")
                #expect(once.jpeg.count <= bytes.count + 4, "DERMA_SEED=\(seed)")
                #expect(JPEGParts(once.jpeg).segments.allSatisfy(isKept), "DERMA_SEED=\(seed)")
            } catch {
                #expect((0...bytes.count).contains(error.offset), "DERMA_SEED=\(seed)")
            }
        }
        if given == nil { #expect((2_000...18_000).contains(accepted)) }
    }

    private func isKept(_ segment: JPEGParts.Segment) -> Bool {
        switch segment.marker {
        case 0xE0: segment.payload.count == 14 && segment.payload.suffix(2) == [0, 0]
        case 0xE2: segment.payload.starts(with: Array("ICC_PROFILE\0".utf8))
        case 0xEE: segment.payload.count == 12
        default: segment.marker < 0xE0
        }
    }

    private func mutate(_ original: [UInt8], _ random: inout MutationRandom) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) where bytes.count > 4 {
            let place = Int.random(in: 2..<bytes.count, using: &random)
            let length = min(Int.random(in: 1...20, using: &random), bytes.count - place)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &random) ?? 0
            case 3: bytes.removeSubrange(place..<place + length)
            case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
            case 5:
                let from = Int.random(in: 0...bytes.count - length, using: &random)
                bytes.replaceSubrange(place..<place + length, with: bytes[from..<from + length])
            case 6: bytes.insert(contentsOf: [0xFF, UInt8.random(in: 0xC0...0xFE, using: &random)], at: place)
            default: bytes.removeLast(Int.random(in: 0...min(8, bytes.count - 3), using: &random))
            }
        }
        return bytes
    }
}
