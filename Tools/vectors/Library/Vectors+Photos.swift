import DermaCausality
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    private static let photoPlace = PhotoPlace(
        account: Actors.patient.account, folder: Actors.folder, photo: Actors.id("photo"))

    /// Intake, chunk plans, manifests, and streams that must or must not open.
    static func photos() throws -> [VectorCase] {
        let cleaned = try JPEGIntake.clean(SmallJPEG.file)
        var random = VectorRandom("photo")
        let sealed = try SealedPhoto(cleaned, in: photoPlace, random: &random)
        return try intake(cleaned) + plans() + [sealedCase(cleaned, sealed)] + changedStreams(sealed, cleaned)
            + malformedManifests(sealed.manifest.encoded)
    }

    private static func intake(_ cleaned: CleanedPhoto) throws -> [VectorCase] {
        guard try JPEGIntake.clean(cleaned.jpeg).jpeg == cleaned.jpeg, let claim = cleaned.captureClaim else {
            throw Contradiction("clean", "cleaning twice changes something, or the claim is lost")
        }
        let clean = VectorCase(
            "clean", "EXIF, the comment and what follows the end are gone; orientation and time are kept apart.",
            ["file": .hex(SmallJPEG.file)],
            expect: [
                "header": .hex(cleaned.header), "imageData": .hex(cleaned.imageData),
                "orientation": .number(Int(cleaned.orientation.rawValue)), "width": .number(cleaned.width),
                "height": .number(cleaned.height), "captureClaim": .hex(claim),
                "removedSegments": .number(cleaned.removed.segmentCount),
                "trailingBytes": .number(cleaned.removed.trailingBytes),
                "upright": .hex(cleaned.orientation.tagging(cleaned.jpeg)),
            ])
        let refused: [(String, String, [UInt8], IntakeError.Code, Int)] = [
            ("empty", "No bytes.", [], .empty, 0),
            ("png", "Another format.", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], .png, 0),
            (
                "cut", "The end of the image is missing.", Array(cleaned.jpeg.dropLast(2)), .truncated,
                cleaned.jpeg.count - 2
            ),
        ]
        return try [clean]
            + refused.map { name, note, file, code, offset in
                do throws(IntakeError) {
                    _ = try JPEGIntake.clean(file)
                } catch {
                    guard error == IntakeError(code: code, offset: offset) else {
                        throw Contradiction(name, "\(error.code) at \(error.offset)")
                    }
                    return VectorCase(
                        "refused-" + name, note, ["file": .hex(file)],
                        expect: ["error": .string(code.rawValue), "offset": .number(offset)])
                }
                throw Contradiction(name, "is taken")
            }
    }

    /// How long the sealed chunks of parts of these lengths are.
    private static func plans() throws -> [VectorCase] {
        let lengths = [(1, 1), (623, 4096), (4097, 100_000), (700, 262_144), (700, 262_145), (1000, 600_000)]
        return try lengths.map { header, imageData in
            let name = "plan-\(header)-\(imageData)"
            let chunks = (header + 262_143) / 262_144 + (imageData + 262_143) / 262_144
            var manifest = ByteWriter()
            manifest.byte(1)
            manifest.fixed(repeated(0, 64))
            manifest.count(header)
            manifest.count(imageData)
            manifest.count(chunks)
            manifest.fixed(repeated(0, 32 * chunks))
            manifest.fixed([1, 1, 1, 0])
            let sealed = try PhotoManifest(decoding: manifest.bytes).sealedLengths
            return VectorCase(
                name, "256 KiB a chunk; the last of a part is padded to its class, at least 4096.",
                ["header": .number(header), "imageData": .number(imageData)],
                expect: ["sealedLengths": .list(sealed) { .number($0) }])
        }
    }

    private static func sealedCase(_ photo: CleanedPhoto, _ sealed: SealedPhoto) throws -> VectorCase {
        var inputs = VectorRandom("photo")
        let keyRandom = inputs.bytes(32)
        let drawn = sealed.manifest.chunks.map { _ in inputs.bytes(24) }
        guard try sealed.manifest.open(sealed.stream, in: photoPlace) == photo.jpeg,
            try PhotoManifest(decoding: sealed.manifest.encoded).encoded == sealed.manifest.encoded
        else { throw Contradiction("photo", "does not survive") }
        return VectorCase(
            "photo", "Two chunks, one for each part.",
            [
                "account": .hex(photoPlace.account), "folder": .hex(photoPlace.folder), "photo": .hex(photoPlace.photo),
                "header": .hex(photo.header), "imageData": .hex(photo.imageData), "keyRandom": .hex(keyRandom),
                "random": .list(drawn) { .hex($0) },
            ],
            expect: [
                "key": .hex(sealed.manifest.key.exposed), "contentHash": .hex(sealed.manifest.contentHash),
                "chunks": .list(sealed.manifest.chunks) { .hex($0) },
                "lengths": .list(sealed.manifest.sealedLengths) { .number($0) }, "manifest": .hex(sealed.manifest),
                "stream": .hex(sealed.stream), "jpeg": .hex(photo.jpeg),
            ])
    }

    /// The stream of the case `photo`, changed: each must be refused. What is changed is said instead of repeated.
    private static func changedStreams(_ sealed: SealedPhoto, _ photo: CleanedPhoto) throws -> [VectorCase] {
        let stream = sealed.stream
        let first = sealed.manifest.sealedLengths[0]
        func flipped(_ index: Int) -> [UInt8] {
            var changed = stream
            changed[index] ^= 1
            return changed
        }
        let other = PhotoPlace(account: photoPlace.account, folder: photoPlace.folder, photo: Actors.id("other-photo"))
        let elsewhere = PhotoPlace(account: photoPlace.account, folder: Actors.otherFolder, photo: photoPlace.photo)
        let cases: [(String, String, [UInt8], PhotoPlace, [String: JSONValue])] = [
            ("flip-header", "In the first chunk.", flipped(100), photoPlace, ["flip": 100]),
            ("flip-image", "In the second chunk.", flipped(first + 100), photoPlace, ["flip": .number(first + 100)]),
            (
                "flip-last", "The very last byte.", flipped(stream.count - 1), photoPlace,
                ["flip": .number(stream.count - 1)]
            ),
            ("cut", "The last byte is missing.", Array(stream.dropLast()), photoPlace, ["cut": 1]),
            ("longer", "A byte too many.", stream + [0], photoPlace, ["append": "00"]),
            (
                "swapped", "The chunks in the other order.", Array(stream[first...]) + stream[..<first], photoPlace,
                ["swapAt": .number(first)]
            ),
            (
                "doubled", "The first chunk twice.", Array(stream[..<first] + stream[..<first]), photoPlace,
                ["doubleFirst": .number(first)]
            ),
            ("other-photo", "Shown as another photo.", stream, other, ["photo": .hex(other.photo)]),
            ("other-folder", "Shown in another folder.", stream, elsewhere, ["folder": .hex(elsewhere.folder)]),
        ]
        return try cases.map { name, note, stream, place, change in
            guard (try? sealed.manifest.open(stream, in: place)) == nil else { throw Contradiction(name, "opens") }
            var fields = change
            fields["base"] = "photo"
            return VectorCase("stream-" + name, note, fields, expect: ["opens": false])
        }
    }

    private static func malformedManifests(_ manifest: [UInt8]) throws -> [VectorCase] {
        let lengths = 1 + 32 + 32
        let list = lengths + varint(UInt64(manifest[lengths])).count + 1
        func changed(_ index: Int, _ value: UInt8) -> [UInt8] {
            var bytes = manifest
            bytes[index] = value
            return bytes
        }
        let after = list + varint(UInt64(0)).count + 64
        func malformed(
            _ name: String, _ note: String, _ bytes: [UInt8], _ code: WireError.Code, at offset: Int
        ) throws -> VectorCase {
            try .malformed(
                "manifest-" + name, note, bytes, as: PhotoManifest.self, type: "manifest", code, at: offset)
        }
        return try [
            malformed("version-2", "No other format exists.", changed(0, 2), .invalidValue, at: 0),
            malformed("empty-part", "No part is empty.", changed(lengths, 0), .invalidValue, at: lengths),
            malformed("orientation-9", "EXIF has eight.", changed(after, 9), .invalidValue, at: after),
            malformed("width-0", "A picture has a width.", changed(after + 1, 0), .invalidValue, at: after + 1),
            malformed("trailing", "A byte is left over.", manifest + [0], .trailingBytes, at: manifest.count),
        ]
    }
}
