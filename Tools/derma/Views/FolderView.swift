import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaWire

/// A folder as `show` prints it.
struct FolderView: Printable {
    struct Photo: Encodable {
        let id: String
        let width: Int
        let height: Int
        let orientation: Int
        let taken: String?
        let added: String
        let by: String
        let bytesHeld: Int
        let bytes: Int
        let comments: [Comment]
    }

    /// What is left of an erased photo.
    struct Removed: Encodable {
        let id: String
        let erased: String
        let by: String
        /// Whether a relay may still hold it.
        let isPending: Bool
        let comments: [Comment]
    }

    struct Comment: Encodable {
        let id: String
        let text: String
        let versions: [String]
        let retracted: String?
        let by: String
        let at: String
    }

    struct Entry: Encodable {
        let id: String
        let title: String?
        let text: String
        let day: String?
        let site: String?
        let triggers: [String]
        let by: String
        let at: String
        let comments: [Comment]
    }

    struct Score: Encodable {
        let id: String
        let instrument: String
        let items: [Int?]
        let total: Total?
        let day: String
        let retracted: String?
        let by: String
    }

    /// A number in the output, with its places.
    struct Total: Encodable {
        let value: ScoreTotal

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(Double(value.hundredths) / 100)
        }
    }

    struct Share: Encodable {
        let clinic: String
        let purposes: [String]
        let end: String
        let state: String
    }

    let id: String
    let name: String
    let owner: String
    let photos: [Photo]
    let removedPhotos: [Removed]
    let comments: [Comment]
    let diary: [Entry]
    let scores: [Score]
    let shares: [Share]
    let openConflicts: Int
    /// Ops of a newer version.
    let newerContent: Int
    /// Entries that cannot be opened yet.
    let locked: Int
    /// Entries that add photos and that somebody hides.
    let withheld: Int

    init?(_ folder: FolderID, on device: AppDevice) throws {
        guard let state = device.state(of: folder) else { return nil }
        let names = Names(device)
        id = folder.description
        name = state.name.shown?.value ?? ""
        owner = names.party(state.owner)
        photos = try state.photos.compactMap { try Photo($0, state, folder, device, names) }
        let pending = try device.pendingErasures(in: folder)
        removedPhotos = state.erasedPhotos.map { Removed($0, isPending: pending.contains($0.id), state, names) }
        comments = state.comments.filter { $0.subject == .folder }.map { Comment($0, names) }
        diary = state.diary.map { Entry($0, state, names) }
        scores = state.scores.map { Score($0, names) }
        shares = Self.access(to: folder, device, names)
        openConflicts = state.conflicts.filter { !$0.isSettled }.count
        newerContent = state.newer.count
        locked = device.health(of: folder)?.lockedCount ?? 0
        withheld = device.health(of: folder)?.withheld.count ?? 0
    }

    private static func access(to folder: FolderID, _ device: AppDevice, _ names: Names) -> [Share] {
        guard let owner = device.state(of: folder)?.owner, let control = device.control(of: owner) else { return [] }
        let organisations = Set(control.grants.values.filter { $0.record.folder == folder }.map(\.record.organisation))
        return organisations.sorted().map { organisation in
            if organisation == device.account, let reason = device.ended[folder] {
                return Share(clinic: names.party(organisation), purposes: [], end: "", state: reason.word)
            }
            return switch control.access(of: organisation, to: folder, at: device.latestTime) {
            case .success(let access):
                Share(
                    clinic: names.party(organisation), purposes: access.purposes.names, end: Times.iso(access.end),
                    state: "open")
            case .failure(let denied):
                Share(clinic: names.party(organisation), purposes: [], end: "", state: denied.reason.word)
            }
        }
    }
}

extension FolderView.Photo {
    fileprivate init?(
        _ photo: FolderState.Photo, _ state: FolderState, _ folder: FolderID, _ device: AppDevice, _ names: Names
    ) throws {
        guard let manifest = device.manifest(of: photo.id, in: folder) else { return nil }
        let arrival = try device.arrival(of: photo.id, in: folder)
        id = photo.id.description
        width = manifest.width
        height = manifest.height
        orientation = Int(manifest.orientation.rawValue)
        taken = manifest.captureClaim.map(Times.claim)
        added = Times.text(photo.added.time)
        by = names.author(photo.added)
        bytesHeld = arrival?.held ?? 0
        bytes = arrival?.of ?? 0
        comments = state.comments.filter { $0.subject == .photo(photo.id) }.map { .init($0, names) }
    }
}

extension FolderView.Removed {
    fileprivate init(_ photo: ErasedPhoto, isPending: Bool, _ state: FolderState, _ names: Names) {
        id = photo.id.description
        erased = photo.erasures.first.map { Times.text($0.time) } ?? ""
        by = photo.erasures.first.map(names.author) ?? ""
        self.isPending = isPending
        comments = state.comments.filter { $0.subject == .photo(photo.id) }.map { .init($0, names) }
    }
}

extension FolderView.Comment {
    fileprivate init(_ comment: FolderState.Comment, _ names: Names) {
        id = comment.id.description
        text = comment.text
        versions = comment.statement.current.map(\.value)
        retracted = comment.retraction.map { Times.text($0.time) }
        by = names.author(comment.added)
        at = Times.text(comment.added.time)
    }
}

extension FolderView.Entry {
    fileprivate init(_ entry: FolderState.DiaryEntry, _ state: FolderState, _ names: Names) {
        id = entry.id.description
        title = entry.title.shown?.value
        text = entry.text ?? ""
        day = entry.day.shown?.value.description
        site = entry.site.shown?.value.name
        triggers = entry.suspicions.map(\.value.name)
        by = names.author(entry.added)
        at = Times.text(entry.added.time)
        comments = state.comments.filter { $0.subject == .diary(entry.id) }.map { .init($0, names) }
    }
}

extension FolderView.Score {
    fileprivate init(_ record: FolderState.ScoreEntry, _ names: Names) {
        id = record.id.description
        instrument = record.score.instrument.name
        items = record.score.items.map { $0.map { Int($0) } }
        total = record.score.total.map { FolderView.Total(value: $0) }
        day = record.day.description
        retracted = record.retraction.map { Times.text($0.time) }
        by = names.author(record.added)
    }
}
