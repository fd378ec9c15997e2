import ArgumentParser
import DermaCausality
import DermaClient
import DermaContent
import DermaWire
import Foundation

struct PhotoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "photo", abstract: "Add photos to a folder, or erase them.",
        subcommands: [Add.self, PhotoErase.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add JPEG photos, without what the camera wrote about you.",
            discussion: """
                The pixels' bytes are kept as they are. GPS, EXIF, comments, thumbnails and whatever follows the image are
                left out; the colour profile stays. A file that cannot be added is named, and the others are added.
                """)

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "JPEG files.", completion: .file()) var files: [String]

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            var added: [AddedPhoto] = []
            var failure: CommandFailure?
            for (index, file) in files.enumerated() {
                if files.count > 1 { ProgressLine.show("photo \(index + 1) of \(files.count): \(file)") }
                do {
                    added.append(try add(file, to: id, on: &device))
                } catch {
                    ProgressLine.clear()
                    let problem = CommandFailure(explaining: error) ?? CommandFailure("failed", .disk, "\(error)")
                    let named = CommandFailure(problem.code, problem.exitCode, "\(file): \(problem.message)")
                    if let earlier = failure { earlier.print(asJSON: output.json) }
                    failure = named
                    if problem.exitCode == .disk { break }
                }
            }
            ProgressLine.clear()
            if !added.isEmpty { try output.print(AddedPhotos(photos: added)) }
            if let failure { throw failure }
        }

        private func add(_ file: String, to folder: FolderID, on device: inout AppDevice) throws -> AddedPhoto {
            let limits = PhotoLimits()
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
                throw CommandFailure("noFile", .notFound, "there is no such file")
            }
            guard let size = attributes[.size] as? Int, size <= limits.bytesMax else {
                throw CommandFailure(
                    "tooLarge", .dataError, "larger than \(Bytes.text(limits.bytesMax)): export a smaller copy")
            }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure("unreadable", .notFound, "the file cannot be read: check your rights to it")
            }
            let photo = try JPEGIntake.clean(Array(data), limits: limits)
            let id = try device.add(photo, to: folder)
            return AddedPhoto(file: file, id: id.description, photo: photo, originalBytes: size)
        }
    }
}

/// What was added, and what was left out of it.
struct AddedPhotos: Printable {
    let photos: [AddedPhoto]

    func encode(to encoder: any Encoder) throws { try photos.encode(to: encoder) }

    var text: String { photos.map(\.text).joined(separator: "\n") }
}

/// One photo that was added.
struct AddedPhoto: Encodable {
    let file: String
    let id: String
    let width: Int
    let height: Int
    let orientation: Int
    let bytes: Int
    let leftOut: [String]
    let leftOutBytes: Int
    /// Bytes of the image data that no pixel needs: padding, or the trace of a small damage.
    let surplusBytes: Int

    init(file: String, id: String, photo: CleanedPhoto, originalBytes: Int) {
        self.file = file
        self.id = id
        width = photo.width
        height = photo.height
        orientation = Int(photo.orientation.rawValue)
        bytes = photo.header.count + photo.imageData.count
        leftOut = photo.removed.names
        leftOutBytes = originalBytes - bytes
        surplusBytes = photo.surplusBytes
    }

    var text: String {
        let name = URL(fileURLWithPath: file).lastPathComponent
        let left = leftOut.isEmpty ? "" : "; left out: \(leftOut.joined(separator: ", ")) (\(Bytes.text(leftOutBytes)))"
        let doubt = surplusBytes == 0 ? "" : " It has \(surplusBytes) bytes that no pixel needs: look at it for damage."
        return "Added \(name) as photo \(id.prefix(8)): \(width) × \(height), \(Bytes.text(bytes))\(left).\(doubt)"
    }
}
