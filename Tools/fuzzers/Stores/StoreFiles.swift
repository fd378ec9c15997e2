import DermaCRDT
import DermaClient
import DermaContent
import DermaFuzzing
import DermaFuzzingContent
import DermaFuzzingWorlds
import DermaSQLite
import DermaSecrets
import DermaServer
import DermaTestSupport
import Foundation

/// The files of a store as they lie on the disk while it is open, so that there is a write-ahead log among them.
struct StoreFiles {
    typealias Device = DermaClient.Device<SQLiteDeviceStore, SeededRandom, ManualClock>

    private var contents: [String: [UInt8]]

    /// The files' names, ascending.
    var names: [String] { contents.keys.sorted() }

    subscript(name: String) -> [UInt8]? {
        get { contents[name] }
        set { contents[name] = newValue }
    }

    /// The keys of the device whose store `device` is.
    static let keys = {
        var random = SeededRandom(4)
        return UnlockedKeys(random: &random)
    }()

    /// A device with a folder and a photo.
    static let device = made { directory in
        var device = try Device.found(
            store: SQLiteDeviceStore(directory: directory), label: "phone", keys: keys,
            environment: Environment(random: SeededRandom(6), clock: ManualClock())
        ).device
        let folder = try device.createFolder(named: "Left forearm")
        let photo = try device.add(try JPEGIntake.clean(SmallPhoto.jpeg), to: folder)
        _ = try device.comment("Redder", on: .photo(photo), in: folder)
        return device
    }

    /// A relay that holds what `Cast.phone` holds.
    static let relay = made { directory in
        var world = World(seed: 8)
        var relay = Relay(store: try SQLiteRelayStore(directory: directory))
        var phone = Cast.phone
        try world.exchange(&phone, with: &relay)
        return relay
    }

    /// The files of what `make` makes, taken while it is open.
    private static func made<Owner>(_ make: (String) throws -> Owner) -> StoreFiles {
        let directory = FileManager.default.temporaryDirectory.appending(path: "derma-fuzz-made-\(getpid())")
        defer { try? FileManager.default.removeItem(at: directory) }
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let owner = try make(directory.path(percentEncoded: false))
            return try withExtendedLifetime(owner) { try StoreFiles(of: directory) }
        } catch {
            fatalError("the stores cannot be made: \(error)")
        }
    }

    func write(to directory: URL) throws {
        try? FileManager.default.removeItem(at: directory)
        for (name, bytes) in contents {
            let file = directory.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }

    private init(of directory: URL) throws {
        contents = [:]
        let base = directory.path(percentEncoded: false)
        for name in FileManager.default.enumerator(atPath: base)?.compactMap({ $0 as? String }) ?? [] {
            // The shared memory is made anew, and the lock is empty.
            guard !name.hasSuffix("-shm"), !name.hasSuffix("lock") else { continue }
            let file = directory.appending(path: name)
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            contents[name] = [UInt8](try Data(contentsOf: file))
        }
    }
}
