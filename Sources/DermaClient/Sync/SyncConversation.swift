import DermaCausality
public import DermaIdentity
public import DermaSecrets
import DermaSync
import DermaWire

/// What a sync is for.
public enum SyncScope: Hashable, Sendable {
    /// Everything that the device may have.
    case everything
    /// Only the own control log: linking, recovery.
    case controlLog
    /// The own control log and the record of the clinic with this code.
    case clinic(ClinicCode)
}

/// One device's exchange with a relay, from hello to goodbye. Does no I/O but the device's store's.
///
/// ```
/// ownLog --> partners --> halves --> folders --> erasures --> photos --> done
/// ```
/// Each step asks for all it needs at once and ends when everything it asked for was answered. Whatever was received is
/// stored before the next frame is looked at, so that a cut loses nothing.
public struct SyncConversation<Store: DeviceStore, Random: RandomSource, Clock: WallClock>: Sendable {
    /// The device that syncs.
    public typealias SyncDevice = Device<Store, Random, Clock>

    /// What the owner must do, in order.
    public enum Effect: Hashable, Sendable {
        /// Send these bytes.
        case send([UInt8])
        /// Close the connection; the sync is done.
        case finished
        /// Close the connection; the sync failed.
        case failed(SyncFailure)
    }

    enum Step: String {
        case connecting
        case ownLog
        case partners
        case halves
        case folders
        case erasures
        case photos
        case done
    }

    /// What was done so far.
    public internal(set) var report = SyncReport()
    /// Bytes of photos that have been moved, and that are to be moved, for showing progress.
    public internal(set) var photoBytes = (moved: 0, of: 0)

    let scope: SyncScope
    let host: String
    private var session: ClientSession
    var step = Step.connecting
    var effects: [Effect] = []

    /// Folders whose logs are being compared.
    var comparing: [FolderID: LogComparison] = [:]
    /// What the relay holds of each folder, by its own word.
    var heldByRelay: [FolderID: VersionVector] = [:]
    /// How many photos the relay holds in full.
    var photosAtRelay: [FolderID: UInt64] = [:]
    /// Whether the own control log was offered to a relay that does not know this device.
    var introduction = Introduction.unneeded
    /// Whether the control logs were asked for again because of what folders' entries cite.
    var hasAskedForCited = false
    /// Partners that the relay has named.
    var sharing: [SharedFolder] = []
    /// Grants whose half was asked for, in the order of asking, which is that of the answers.
    var halvesAsked: [GrantID] = []
    /// Erasures that the relay has not confirmed yet, in the order of asking.
    var erasing: [PhotoErasure] = []
    var uploads: [PhotoUpload] = []
    var downloads: [PhotoDownload] = []

    /// A sync of `device` with the relay at `host` (without port).
    public init(of device: SyncDevice, host: String, scope: SyncScope = .everything) {
        self.scope = scope
        self.host = host
        let secrets = device.secrets
        session = ClientSession(
            ClientSession.Identity(account: device.account, credential: device.credential, host: host) {
                secrets.sign($0, $1)
            })
    }

    /// Whether the sync is over.
    public var isDone: Bool {
        if case .done = step { true } else { false }
    }

    /// The step, for those who count what was reached.
    package var stepName: String { step.rawValue }
    /// The session's state, for the same.
    package var phaseName: String { session.phaseName }

    /// Begins. Call when the connection is up.
    public mutating func start(_ device: inout SyncDevice) -> [Effect] {
        run(session.start(nonce: device.environment.random.fixed()), &device)
    }

    /// Takes bytes from the relay.
    public mutating func receive(_ bytes: [UInt8], _ device: inout SyncDevice) -> [Effect] {
        run(session.receive(bytes), &device)
    }

    /// The connection ended. What has come of a photo becomes durable, so that the next sync goes on at that byte.
    public mutating func connectionEnded(_ device: inout SyncDevice) -> [Effect] {
        if let receiver = downloads.first?.receiver {
            try? device.store.photos.commit(receiver.name, offset: receiver.offset)
        }
        try? device.rereadOthersFolders(answered: [])
        return run(session.connectionEnded(), &device)
    }

    private mutating func run(_ events: [ClientSession.Event], _ device: inout SyncDevice) -> [Effect] {
        for event in events where !isDone {
            do throws(SyncFailure) {
                switch event {
                case .send(let bytes): effects.append(.send(bytes))
                case .opened(let time): try begin(&device, relayTime: time)
                case .received(let frame): try take(frame, &device)
                case .closed(let failure): throw .session(failure)
                }
            } catch {
                step = .done
                effects.append(.failed(error))
            }
        }
        defer { effects = [] }
        return effects
    }

    mutating func send(_ frame: Frame) { effects.append(.send(frame.bytes)) }

    private mutating func begin(_ device: inout SyncDevice, relayTime: Int64) throws(SyncFailure) {
        try onDevice { () throws(DeviceError) in try device.learn(relayTime: relayTime) }
        step = .ownLog
        try compare(device.control.folder, &device)
    }

    private mutating func take(_ frame: Frame, _ device: inout SyncDevice) throws(SyncFailure) {
        switch frame {
        case .have(let have): try take(have, &device)
        case .entries(let run): try take(run, &device)
        case .entriesStored(let stored): try take(stored, &device)
        // Nobody shares with a patient: a relay may not fill a phone with strangers' logs.
        case .shared(let folders): if device.isOrganisation { sharing = folders }
        case .halfWanted(let grant): deposit(grant, &device)
        case .halfReleased(let released): try take(released, &device)
        case .clinicFound(let found): try take(found, &device)
        case .photoStored(let stored): try take(stored, &device)
        case .photoPiece(let piece): try take(piece, &device)
        case .erased(let name): try take(erased: name, &device)
        case .refused(let refusal): try take(refusal, &device)
        default: break
        }
        try advance(&device)
    }

    private mutating func take(_ refusal: Refusal, _ device: inout SyncDevice) throws(SyncFailure) {
        switch refusal.code {
        case .unknownClinic: throw .unknownClinic
        case .storageFull, .internalFault: throw .session(.refused(refusal.code))
        case .notMember where refusal.folder == nil:
            if try introduce(&device) { return }
            throw .notMember
        case .deviceRevoked where refusal.folder == nil:
            try onDevice { () throws(DeviceError) in try device.note(saidRemoved: true) }
            throw .removed
        default: report.refusals.append(refusal)
        }
        if case .photos = step, refusal.isAboutOnePhoto {
            // The folder's other photos may be well.
            dropPhoto(refusal)
        } else if let folder = refusal.folder {
            if let reason = AccessEnded(refusal) { report.ended[folder] = reason }
            comparing[folder] = nil
            uploads.removeAll { $0.name.folder == folder }
            downloads.removeAll { $0.name.folder == folder }
        }
        switch step {
        // Nothing else was asked for. A refused half leaves its folder locked; the answers to the others are on their way.
        case .halves: halvesAsked = Array(halvesAsked.dropFirst())
        case .erasures: erasing = Array(erasing.dropFirst())
        case .photos: try startPhotos(&device)
        default: break
        }
    }

    private mutating func dropPhoto(_ refusal: Refusal) {
        // A refusal that names no folder is about no photo.
        guard let folder = refusal.folder else { return }
        if refusal.code == .unknownPhoto {
            // Also the answer to pieces of an upload that was dropped already.
            if downloads.first?.name.folder == folder { downloads.removeFirst() }
        } else if uploads.first?.name.folder == folder {
            uploads.removeFirst()
        }
    }

    func onDevice<Result>(_ call: () throws(DeviceError) -> Result) throws(SyncFailure) -> Result {
        do throws(DeviceError) { return try call() } catch { throw .device(error) }
    }
}

extension Refusal {
    fileprivate var isAboutOnePhoto: Bool {
        switch code {
        case .unknownPhoto, .badChunk, .gap, .photoErased: true
        default: false
        }
    }
}

extension AccessEnded {
    init?(_ refusal: Refusal) {
        switch refusal.code {
        case .neverGranted: self = .neverGranted
        case .accessWithdrawn: self = .withdrawn
        case .purposeNotGranted: self = .noPurpose
        case .accessExpired: self = .expired(refusal.detail)
        default: return nil
        }
    }
}
