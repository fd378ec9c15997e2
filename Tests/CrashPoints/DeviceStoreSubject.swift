import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync

@testable import DermaSQLite

/// A device's store, compared with the one in memory.
struct DeviceStoreSubject: CrashSubject {
    static let name = "device-store"
    static let database = "device.sqlite"

    enum Step: Sendable {
        case append(VerifiedRun)
        case photo(PhotoStep)
        case set([String: [UInt8]])
    }

    struct Observation: Equatable, Sendable {
        let runs: [[LogRun]]
        let photos: [HeldPhoto]
        let settings: [String: [UInt8]]
    }

    let seed: UInt64
    let steps: [Step?]
    private(set) var expected: [Observation] = []
    private let folders: [FolderID]
    private let removed: [(step: Int, bytes: [UInt8])]

    init(seed: UInt64) throws {
        self.seed = seed
        var content = Content(seed: seed)
        folders = content.folders
        let photos = [content.photo(in: folders[0]), content.photo(in: folders[0]), content.photo(in: folders[1])]
        var steps: [Step?] = photos[0].arrival.map { .photo($0) }
        steps += [
            .append(try content.run(in: folders[0])), .set(["a": content.bytes(max: 30), "b": content.bytes(max: 30)]),
            .append(try content.run(in: folders[1], bytesMax: 5000)), .photo(.remove(photos[0].name)),
        ]
        removed = [(steps.count, Array(photos[0].bytes[..<40]))]
        steps += photos[1].arrival.prefix(4).map { .photo($0) }
        steps += [nil, .append(try content.run(in: folders[0]))] + photos[1].arrival.suffix(2).map { .photo($0) }
        steps += [.set(["a": content.bytes(max: 3000), "c": []])] + photos[2].arrival.map { .photo($0) }
        steps += [.append(try content.run(in: folders[1])), nil, .set(["b": content.bytes(max: 9)])]
        self.steps = steps
        var reference = MemoryDeviceStore()
        expected = [try observation(of: reference)]
        for step in steps {
            if let step { try perform(step, onAny: &reference) }
            expected.append(try observation(of: reference))
        }
    }

    func open(on disk: FaultyDisk) throws -> SQLiteDeviceStore {
        try SQLiteDeviceStore(directory: disk.directory, disk: disk)
    }

    func perform(_ step: Step, on store: inout SQLiteDeviceStore) throws { try perform(step, onAny: &store) }

    func observe(_ store: SQLiteDeviceStore) throws -> Observation { try observation(of: store) }

    func tidy(_ store: inout SQLiteDeviceStore) throws {}

    func isVolatile(_ step: Step) -> Bool { if case .photo(let step) = step { step.isWrite } else { false } }

    func erased(after count: Int) -> [[UInt8]] { removed.filter { $0.step <= count }.map(\.bytes) }

    private func perform(_ step: Step, onAny store: inout some DeviceStore) throws {
        switch step {
        case .append(let run): _ = try store.log.append(run)
        case .photo(let step): try step.perform(on: &store.photos)
        case .set(let values): try store.set(values)
        }
    }

    private func observation(of store: some DeviceStore) throws -> Observation {
        var settings: [String: [UInt8]] = [:]
        for name in try store.settingNames(prefix: "") { settings[name] = try store.setting(name) }
        return Observation(
            runs: try folders.map { try store.log.runs(in: $0) },
            photos: try HeldPhoto.all(in: folders, of: store.photos), settings: settings)
    }
}
