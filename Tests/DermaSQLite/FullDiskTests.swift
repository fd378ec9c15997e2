import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Foundation
import GRDB
import Testing

@testable import DermaSQLite

/// SQLite is told how many pages its file may have, and a photo's file is one that the system always calls full.
@Suite("A full disk")
struct FullDiskTests {
    let directory: TemporaryDirectory
    private let file: SQLiteFile

    init() throws {
        directory = try TemporaryDirectory()
        file = try SQLiteFile(
            path: directory.path + "/relay.sqlite", role: .relay, schema: SQLiteLog.schema + PhotoFiles.schema)
    }

    private func limit(toPages count: Int) throws {
        try file.write { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
    }

    /// A relay's store whose logs and photos are in the file of this test.
    private struct LimitedRelayStore: RelayStore {
        var log: SQLiteLog
        var photos: PhotoFiles
        private var rest = MemoryRelayStore()

        init(_ file: SQLiteFile, _ directory: String) throws {
            log = SQLiteLog(file)
            photos = try PhotoFiles(file, in: directory)
        }

        func owner(of folder: FolderID) throws(StoreError) -> AccountID? { try rest.owner(of: folder) }
        mutating func claim(_ folder: FolderID, for owner: AccountID) throws(StoreError) {
            try rest.claim(folder, for: owner)
        }
        func erasure(of name: PhotoName) throws(StoreError) -> PhotoErasure? { try rest.erasure(of: name) }
        func erasedCount(in folder: FolderID) throws(StoreError) -> Int { try rest.erasedCount(in: folder) }
        func erasedEntries(of replica: ReplicaID, in folder: FolderID) throws(StoreError) -> Set<ReplicaHead> {
            try rest.erasedEntries(of: replica, in: folder)
        }
        mutating func note(_ erasure: PhotoErasure) throws(StoreError) { try rest.note(erasure) }
        func organisation(with code: ClinicCode) throws(StoreError) -> AccountID? { try rest.organisation(with: code) }
        mutating func register(_ organisation: AccountID, under code: ClinicCode) throws(StoreError) {
            try rest.register(organisation, under: code)
        }
        func foldersShared(with organisation: AccountID) throws(StoreError) -> [SharedFolder] {
            try rest.foldersShared(with: organisation)
        }
        mutating func note(_ folder: SharedFolder, sharedWith organisation: AccountID) throws(StoreError) {
            try rest.note(folder, sharedWith: organisation)
        }
        func half(of grant: GrantID) throws(StoreError) -> Bytes32? { try rest.half(of: grant) }
        mutating func keep(_ half: Bytes32, of grant: GrantID, until end: Int64) throws(StoreError) {
            try rest.keep(half, of: grant, until: end)
        }
        mutating func destroyHalf(of grant: GrantID) throws(StoreError) { try rest.destroyHalf(of: grant) }
        mutating func destroyHalves(endingBy time: Int64) throws(StoreError) {
            try rest.destroyHalves(endingBy: time)
        }
    }

    @Test("A log that has no room says so, loses nothing, and goes on when there is room")
    func log() throws {
        var log = SQLiteLog(file)
        let runs = Given.log([Int](repeating: 3, count: 60), bytesMax: 2000)
        try limit(toPages: 20)
        var taken = 0
        var failure: LogAppendError?
        while failure == nil, taken < runs.count {
            do throws(LogAppendError) {
                _ = try log.append(try Self.verified(runs[taken]))
                taken += 1
            } catch {
                failure = error
            }
        }
        #expect(taken > 0 && taken < runs.count)
        #expect(failure == .store(StoreError(.full, file.path)))
        #expect(try log.runs(in: Given.folder(1)).flatMap(\.entries) == runs[..<taken].flatMap(\.entries))
        #expect(throws: LogAppendError.store(StoreError(.full, file.path))) { try log.append(runs[taken].verified()) }
        try limit(toPages: 1 << 20)
        for run in runs[taken...] { _ = try log.append(run.verified()) }
        #expect(try log.runs(in: Given.folder(1)).flatMap(\.entries) == runs.flatMap(\.entries))
    }

    private static func verified(_ run: LogRun) throws(LogAppendError) -> VerifiedRun {
        do throws(LogFault) {
            return try VerifiedRun(run, signedBy: Given.secrets.keys.signing)
        } catch {
            throw .fault(error)
        }
    }

    @Test("A relay without room refuses with a clear code, and the next sync goes on")
    func relay() throws {
        var scene = try Scene.unshared()
        var relay = Relay(store: try LimitedRelayStore(file, directory.path))
        for number in 0..<40 {
            _ = try scene.phone.comment(
                String(repeating: "x", count: 2000) + "\(number)", on: .folder, in: scene.folder)
        }
        try limit(toPages: 16)
        #expect(throws: SyncFailure.session(.refused(.storageFull))) {
            try scene.world.exchange(&scene.phone, with: &relay)
        }
        #expect(scene.phone.state(of: scene.folder)?.comments.count == 40)
        try limit(toPages: 1 << 20)
        try scene.world.exchange(&scene.phone, with: &relay)
        try scene.world.exchange(&scene.tablet, with: &relay)
        #expect(scene.tablet.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test("A photo that has no room says so, and the others stay")
    func photo() throws {
        var photos = try PhotoFiles(file, in: directory.path)
        let bytes = [UInt8](repeating: 7, count: 500)
        let chunks = [ChunkReference(id: ChunkID(of: bytes), length: 500)]
        try photos.begin(Given.photo(1), chunks: chunks)
        try photos.write(bytes, at: 0, to: Given.photo(1))
        try photos.commit(Given.photo(1), offset: 500)
        let name = Given.photo(2)
        try FileManager.default.createSymbolicLink(
            atPath: "\(directory.path)/photos/\(name.folder)/\(name.photo)", withDestinationPath: "/dev/full")
        try photos.begin(name, chunks: chunks)
        #expect {
            try photos.write(bytes, at: 0, to: name)
        } throws: { error in
            (error as? StoreError)?.code == .full
        }
        #expect(try photos.holding(of: name)?.offset == 0)
        #expect(try photos.read(Given.photo(1), at: 0, count: 500) == bytes)
        // With room again, the photo is taken.
        try FileManager.default.removeItem(atPath: "\(directory.path)/photos/\(name.folder)/\(name.photo)")
        try photos.write(bytes, at: 0, to: name)
        try photos.commit(name, offset: 500)
        #expect(try photos.read(name, at: 0, count: 500) == bytes)
    }

    @Test("A photo's row that has no room says so")
    func photoRow() throws {
        var photos = try PhotoFiles(file, in: directory.path)
        try limit(toPages: 8)
        let many = (0..<Limits.chunksMax).map { ChunkReference(id: ChunkID(.zero), length: $0 + 1) }
        #expect {
            for number in UInt64(0)..<30 { try photos.begin(Given.photo(number), chunks: many) }
        } throws: { error in
            (error as? StoreError)?.code == .full
        }
    }
}
