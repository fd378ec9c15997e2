import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Frames that are sent twice")
struct IdempotenceTests {
    /// What a relay holds, as far as devices can tell.
    private struct Snapshot: Equatable {
        var runs: [FolderID: [LogRun]] = [:]
        var photos: [PhotoName: PhotoHolding] = [:]
        var halves: [GrantID: Bytes32] = [:]
        var shares: [SharedFolder] = []
    }

    private func snapshot(_ scene: Scene) throws -> Snapshot {
        var snapshot = Snapshot()
        let store = scene.world.relay.store
        for folder in [scene.phone.control.folder, scene.clinic.control.folder] + scene.phone.control.epochs.keys {
            snapshot.runs[folder] = try store.log.runs(in: folder)
            for photo in try store.photos.photos(in: folder) {
                let name = PhotoName(folder: folder, photo: photo)
                snapshot.photos[name] = try store.photos.holding(of: name)
            }
        }
        for grant in scene.phone.control.grants.keys { snapshot.halves[grant] = try store.half(of: grant) }
        snapshot.shares = try store.foldersShared(with: scene.clinic.account)
        return snapshot
    }

    /// A scene in which everyone has something of every kind to send.
    private func busy() throws -> Scene {
        var scene = try Scene.shared()
        var random = SeededRandom(9)
        let folder = try scene.phone.createFolder(named: "Right forearm")
        _ = try scene.phone.share(
            folder, with: scene.record, for: .care, until: scene.end, wording: Scene.wording)
        _ = try scene.phone.add(.sample(&random), to: folder)
        _ = try scene.phone.comment("hello", on: .folder, in: scene.folder)
        _ = try scene.tablet.writeDiary(DiaryDraft(text: "itchy"), in: scene.folder)
        _ = try scene.clinic.comment("use the cream", on: .folder, in: scene.folder)
        return scene
    }

    @Test("Every frame but a photo's bytes may come twice, and nothing is different")
    func doubled() throws {
        var once = try busy()
        var twice = once
        var kinds: Set<UInt8> = []
        for _ in 0..<2 {
            try once.world.sync(&once.phone)
            try once.world.sync(&once.tablet)
            try once.world.sync(&once.clinic)
            for device in Scene.Member.allCases {
                var syncing = twice[device]
                let report = try twice.world.sync(
                    &syncing,
                    toRelay: { frame in
                        kinds.insert(frame.raw.type.number)
                        if case .photoPiece = frame { return [frame] }
                        return [frame, frame]
                    }, toDevice: { [$0] })
                twice[device] = syncing
                #expect(report.alarms.isEmpty && report.refusals.isEmpty)
            }
        }
        // have, entries, offer, piece, request, deposit, half request.
        #expect(kinds == [0x10, 0x11, 0x20, 0x22, 0x23, 0x33, 0x35])
        #expect(try snapshot(twice) == snapshot(once))
        for folder in once.phone.folderIDs {
            #expect(twice.phone.state(of: folder) == once.phone.state(of: folder))
            #expect(twice.tablet.state(of: folder) == once.phone.state(of: folder))
            #expect(twice.clinic.state(of: folder) == once.phone.state(of: folder))
        }
    }

    @Test("Every answer may come twice, and nothing is different")
    func doubledAnswers() throws {
        var once = try busy()
        var twice = once
        for _ in 0..<2 {
            try once.world.sync(&once.phone)
            try once.world.sync(&once.tablet)
            try once.world.sync(&once.clinic)
            for device in Scene.Member.allCases {
                var syncing = twice[device]
                let report = try twice.world.sync(&syncing) { frame in
                    if case .photoPiece = frame { return [frame] }
                    return [frame, frame]
                }
                twice[device] = syncing
                #expect(report.alarms.isEmpty && report.refusals.isEmpty)
            }
        }
        #expect(try snapshot(twice) == snapshot(once))
        for folder in once.phone.folderIDs {
            #expect(twice.tablet.state(of: folder) == once.phone.state(of: folder))
            #expect(twice.clinic.state(of: folder) == once.phone.state(of: folder))
        }
    }

    @Test("A photo's bytes that come twice are refused once, and the photo is whole after the next sync")
    func doubledPieces() throws {
        var scene = try busy()
        try scene.world.sync(
            &scene.phone,
            toRelay: { frame in
                if case .photoPiece = frame { return [frame, frame] }
                return [frame]
            }, toDevice: { [$0] })
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        for folder in scene.phone.folderIDs {
            for photo in scene.phone.state(of: folder)?.photos ?? [] {
                #expect(try scene.tablet.jpeg(of: photo.id, in: folder) == scene.phone.jpeg(of: photo.id, in: folder))
                #expect(try scene.tablet.jpeg(of: photo.id, in: folder) != nil)
            }
        }
    }

    @Test("A relay that is stopped and started again from its store answers as before")
    func restarted() throws {
        var scene = try busy()
        try scene.world.sync(&scene.phone)
        scene.world.relay = Relay(store: scene.world.relay.store)
        try scene.syncAll()
        for folder in scene.phone.folderIDs {
            #expect(scene.tablet.state(of: folder) == scene.phone.state(of: folder))
            #expect(scene.clinic.state(of: folder) == scene.phone.state(of: folder))
        }
    }
}
