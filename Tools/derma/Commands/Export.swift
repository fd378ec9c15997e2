import ArgumentParser
import DermaCRDT
import DermaClient
import DermaContent
import Foundation

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a folder's photos and a folder.json to a directory.",
        discussion: "The photos are JPEGs with the original's pixels and, of its metadata, only how to turn them.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The folder's name or id.") var folder: String
    @Argument(help: "Where to; made if it is not there.", completion: .directory) var directory: String

    func run() throws {
        let device = try home.device()
        let id = try device.folder(named: folder)
        guard let view = try FolderView(id, on: device), let state = device.state(of: id) else {
            throw DeviceError.notFound
        }
        try write { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) }
        var arriving = 0
        for (index, photo) in state.photos.enumerated() {
            ProgressLine.show("photo \(index + 1) of \(state.photos.count)")
            guard let jpeg = try device.jpeg(of: photo.id, in: id), let manifest = device.manifest(of: photo.id, in: id)
            else {
                arriving += 1
                continue
            }
            try save(manifest.orientation.tagging(jpeg), as: "\(photo.id).jpg")
        }
        ProgressLine.clear()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try save(Array(try encoder.encode(view)), as: "folder.json")
        let missing = arriving == 0 ? "" : " \(arriving) photos are still arriving: sync and export again."
        try output.print(
            Done(
                "Exported \(state.photos.count - arriving) photos and folder.json to \(directory).\(missing)",
                ["directory": directory]))
    }

    private func save(_ bytes: [UInt8], as name: String) throws {
        try write {
            try Data(bytes).write(to: URL(fileURLWithPath: directory).appendingPathComponent(name), options: .atomic)
        }
    }

    private func write(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw CommandFailure(
                "unavailable", .disk, "\(directory) cannot be written: check the path, your rights and the free space")
        }
    }
}
