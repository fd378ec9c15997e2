import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("A relay that changes what passes")
struct TamperAttacks {
    var scene: Scene
    private var random = SeededRandom(3)

    init() throws { scene = try Scene.unshared() }

    /// Nothing of what the tablet was shown has had an effect, and an honest sync makes everything good.
    private mutating func expectRepaired(from before: FolderState?) throws {
        #expect(scene.tablet.state(of: scene.folder) == before)
        try scene.syncAll()
        #expect(scene.tablet.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        #expect(scene.tablet.health(of: scene.folder) == scene.phone.health(of: scene.folder))
    }

    /// Two photos of one length, on the relay, not on the tablet.
    private mutating func twoPhotos(in folders: (FolderID, FolderID)) throws -> [PhotoName] {
        var names: [PhotoName] = []
        for folder in [folders.0, folders.1] {
            names.append(PhotoName(folder: folder, photo: try scene.phone.add(.sample(&random), to: folder)))
        }
        try scene.world.sync(&scene.phone)
        return names
    }

    /// Syncs the tablet with a relay that sends other bytes for photos.
    private mutating func syncTablet(sending bytes: (PhotoName, [UInt8]) throws -> [UInt8]) throws -> SyncReport {
        var failure: (any Error)?
        let report = try scene.world.sync(&scene.tablet) { frame in
            guard case .photoPiece(let piece) = frame else { return [frame] }
            do {
                return [
                    .photoPiece(
                        PhotoPiece(name: piece.name, offset: piece.offset, bytes: try bytes(piece.name, piece.bytes)))
                ]
            } catch {
                failure = error
                return [frame]
            }
        }
        if let failure { throw failure }
        return report
    }

    @Test("A04: one photo's chunks are not taken for another's, in one folder or in two", arguments: [false, true])
    mutating func swappedPhotos(_ acrossFolders: Bool) throws {
        let other = acrossFolders ? try scene.phone.createFolder(named: "Neck") : scene.folder
        let names = try twoPhotos(in: (scene.folder, other))
        let store = scene.world.relay.store.photos
        let report = try syncTablet { name, bytes in
            try store.read(name == names[0] ? names[1] : names[0], at: 0, count: bytes.count)
        }
        #expect(report.alarms.filter { $0.kind == .badPhoto }.count == 2)
        for name in names { #expect(try scene.tablet.jpeg(of: name.photo, in: name.folder) == nil) }
        try scene.world.sync(&scene.tablet)
        for name in names {
            let original = try scene.phone.jpeg(of: name.photo, in: name.folder)
            #expect(try scene.tablet.jpeg(of: name.photo, in: name.folder) == original)
        }
    }

    @Test("A04: nor on the device's own disk")
    mutating func swappedOnDisk() throws {
        let names = try twoPhotos(in: (scene.folder, scene.folder))
        let streams = try names.map { try scene.phone.store.photos.read($0, at: 0, count: .max) }
        for (name, stream) in zip(names, streams.reversed()) {
            let chunks = try #require(try scene.phone.store.photos.holding(of: name)).chunks
            try scene.phone.store.photos.remove(name)
            try scene.phone.store.photos.begin(name, chunks: chunks)
            try scene.phone.store.photos.write(stream, at: 0, to: name)
            try scene.phone.store.photos.commit(name, offset: stream.count)
            #expect(throws: DeviceError.self) { try scene.phone.jpeg(of: name.photo, in: name.folder) }
        }
    }

    @Test("A05: no name, date or text can be changed")
    mutating func changedContent() throws {
        let day = try #require(CivilDay(iso: "2026-11-22"))
        _ = try scene.phone.writeDiary(DiaryDraft(text: "itchy", day: day), in: scene.folder)
        try scene.phone.rename(scene.folder, to: "Arm")
        try scene.world.sync(&scene.phone)
        let before = scene.tablet.state(of: scene.folder)
        let folder = scene.folder
        for byte in [0, 30, 60, 80, 100] {
            let report = try scene.world.sync(&scene.tablet) { frame in
                frame.changingRuns { run in
                    guard run.folder == folder else { return run }
                    return run.with(
                        entries: run.entries.map { entry in
                            var bytes = entry.body.bytes ?? []
                            bytes[byte] ^= 1
                            return RunEntry(kind: entry.kind, epoch: entry.epoch, body: .present(bytes))
                        })
                }
            }
            #expect(report.alarmKinds.contains(.forged))
            #expect(scene.tablet.state(of: scene.folder) == before)
        }
        try expectRepaired(from: before)
    }

    @Test("A06: an entry cannot be moved into another folder")
    mutating func movedEntries() throws {
        let other = try scene.phone.createFolder(named: "Neck")
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        _ = try scene.phone.comment("for the neck", on: .folder, in: other)
        try scene.world.sync(&scene.phone)
        let before = scene.tablet.state(of: scene.folder)
        let target = scene.folder
        let report = try scene.world.sync(&scene.tablet) { frame in
            frame.changingRuns { $0.folder == other ? $0.with(folder: target) : $0 }
        }
        #expect(report.alarmKinds.contains(.withheld))
        #expect(scene.tablet.comments(in: other).isEmpty)
        for run in try scene.phone.store.log.runs(in: other) {
            guard case .refused(.badSignature) = try scene.tablet.receive(run.with(folder: target)) else {
                Issue.record("taken")
                continue
            }
        }
        try expectRepaired(from: before)
    }

    @Test("A07: chunks in another order, doubled or cut short are refused")
    mutating func reorderedChunks() throws {
        let photo = try scene.phone.add(.sample(&random, headerBytes: 4096, imageBytes: 4096), to: scene.folder)
        let name = PhotoName(folder: scene.folder, photo: photo)
        try scene.world.sync(&scene.phone)
        let length = try #require(try scene.world.relay.store.photos.holding(of: name)).chunks[0].length
        let changes: [([UInt8]) -> [UInt8]] = [
            { Array($0[length...]) + Array($0[..<length]) }, { Array($0[..<length]) + Array($0[..<length]) },
            { Array($0[length...]) + Array($0[length...]) }, { $0 + [0] },
        ]
        for change in changes {
            let report = try syncTablet { change($1) }
            #expect(report.alarmKinds == [.badPhoto])
            #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == nil)
        }
        // A stream that stops is not finished, and not shown.
        #expect(throws: SyncFailure.session(.closedEarly)) { try syncTablet { Array($1.dropLast()) } }
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == nil)
        try scene.world.sync(&scene.tablet)
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
    }

    @Test("A08: no bit of an entry can be changed")
    mutating func everyBitOfEntries() throws {
        _ = try scene.phone.comment("hello", on: .folder, in: scene.folder)
        _ = try scene.share(for: .care)
        let tablet = scene.tablet
        for folder in [scene.folder, scene.phone.control.folder] {
            let origin = try scene.phone.origin(in: folder)
            let held = try tablet.store.log.tail(of: origin.replica(in: folder), in: folder)?.sequence ?? 0
            let run = try #require(try scene.phone.store.log.run(of: origin, in: folder, after: held))
            var honest = tablet
            guard case .taken(1) = try honest.receive(run) else {
                Issue.record("the honest run was not taken")
                continue
            }
            let payload = run.encoded
            for index in payload.indices {
                for bit in 0..<8 {
                    var changed = payload
                    changed[index] ^= 1 << UInt8(bit)
                    guard let changed = try? LogRun(decoding: changed) else { continue }
                    var device = tablet
                    if case .taken(let count) = try device.receive(changed) {
                        Issue.record("bit \(bit) of byte \(index): \(count) taken")
                    }
                    #expect(try device.store.log.vector(of: folder) == tablet.store.log.vector(of: folder))
                }
            }
        }
    }

    @Test("A08: no byte of a photo can be changed, on its way or on the disk")
    mutating func everyByteOfPhotos() throws {
        let photo = try scene.phone.add(.sample(&random, headerBytes: 10, imageBytes: 10), to: scene.folder)
        let manifest = try #require(scene.phone.manifest(of: photo, in: scene.folder))
        let place = PhotoPlace(account: scene.phone.account, folder: scene.folder, photo: photo)
        let name = PhotoName(folder: scene.folder, photo: photo)
        var stream = try scene.phone.store.photos.read(name, at: 0, count: .max)
        #expect(try manifest.open(stream, in: place) == scene.phone.jpeg(of: photo, in: scene.folder))
        for index in stream.indices {
            let bit = UInt8(1) << UInt8(index % 8)
            stream[index] ^= bit
            #expect(throws: OpenFailure.self) { try manifest.open(stream, in: place) }
            stream[index] ^= bit
        }
    }

    @Test("A08: a damaged beginning that was made durable is forgotten, and the photo arrives all the same")
    mutating func damagedBeginning() throws {
        let photo = try scene.phone.add(.sample(&random, imageBytes: 250_000), to: scene.folder)
        try scene.world.sync(&scene.phone)
        // The connection ends in the middle of a chunk whose first bytes were changed.
        #expect(throws: SyncFailure.session(.closedEarly)) {
            try scene.world.sync(&scene.tablet) { frame in
                guard case .photoPiece(let piece) = frame else { return [frame] }
                guard piece.offset < 150_000 else { return [] }
                var bytes = piece.bytes
                if piece.offset > 0 { bytes[100] ^= 1 }
                return [.photoPiece(PhotoPiece(name: piece.name, offset: piece.offset, bytes: bytes))]
            }
        }
        #expect(try #require(try scene.tablet.arrival(of: photo, in: scene.folder)).held > 0)
        // The rest is honest: the chunk does not fit together.
        #expect(try scene.world.sync(&scene.tablet).alarmKinds == [.badPhoto])
        #expect(try scene.tablet.arrival(of: photo, in: scene.folder)?.held == 0)
        #expect(try scene.world.sync(&scene.tablet).photosReceived == 1)
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
    }

    @Test("A36: a photo that was damaged on its way up is not confirmed, and is sent again")
    mutating func damagedUpload() throws {
        let photo = try scene.phone.add(.sample(&random), to: scene.folder)
        let name = PhotoName(folder: scene.folder, photo: photo)
        let report = try scene.world.sync(
            &scene.phone,
            toRelay: { frame in
                guard case .photoPiece(let piece) = frame else { return [frame] }
                var bytes = piece.bytes
                bytes[bytes.count / 2] ^= 1
                return [.photoPiece(PhotoPiece(name: piece.name, offset: piece.offset, bytes: bytes))]
            }, toDevice: { [$0] })
        #expect(report.photosSent == 0 && report.refusals.map(\.code) == [.badChunk])
        #expect(try scene.world.relay.store.photos.holding(of: name)?.isComplete != true)
        #expect(try scene.phone.jpeg(of: photo, in: scene.folder) != nil)
        #expect(try scene.world.sync(&scene.phone).photosSent == 1)
        try scene.world.sync(&scene.tablet)
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
    }
}
