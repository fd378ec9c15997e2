import Foundation
import Testing

@testable import DermaContent

/// The cleaned photo against the original, both seen through libjpeg-turbo.
@Suite(.enabled(if: DJPEG.isInstalled, "needs djpeg from libjpeg-turbo-progs"))
struct PixelTests {
    @Test(arguments: PhotoFixtures.valid)
    func pixelsAreTheSame(name: String) throws {
        let bytes = try PhotoFixtures.load("valid/" + name)
        let original = try DJPEG.decode(bytes)
        #expect(original.isSilent)
        #expect(original.pixels.count > 64)
        let cleaned = try DJPEG.decode(JPEGIntake.clean(bytes).jpeg)
        #expect(cleaned.isSilent)
        #expect(cleaned.pixels == original.pixels)
    }

    /// Any folder of photos will do: what decodes without a complaint is taken in with the same pixels and no more
    /// metadata, what does not is refused or marked.
    @Test(.enabled(if: !PhotoFixtures.realPhotos.isEmpty, "no real photos: set DERMA_PHOTOS"))
    func realPhotosKeepTheirPixels() throws {
        for file in PhotoFixtures.realPhotos {
            let bytes = try PhotoFixtures.load(file)
            let original = try DJPEG.decode(bytes)
            let cleaned: CleanedPhoto
            do {
                cleaned = try JPEGIntake.clean(bytes)
            } catch {
                #expect(!original.isSilent, "\(file.lastPathComponent) was refused: \(error)")
                continue
            }
            #expect(!original.isDamaged || cleaned.surplusBytes > 0, "\(file.lastPathComponent) is damaged")
            let result = try DJPEG.decode(cleaned.jpeg)
            #expect(result.pixels == original.pixels, "\(file.lastPathComponent)")
            for text in ["Exif\0", "http://ns.adobe.com", "Photoshop 3.0", "MPF\0"] {
                #expect(!cleaned.header.contains(text: text), "\(file.lastPathComponent) keeps \(text)")
            }
            let again = try JPEGIntake.clean(cleaned.jpeg)
            #expect(again.removed.isEmpty && again.jpeg == cleaned.jpeg, "\(file.lastPathComponent)")
        }
    }

    /// Seeded damage to image data: where the decoder complains, the photo is refused or marked.
    @Test func damageThatADecoderSeesIsSeen() throws {
        let names = [
            "orientation-1.jpg", "full-sampling.jpg", "restart.jpg", "separate-scans.jpg", "progressive.jpg",
            "progressive-script.jpg", "progressive-restart.jpg", "cmyk-adobe.jpg",
        ]
        var seen = 0
        for seed in 0..<320 as Range<UInt64> {
            var random = MutationRandom(seed: seed)
            let name = names[Int(seed) % names.count]
            let original = JPEGParts(try PhotoFixtures.load("valid/" + name))
            var parts = original
            let place = Int.random(in: 0..<parts.rest.count - 2, using: &random)
            let length = min([1, 2, 16, 256].randomElement(using: &random) ?? 1, parts.rest.count - 2 - place)
            switch seed / 8 % 4 {
            case 0: parts.rest[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: parts.rest.removeSubrange(place..<place + length)
            case 2: parts.rest.replaceSubrange(place..<place + length, with: repeatElement(0, count: length))
            default:
                let noise = (0..<length).map { _ in UInt8.random(in: 0...254, using: &random) }
                parts.rest.insert(contentsOf: noise, at: place)
            }
            guard try DJPEG.decode(parts.bytes).isDamaged else { continue }
            seen += 1
            if let cleaned = try? JPEGIntake.clean(parts.bytes) {
                #expect(cleaned.surplusBytes > 0, "\(name), seed \(seed)")
            }
        }
        #expect(seen > 150)
    }
}
