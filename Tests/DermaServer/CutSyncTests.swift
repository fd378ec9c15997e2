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

/// The connection is cut after so many bytes, and the sync is made again.
@Suite("Syncs that are cut")
struct CutSyncTests {
    /// How many bytes a sync of `device` carries.
    private func length(_ scene: Scene, _ device: Scene.Member) throws -> Int {
        var scene = scene
        let before = scene.world.wire.count
        var syncing = scene[device]
        try scene.world.sync(&syncing)
        return scene.world.wire.count - before
    }

    /// Cuts the device's sync after `bytes`, lets everyone sync, and checks that nobody can tell.
    private func cut(
        _ start: Scene, _ device: Scene.Member, after bytes: Int, expecting whole: Scene
    ) throws {
        var scene = start
        var syncing = scene[device]
        #expect(throws: SyncFailure.session(.closedEarly)) {
            try scene.world.exchange(&syncing, cutAfter: bytes)
        }
        scene[device] = syncing
        try scene.syncAll()
        for folder in [scene.phone.control.folder, scene.folder] {
            // Nothing is missing and nothing is there twice.
            let entries = try scene.world.relay.store.log.vector(of: folder).dots.map(\.sequence).sorted()
            let expected = try whole.world.relay.store.log.vector(of: folder).dots.map(\.sequence).sorted()
            #expect(entries == expected, "cut after \(bytes)")
        }
        for device in [scene.phone, scene.tablet, scene.clinic] {
            #expect(device.state(of: scene.folder) == scene.phone.state(of: scene.folder), "cut after \(bytes)")
            #expect(device.health(of: scene.folder) == whole.phone.health(of: scene.folder))
            for photo in device.state(of: scene.folder)?.photos ?? [] {
                #expect(try device.jpeg(of: photo.id, in: scene.folder) != nil, "cut after \(bytes)")
            }
        }
        #expect(
            scene.phone.state(of: scene.folder)?.comments.count == whole.phone.state(of: scene.folder)?.comments.count)
    }

    private func everyCut(_ scene: Scene, _ device: Scene.Member, step: Int) throws {
        var whole = scene
        try whole.syncAll()
        let length = try length(scene, device)
        #expect(length > 500)
        // The goodbye is sent when everything is done: cutting it changes nothing.
        for bytes in stride(from: 0, to: length - Frame.bye.bytes.count, by: step) {
            try cut(scene, device, after: bytes, expecting: whole)
        }
    }

    @Test("A small sync, cut after every fourth byte")
    func everyFourthByte() throws {
        var scene = try Scene.shared()
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        try everyCut(scene, .phone, step: 4)
    }

    @Test("A writing device, cut after every few bytes", arguments: [Scene.Member.phone, .tablet])
    func writer(_ device: Scene.Member) throws {
        var scene = try Scene.shared()
        for number in 0..<3 { _ = try scene.phone.comment("phone \(number)", on: .folder, in: scene.folder) }
        _ = try scene.tablet.comment("tablet", on: .folder, in: scene.folder)
        try everyCut(scene, device, step: 13)
    }

    @Test("A sync that shares and withdraws, cut after every few bytes")
    func sharing() throws {
        var scene = try Scene.unshared()
        _ = try scene.share(for: .care)
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        try everyCut(scene, .phone, step: 17)
    }

    @Test("A clinic that is let in, cut after every few bytes")
    func clinic() throws {
        var scene = try Scene.unshared()
        _ = try scene.share(for: .care)
        _ = try scene.phone.comment("phone", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        try everyCut(scene, .clinic, step: 17)
    }

    @Test("Photos on their way up and down, cut after every few bytes", arguments: [Scene.Member.phone, .tablet])
    func photos(_ device: Scene.Member) throws {
        var scene = try Scene.shared()
        var random = SeededRandom(9)
        _ = try scene.phone.add(.sample(&random), to: scene.folder)
        if device == .tablet { try scene.world.sync(&scene.phone) }
        try everyCut(scene, device, step: 131)
    }

    @Test("A photo that is cut again and again is sent once, byte by byte", arguments: [80_000, 150_000, 400_000])
    func resentBytes(_ allowance: Int) throws {
        var scene = try Scene.shared()
        var random = SeededRandom(9)
        let photo = try scene.phone.add(.sample(&random, imageBytes: 900_000), to: scene.folder)
        let size = try #require(try scene.phone.arrival(of: photo, in: scene.folder)).of
        for device in Scene.Member.allCases {
            let before = scene.world.wire.count
            var cuts = 0
            var syncing = scene[device]
            while cuts < 100 {
                do {
                    try scene.world.exchange(&syncing, cutAfter: allowance)
                    break
                } catch {
                    cuts += 1
                }
            }
            scene[device] = syncing
            // Each session has its hello, its login and its logs, and a frame that was cut comes again.
            let overhead = (cuts + 1) * (8000 + Limits.photoPieceBytesMax)
            #expect(scene.world.wire.count - before <= size + overhead)
            #expect(cuts >= size / allowance && cuts < 100)
        }
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
        #expect(try scene.clinic.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
    }
}
