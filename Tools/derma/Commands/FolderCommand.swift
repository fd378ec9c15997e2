import ArgumentParser
import DermaCRDT
import DermaClient
import DermaWire

struct FolderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folder", abstract: "Make, rename and list folders.",
        subcommands: [Create.self, Rename.self, List.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a folder, for an area of the body.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name, like “Left forearm”.") var name: String

        func run() throws {
            var device = try home.device()
            let folder = try device.createFolder(named: name)
            try output.print(
                Done("Made folder “\(name)” (\(folder.description.prefix(8))).", ["folder": folder.description]))
        }
    }

    struct Rename: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a folder another name.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The folder's name or id.") var folder: String
        @Argument(help: "The new name.") var name: String

        func run() throws {
            var device = try home.device()
            let id = try device.folder(named: folder)
            try device.rename(id, to: name)
            try output.print(Done("Renamed to “\(name)”.", ["folder": id.description]))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the folders.")

        @OptionGroup var home: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws { try output.print(FolderList(of: home.device())) }
    }
}

/// The folders that a device holds.
struct FolderList: Printable {
    struct Item: Encodable {
        let id: String
        let name: String
        let owner: String
        let photos: Int
    }

    let folders: [Item]

    init(of device: AppDevice) {
        let names = Names(device)
        folders = device.folderIDs.compactMap { id in
            device.state(of: id).map {
                Item(
                    id: id.description, name: $0.name.shown?.value ?? "", owner: names.party($0.owner),
                    photos: $0.photos.count)
            }
        }
    }

    func encode(to encoder: any Encoder) throws { try folders.encode(to: encoder) }

    var text: String {
        guard !folders.isEmpty else { return "No folders." }
        return folders.map { "\($0.id.prefix(8))  \($0.name)  (\($0.photos) photos, \($0.owner))" }.joined(
            separator: "\n")
    }
}
