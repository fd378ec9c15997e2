import ArgumentParser
import DermaClient

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show folders with everything in them.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The folder's name or id. Default: all of them.") var folder: String?

    func run() throws {
        let device = try home.device()
        let ids = try folder.map { [try device.folder(named: $0)] } ?? device.folderIDs
        try output.print(FolderViews(folders: try ids.compactMap { try FolderView($0, on: device) }))
    }
}

/// Several folders.
struct FolderViews: Printable {
    let folders: [FolderView]

    func encode(to encoder: any Encoder) throws { try folders.encode(to: encoder) }

    var text: String {
        folders.isEmpty
            ? "No folders: `derma folder create NAME` makes one." : folders.map(\.text).joined(separator: "\n\n")
    }
}
