import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSync
import DermaTestSupport

@testable import DermaClient
@testable import DermaSQLite

/// A whole device with one folder, compared with the one in memory.
struct DeviceSubject: CrashSubject {
    static let name = "device"
    static let database = "device.sqlite"

    enum Step: Sendable {
        case createFolder
        case rename(String)
        case comment(String)
        case photo(CleanedPhoto)
        case erase
    }

    struct Observation: Equatable, Sendable {
        struct Folder: Equatable, Sendable {
            let name: String?
            let comments: Set<String>
            /// The JPEGs, as far as they are here.
            let photos: Set<[UInt8]?>
            let erasedCount: Int
            let isHealthy: Bool
        }
        let folders: [Folder]
    }

    let seed: UInt64
    let steps: [Step?]
    private(set) var expected: [Observation] = []

    init(seed: UInt64) throws {
        self.seed = seed
        var random = SeededRandom(seed)
        steps = [
            .createFolder, .comment("one"), .photo(.sample(&random, headerBytes: 200, imageBytes: 900)), nil,
            .comment("two"), .rename("Elbow"), .photo(.sample(&random, headerBytes: 90, imageBytes: 2000)),
            .erase, .comment("three"),
        ]
        var reference = try device(in: MemoryDeviceStore(), random: random)
        expected = [try observation(of: reference)]
        for step in steps {
            if let step { try perform(step, onAny: &reference) }
            expected.append(try observation(of: reference))
        }
    }

    typealias Durable = Device<SQLiteDeviceStore, SeededRandom, ManualClock>

    func open(on disk: FaultyDisk) throws -> Durable {
        let store = try SQLiteDeviceStore(directory: disk.directory, disk: disk)
        // No two founders are alike, not even on one disk.
        let number = seed << 32 | UInt64(disk.powerCuts) << 16 | UInt64(disk.operations)
        return try device(in: store, random: SeededRandom(number))
    }

    func perform(_ step: Step, on device: inout Durable) throws { try perform(step, onAny: &device) }

    func observe(_ device: Durable) throws -> Observation { try observation(of: device) }

    func isVolatile(_ step: Step) -> Bool { false }

    /// Opening has forgotten photos that no entry names.
    func tidy(_ device: inout Durable) throws {
        for folder in device.folderIDs {
            let named = Set(device.state(of: folder)?.photos.map(\.id) ?? [])
            guard try named.isSuperset(of: device.store.photos.photos(in: folder)) else {
                throw Finding("a photo that no entry names is still there")
            }
            let bodies = try device.store.log.runs(in: folder).flatMap(\.entries).filter {
                $0.kind == .photo && $0.body.bytes != nil
            }
            guard bodies.count == named.count else { throw Finding("an erased photo's body is still there") }
        }
    }

    func erased(after count: Int) -> [[UInt8]] { [] }

    /// Opens or founds a device whose keys are at hand, so that neither costs Argon2id.
    private func device<Store: DeviceStore>(
        in store: Store, random: SeededRandom
    ) throws -> Device<Store, SeededRandom, ManualClock> {
        var keyRandom = SeededRandom(seed)
        let keys = UnlockedKeys(random: &keyRandom)
        let environment = Environment(random: random, clock: ManualClock())
        do throws(DeviceError) {
            return try Device.open(store: store, keys: keys, environment: environment)
        } catch .notInitialised {
            return try Device.found(store: store, label: "phone", keys: keys, environment: environment).device
        }
    }

    private func perform<Store>(_ step: Step, onAny device: inout Device<Store, SeededRandom, ManualClock>) throws {
        guard let folder = device.folderIDs.first else {
            guard case .createFolder = step else { throw Finding("there is no folder") }
            _ = try device.createFolder(named: "Arm")
            return
        }
        switch step {
        case .createFolder: throw Finding("there is a folder")
        case .rename(let name): try device.rename(folder, to: name)
        case .comment(let text): _ = try device.comment(text, on: .folder, in: folder)
        case .erase:
            guard let photo = device.state(of: folder)?.photos.first?.id else { throw Finding("there is no photo") }
            try device.erase(photo, in: folder)
        case .photo(let photo): _ = try device.add(photo, to: folder)
        }
    }

    private func observation<Store>(
        of device: Device<Store, SeededRandom, ManualClock>
    ) throws -> Observation {
        let folders = try device.folderIDs.map { folder in
            let photos = device.state(of: folder)?.photos.map(\.id) ?? []
            return Observation.Folder(
                name: device.state(of: folder)?.name.shown?.value,
                comments: Set(device.state(of: folder)?.comments.map(\.text) ?? []),
                photos: Set(try photos.map { try device.jpeg(of: $0, in: folder) }),
                erasedCount: device.state(of: folder)?.erasedPhotos.count ?? 0,
                isHealthy: device.health(of: folder).map {
                    $0.waitingCount + $0.lockedCount == 0 && $0.withheld.isEmpty
                } ?? false)
        }
        return Observation(folders: folders)
    }
}
