import Foundation

/// libjpeg-turbo's decoder, which says what a photo looks like and whether it is whole.
enum DJPEG {
    static let path = "/usr/bin/djpeg"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    struct Result {
        /// The samples as PPM or PGM.
        let pixels: Data
        /// 0, or 1 for an error, or 2 for a warning.
        let status: Int32
        /// The error, or the first warning.
        let complaint: String

        /// Whether there was nothing to complain about.
        var isSilent: Bool { status == 0 }

        /// Whether the complaint is about the image data. Other warnings are about odd numbers in headers, which harm
        /// no pixel.
        var isDamaged: Bool {
            status == 1 || complaint.contains("Corrupt JPEG data") || complaint.contains("Premature end")
        }
    }

    static func decode(_ bytes: [UInt8]) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "derma-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "in.jpg")
        let output = folder.appending(path: "out.pnm")
        try Data(bytes).write(to: input)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["-pnm", "-outfile", output.path, input.path]
        let complaint = folder.appending(path: "complaint.txt")
        try Data().write(to: complaint)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        return Result(
            pixels: (try? Data(contentsOf: output)) ?? Data(), status: process.terminationStatus,
            complaint: try String(contentsOf: complaint, encoding: .utf8))
    }
}
