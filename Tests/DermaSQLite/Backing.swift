import DermaCausality
import DermaClient
import DermaIdentity
import DermaSQLite
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import Foundation

/// What a store of the contract suite is made of.
enum Backing: CaseIterable, Sendable {
    case memory
    case deviceFile
    case relayFile

    func log(in directory: TemporaryDirectory) throws -> any LogStore {
        switch self {
        case .memory: MemoryLog()
        case .deviceFile: try SQLiteDeviceStore(directory: directory.path).log
        case .relayFile: try SQLiteRelayStore(directory: directory.path).log
        }
    }

    func photos(in directory: TemporaryDirectory) throws -> any PhotoStore {
        switch self {
        case .memory: MemoryPhotos()
        case .deviceFile: try SQLiteDeviceStore(directory: directory.path).photos
        case .relayFile: try SQLiteRelayStore(directory: directory.path).photos
        }
    }
}

/// A directory of a test's own, gone when the last reference goes.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("derma-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The contents of every file in it, by relative path.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            let file = path + "/" + name
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory), !isDirectory.boolValue else {
                continue
            }
            contents[name] = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        }
        return contents
    }

    /// Whether any file holds `bytes`; the names of those that do.
    func files(holding bytes: [UInt8]) throws -> [String] {
        try contents().filter { Data($0.value).range(of: Data(bytes)) != nil }.keys.sorted()
    }
}

/// Ids and signed logs that tests of stores share.
enum Given {
    static let secrets: DeviceSecrets = secrets(1)

    static func secrets(_ seed: UInt64) -> DeviceSecrets {
        var random = SeededRandom(seed)
        return DeviceSecrets(random: &random)
    }

    static func origin(_ nonce: UInt8 = 0, of secrets: DeviceSecrets = secrets) -> ReplicaOrigin {
        var random = SeededRandom(UInt64(nonce))
        return ReplicaOrigin(author: secrets.keys.author, nonce: random.fixed())
    }

    static func folder(_ number: UInt64) -> FolderID {
        var random = SeededRandom(number + 500)
        return random.identifier()
    }

    static func photo(_ number: UInt64) -> PhotoName {
        var random = SeededRandom(number + 900)
        return PhotoName(folder: folder(1), photo: random.identifier())
    }

    /// A log of runs with so many entries each, and bodies of up to `bytesMax` bytes.
    static func log(
        _ counts: [Int], in folder: FolderID = folder(1), of origin: ReplicaOrigin = origin(), bytesMax: Int = 60,
        seed: UInt64 = 1
    ) -> [LogRun] {
        var random = SeededRandom(seed)
        return LogRun.log(
            counts.map { count in (0..<count).map { _ in random.bytes(1 + random.below(bytesMax)) } }, in: folder,
            of: origin, by: secrets)
    }
}

extension LogRun {
    /// The run with its signature checked.
    func verified(by secrets: DeviceSecrets = Given.secrets) throws -> VerifiedRun {
        try VerifiedRun(self, signedBy: secrets.keys.signing)
    }
}
