import DermaCausality
import DermaClient
import DermaIdentity
import DermaSQLite
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Foundation
import GRDB
import Testing

@Suite("Opening databases")
struct OpeningTests {
    let directory: TemporaryDirectory
    private var devicePath: String { directory.path + "/device.sqlite" }

    init() throws { directory = try TemporaryDirectory() }

    /// Opens a database with nothing of ours in between.
    private func raw(_ sql: String, in path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func code(_ open: () throws -> Void) throws -> StoreError.Code? {
        do {
            try open()
            return nil
        } catch let error as StoreError {
            return error.code
        }
    }

    private func openDevice() throws { _ = try SQLiteDeviceStore(directory: directory.path) }

    @Test("Everything survives closing and opening again")
    func reopen() throws {
        let runs = Given.log([3, 2])
        var random = SeededRandom(1)
        let bytes = random.bytes(500)
        let chunks = [ChunkReference(id: ChunkID(of: bytes), length: 500)]
        do {
            var store = try SQLiteDeviceStore(directory: directory.path)
            for run in runs { _ = try store.log.append(run.verified()) }
            try store.photos.begin(Given.photo(1), chunks: chunks)
            try store.photos.write(bytes, at: 0, to: Given.photo(1))
            try store.photos.commit(Given.photo(1), offset: 200)
            try store.set(["a": [1, 2]])
        }
        var store = try SQLiteDeviceStore(directory: directory.path)
        #expect(try store.log.runs(in: Given.folder(1)).flatMap(\.entries) == runs.flatMap(\.entries))
        #expect(try store.photos.holding(of: Given.photo(1)) == PhotoHolding(chunks: chunks, offset: 200))
        #expect(try store.photos.read(Given.photo(1), at: 0, count: 200) == Array(bytes[..<200]))
        try store.photos.write(Array(bytes[200...]), at: 200, to: Given.photo(1))
        try store.photos.commit(Given.photo(1), offset: 500)
        #expect(try store.photos.read(Given.photo(1), at: 0, count: 500) == bytes)
        #expect(try store.setting("a") == [1, 2])
    }

    @Test("A relay's store survives closing and opening again")
    func reopenRelay() throws {
        var random = SeededRandom(1)
        let account = AccountID(random.fixed())
        let code = try ClinicCode(decoding: [UInt8](repeating: 0, count: 12))
        let shared = SharedFolder(account: account, folder: Given.folder(1))
        let grant = GrantID(random.fixed())
        let half: Bytes32 = random.fixed()
        do {
            var store = try SQLiteRelayStore(directory: directory.path)
            try store.claim(Given.folder(1), for: account)
            try store.register(account, under: code)
            try store.note(shared, sharedWith: account)
            try store.keep(half, of: grant, until: 5)
        }
        let store = try SQLiteRelayStore(directory: directory.path)
        #expect(try store.owner(of: Given.folder(1)) == account)
        #expect(try store.organisation(with: code) == account)
        #expect(try store.foldersShared(with: account) == [shared])
        #expect(try store.half(of: grant) == half)
    }

    @Test("What is kept is readable by its owner alone")
    func rights() throws {
        var store = try SQLiteRelayStore(directory: directory.path)
        try store.photos.begin(Given.photo(1), chunks: [ChunkReference(id: ChunkID(.zero), length: 1)])
        try store.photos.write([1], at: 0, to: Given.photo(1))
        let names = try directory.contents().keys.sorted()
        #expect(names.count == 5 && names.contains("relay.sqlite-wal"))
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test("A database of a newer version is left alone", arguments: ["WAL", "DELETE"])
    func newerVersion(_ journal: String) throws {
        try openDevice()
        try raw("PRAGMA journal_mode = \(journal); PRAGMA user_version = 2", in: devicePath)
        let before = try directory.contents()["device.sqlite"]
        #expect(try code(openDevice) == .newerVersion)
        #expect(try directory.contents()["device.sqlite"] == before)
    }

    @Test("A relay's database is not taken for a device's, nor the other way about")
    func wrongRole() throws {
        _ = try SQLiteRelayStore(directory: directory.path)
        try FileManager.default.moveItem(atPath: directory.path + "/relay.sqlite", toPath: devicePath)
        let before = try directory.contents()["device.sqlite"]
        #expect(try code(openDevice) == .corrupt)
        #expect(try directory.contents()["device.sqlite"] == before)
        try FileManager.default.removeItem(atPath: devicePath)
        try openDevice()
        try FileManager.default.moveItem(atPath: devicePath, toPath: directory.path + "/relay.sqlite")
        #expect(try code { _ = try SQLiteRelayStore(directory: directory.path) } == .corrupt)
    }

    @Test("Another program's database is not touched", arguments: [0, 7])
    func foreignDatabase(_ version: Int) throws {
        try raw("CREATE TABLE notes (text); PRAGMA user_version = \(version)", in: devicePath)
        let before = try directory.contents()["device.sqlite"]
        #expect(try code(openDevice) == .corrupt)
        #expect(try directory.contents()["device.sqlite"] == before)
    }

    /// SQLite takes a file of one byte for an empty one.
    @Test("A file that is no database is damaged, and is left alone", arguments: [2, 15, 99, 100, 512, 5000])
    func noDatabase(_ length: Int) throws {
        let bytes = Data((0..<length).map { UInt8($0 % 251) })
        try bytes.write(to: URL(fileURLWithPath: devicePath))
        #expect(try code(openDevice) == .corrupt)
        #expect(try Data(contentsOf: URL(fileURLWithPath: devicePath)) == bytes)
    }

    @Test("A database that was cut short is damaged")
    func truncated() throws {
        do {
            var store = try SQLiteDeviceStore(directory: directory.path)
            for run in Given.log([40], bytesMax: 2000) { _ = try store.log.append(run.verified()) }
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: devicePath))
        #expect(whole.count > 20_000)
        for length in [2, 50, 99, 100, 512, 4095, 4096, 8192, whole.count / 2, whole.count - 4096] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: devicePath))
            let found = try code {
                let store = try SQLiteDeviceStore(directory: directory.path)
                _ = try store.log.runs(in: Given.folder(1))
            }
            #expect(found == .corrupt, "cut to \(length)")
        }
    }

    @Test("A second opener is kept out, and let in when the first is gone")
    func locked() throws {
        do {
            let first = try SQLiteDeviceStore(directory: directory.path)
            #expect(try code(openDevice) == .locked)
            #expect(try code { _ = try SQLiteRelayStore(directory: directory.path) } == .locked)
            #expect(try first.setting("a") == nil)
        }
        try openDevice()
    }

    @Test("A second process is kept out, and let in when the first was killed")
    func lockedByProcess() throws {
        let child = try Child("device", directory.path)
        _ = try child.lines(1)
        #expect(try code(openDevice) == .locked)
        child.kill()
        try openDevice()
    }

    @Test("A directory that is not there cannot be opened")
    func missingDirectory() throws {
        #expect(try code { _ = try SQLiteDeviceStore(directory: directory.path + "/none") } == .unavailable)
        #expect(try code { _ = try SQLiteRelayStore(directory: directory.path + "/none") } == .unavailable)
    }

    @Test("Rows that read differently than they were written are damage, not a crash")
    func damagedRows() throws {
        let statements = [
            "UPDATE replicas SET origin = x'00'", "UPDATE replicas SET origin = 5",
            "UPDATE entries SET hash = x'0102' WHERE sequence = 2", "UPDATE entries SET kind = 'x'",
            "UPDATE entries SET kind = 200", "UPDATE entries SET kind = -1", "UPDATE entries SET epoch = 7",
            "UPDATE entries SET body = NULL", "UPDATE entries SET body_length = 'long', body = NULL",
            "UPDATE entries SET signature = 'no'", "UPDATE entries SET sequence = -sequence",
            "UPDATE photos SET chunks = 'x'", "UPDATE photos SET durable = 'x'", "UPDATE photos SET durable = -1",
            "UPDATE photos SET durable = 600",
        ]
        var random = SeededRandom(1)
        let bytes = random.bytes(500)
        for statement in statements {
            let directory = try TemporaryDirectory()
            do {
                var store = try SQLiteDeviceStore(directory: directory.path)
                for run in Given.log([2, 1]) { _ = try store.log.append(run.verified()) }
                try store.photos.begin(Given.photo(1), chunks: [ChunkReference(id: ChunkID(of: bytes), length: 500)])
                try store.photos.write(bytes, at: 0, to: Given.photo(1))
                try store.photos.commit(Given.photo(1), offset: 500)
            }
            try raw(statement, in: directory.path + "/device.sqlite")
            let found = try code {
                var store = try SQLiteDeviceStore(directory: directory.path)
                for run in try store.log.runs(in: Given.folder(1)) {
                    do { _ = try run.verified() } catch { throw StoreError(.corrupt, "\(error)") }
                }
                guard try store.log.vector(of: Given.folder(1)).dots.map(\.sequence) == [3] else {
                    throw StoreError(.corrupt, "a log")
                }
                let next = Given.log([2, 1, 1])[2]
                do {
                    _ = try store.log.append(next.verified())
                } catch let error as LogAppendError {
                    throw StoreError(.corrupt, "\(error)")
                }
                let holding = try store.photos.holding(of: Given.photo(1))
                _ = try holding.map { try PhotoReceiver(Given.photo(1), $0, in: store.photos) }
            }
            #expect(found == .corrupt, "\(statement)")
        }
    }
}
