import ArgumentParser
import DermaClient
import DermaWire

struct PhotoErase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase a photo for good.",
        discussion: """
            Its bytes and its key go here at once, and from the relay and every device that syncs afterwards. It does not come \
            back. Comments on it stay. What a clinic has copied is out of reach.
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The folder's name or id.") var folder: String
    @Argument(help: "The beginning of the photo's id.") var photo: String

    func run() throws {
        var device = try home.device()
        let id = try device.folder(named: folder)
        let photo = try device.photoOnceThere(photo, in: id)
        try device.erase(photo, in: id)
        let isPending = try device.pendingErasures(in: id).contains(photo)
        try output.print(ErasedPhotoView(folder: id.description, photo: photo.description, isPending: isPending))
    }
}

/// What became of a photo that was to be erased.
struct ErasedPhotoView: Printable {
    let folder: String
    let photo: String
    /// Whether a relay may still hold it.
    let isPending: Bool

    var text: String {
        let rest =
            isPending
            ? "Pending: the relay and other devices may hold it until the next sync (`derma sync`)."
            : "The relay has confirmed that it holds no more of it."
        return "Erased photo \(photo.prefix(8)), for good. \(rest)"
    }
}
