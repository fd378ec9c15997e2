import Foundation

/// The photo fixtures of `Tests/Fixtures/photos` and, where there are any, real photos.
enum PhotoFixtures {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Names of the files in `valid` and `broken`.
    static let valid = names(in: "valid")
    static let broken = names(in: "broken")

    static func load(_ path: String) throws -> [UInt8] {
        try load(root.appending(path: "Tests/Fixtures/photos").appending(path: path))
    }

    static func load(_ file: URL) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: file))
    }

    /// JPEG files in the folder that `DERMA_PHOTOS` names, or beside the repository, at any depth.
    static let realPhotos: [URL] = {
        let folder = ProcessInfo.processInfo.environment["DERMA_PHOTOS"].map { URL(filePath: $0) }
        let found = FileManager.default.enumerator(
            at: folder ?? root.deletingLastPathComponent().appending(path: "shared/photos"),
            includingPropertiesForKeys: nil)
        let files = (found?.allObjects ?? []).compactMap { $0 as? URL }
        return files.filter { ["jpg", "jpeg"].contains($0.pathExtension.lowercased()) }
            .sorted { $0.path < $1.path }
    }()

    private static func names(in folder: String) -> [String] {
        let path = root.appending(path: "Tests/Fixtures/photos").appending(path: folder).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
