import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire

@testable import DermaSQLite

/// A relay's store, compared with the one in memory.
struct RelayStoreSubject: CrashSubject {
    static let name = "relay-store"
    static let database = "relay.sqlite"

    enum Step: Sendable {
        case append(VerifiedRun)
        case photo(PhotoStep)
        case claim(FolderID)
        case register(ClinicCode)
        case note(FolderID)
        /// A photo's tombstone and the bodies that it names; the bytes go in a step of their own.
        case erase(PhotoErasure)
        case keep(GrantID, Bytes32, until: Int64)
        case destroyHalf(GrantID)
        case destroyHalves(endingBy: Int64)
    }

    struct Observation: Equatable, Sendable {
        let runs: [[LogRun]]
        let photos: [HeldPhoto]
        let owners: [AccountID?]
        let organisation: AccountID?
        let shared: [SharedFolder]
        let halves: [Bytes32?]
    }

    let seed: UInt64
    let steps: [Step?]
    private(set) var expected: [Observation] = []
    private let folders: [FolderID]
    private let account: AccountID
    private let code: ClinicCode
    private let grants: [GrantID]
    private let tombstone: PhotoErasure
    private let erasures: [(step: Int, bytes: [UInt8])]

    init(seed: UInt64) throws {
        self.seed = seed
        var content = Content(seed: seed)
        folders = content.folders
        account = AccountID(content.fixed())
        code = try ClinicCode(decoding: [UInt8](repeating: 0, count: 12))
        grants = (0..<4).map { _ in GrantID(content.fixed()) }
        let halves: [Bytes32] = (0..<4).map { _ in content.fixed() }
        let photo = content.photo(in: folders[1])
        var steps: [Step?] = [.register(code), .claim(folders[0]), .append(try content.run(in: folders[0]))]
        steps += zip(grants, halves).prefix(3).enumerated().map {
            .keep($0.element.0, $0.element.1, until: Int64($0.offset))
        }
        steps += photo.arrival.map { .photo($0) } + [.note(folders[1]), .destroyHalf(grants[2])]
        var erasures = [(steps.count, halves[2].bytes)]
        steps += [.append(try content.run(in: folders[1], bytesMax: 5000)), nil, .keep(grants[3], halves[3], until: 9)]
        steps += [.destroyHalves(endingBy: 0)]
        let addition = try content.addition(in: folders[1])
        let body = addition.entries[0].body ?? []
        tombstone = PhotoErasure(
            name: photo.name, entries: addition.entries.map { ReplicaHead($0.dot, $0.hash) })
        steps += [.append(addition), .append(try content.run(in: folders[1])), .erase(tombstone)]
        erasures.append((steps.count, body))
        erasures.append((steps.count, halves[0].bytes))
        steps += [.photo(.remove(photo.name))]
        erasures.append((steps.count, Array(photo.bytes[..<40])))
        steps += [.append(try content.run(in: folders[0])), nil, .destroyHalves(endingBy: 5)]
        erasures.append((steps.count, halves[1].bytes))
        steps += [.claim(folders[1])]
        self.steps = steps
        self.erasures = erasures
        var reference = MemoryRelayStore()
        expected = [try observation(of: reference)]
        for step in steps {
            if let step { try perform(step, onAny: &reference) }
            expected.append(try observation(of: reference))
        }
    }

    func open(on disk: FaultyDisk) throws -> SQLiteRelayStore {
        try SQLiteRelayStore(directory: disk.directory, disk: disk)
    }

    func perform(_ step: Step, on store: inout SQLiteRelayStore) throws { try perform(step, onAny: &store) }

    func observe(_ store: SQLiteRelayStore) throws -> Observation { try observation(of: store) }

    /// The relay's sweep, at a time when nothing ends; and the client asks again for what was not confirmed.
    func tidy(_ store: inout SQLiteRelayStore) throws {
        try store.destroyHalves(endingBy: -1)
        if let held = try store.erasure(of: tombstone.name) { try perform(.erase(held), on: &store) }
    }

    func isVolatile(_ step: Step) -> Bool { if case .photo(let step) = step { step.isWrite } else { false } }

    func erased(after count: Int) -> [[UInt8]] { erasures.filter { $0.step <= count }.map(\.bytes) }

    private func perform(_ step: Step, onAny store: inout some RelayStore) throws {
        switch step {
        case .append(let run): _ = try store.log.append(run)
        case .photo(let step): try step.perform(on: &store.photos)
        case .claim(let folder): try store.claim(folder, for: account)
        case .register(let code): try store.register(account, under: code)
        case .note(let folder): try store.note(SharedFolder(account: account, folder: folder), sharedWith: account)
        case .erase(let erasure):
            try store.note(erasure)
            try store.log.erase(erasure.entries, in: erasure.name.folder)
        case .keep(let grant, let half, let end): try store.keep(half, of: grant, until: end)
        case .destroyHalf(let grant): try store.destroyHalf(of: grant)
        case .destroyHalves(let time): try store.destroyHalves(endingBy: time)
        }
    }

    private func observation(of store: some RelayStore) throws -> Observation {
        Observation(
            runs: try folders.map { try store.log.runs(in: $0) },
            photos: try HeldPhoto.all(in: folders, of: store.photos),
            owners: try folders.map { try store.owner(of: $0) }, organisation: try store.organisation(with: code),
            shared: try store.foldersShared(with: account), halves: try grants.map { try store.half(of: $0) })
    }
}
