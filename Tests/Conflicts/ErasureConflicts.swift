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

@Suite("Erased photos")
struct ErasureConflicts {
    var scene: Scene
    private let photo: PhotoID
    private static let yearMilliseconds: Int64 = 365 * 86_400_000

    init() throws {
        scene = try Scene.shared()
        var random = SeededRandom(12)
        photo = try scene.phone.add(.sample(&random, imageBytes: 40_000), to: scene.folder)
        try scene.syncAll()
        for device in [scene.tablet, scene.clinic] { #expect(try device.jpeg(of: photo, in: scene.folder) != nil) }
    }

    private var name: PhotoName { PhotoName(folder: scene.folder, photo: photo) }

    /// Whether neither a photo's bytes nor a body that adds one is left in a store.
    private func isGone(_ log: some LogStore, _ photos: some PhotoStore) throws -> Bool {
        let bodies = try log.runs(in: scene.folder).flatMap(\.entries).filter { $0.kind == .photo }
        return try photos.holding(of: name) == nil && bodies.allSatisfy { $0.body.bytes == nil }
    }

    /// The photo is gone everywhere, for good, and everyone reads the same.
    private func expectGone(_ devices: [TestDevice]? = nil) throws {
        let devices = devices ?? [scene.phone, scene.tablet, scene.clinic]
        for device in devices {
            let state = try #require(device.state(of: scene.folder))
            #expect(state == devices[0].state(of: scene.folder))
            #expect(state.photos.isEmpty && state.erasedPhotos.map(\.id) == [photo])
            #expect(try isGone(device.store.log, device.store.photos))
            #expect(throws: DeviceError.notFound) { try device.jpeg(of: photo, in: scene.folder) }
            let health = FolderHealth(lockedCount: 0, waitingCount: 0, unreadable: [], withheld: [], forks: [])
            #expect(device.health(of: scene.folder) == health)
            #expect(try device.pendingErasures(in: scene.folder) == [])
            let again = try TestDevice.open(
                store: device.store, passcode: World.passcode, environment: device.environment)
            #expect(again.state(of: scene.folder) == state && again.health(of: scene.folder) == health)
        }
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
    }

    @Test("C08: a photo is erased while its note is edited elsewhere: the bytes stay erased, the note is kept")
    mutating func note() throws {
        let note = try scene.phone.comment("red edge", on: .photo(photo), in: scene.folder)
        try scene.syncAll()
        try scene.phone.erase(photo, in: scene.folder)
        try scene.tablet.rewriteComment(note, as: "red edge, itchy", in: scene.folder)
        let state = try scene.meet([.phone, .tablet, .clinic])
        #expect(state[comment: note, by: scene.phone.account]?.text == "red edge, itchy")
        #expect(state[comment: note, by: scene.phone.account]?.subject == .photo(photo))
        try expectGone()
    }

    @Test("C09: a photo is erased while the clinic comments on it: the comment stays, with its time and party")
    mutating func clinicComment() throws {
        try scene.phone.erase(photo, in: scene.folder)
        scene.world.clock.advance(by: 5000)
        let comment = try scene.clinic.comment("looks benign", on: .photo(photo), in: scene.folder)
        let written = scene.world.clock.now()
        let state = try scene.meet([.phone, .tablet, .clinic])
        let kept = try #require(state[comment: comment, by: scene.clinic.account])
        #expect(kept.subject == .photo(photo) && kept.added.time == written)
        try expectGone()
        // What was said of it can be corrected, and nothing new is said.
        try scene.clinic.amend(comment, to: "looked benign", in: scene.folder)
        #expect(throws: DeviceError.notFound) {
            try scene.clinic.comment("more", on: .photo(photo), in: scene.folder)
        }
    }

    @Test("C10: a device that was offline for a year returns with the photo: it does not come back")
    mutating func yearOffline() throws {
        let old = try scene.tablet.store.log.runs(in: scene.folder)
        let held = try #require(try scene.tablet.store.photos.holding(of: name))
        _ = try scene.tablet.comment("written on the train", on: .photo(photo), in: scene.folder)
        try scene.phone.erase(photo, in: scene.folder)
        try scene.world.sync(&scene.phone)
        scene.world.clock.advance(by: Self.yearMilliseconds)
        // The relay takes neither the bytes nor the bodies again.
        var peer = scene.world.login(scene.tablet.secrets, of: scene.tablet.account)
        let offer = Frame.photoOffer(PhotoOffer(name: name, chunks: held.chunks))
        #expect(scene.world.send(offer, as: &peer) == [.refused(Refusal(.photoErased, folder: scene.folder))])
        for run in old { _ = scene.world.send(.entries(run), as: &peer) }
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
        // Nor does a device that has erased it.
        for run in old { _ = try scene.phone.receive(run) }

        let report = try scene.world.sync(&scene.tablet)
        #expect(report.alarms.isEmpty && report.refusals.isEmpty && report.photosSent == 0)
        try scene.world.sync(&scene.phone)
        #expect(scene.phone.state(of: scene.folder)?.comments.map(\.subject) == [.photo(photo)])
        try expectGone([scene.phone, scene.tablet])
    }

    @Test("C10: a device that never saw the photo reads the same as one that did")
    mutating func neverSeen() throws {
        var random = SeededRandom(5)
        let kept = try scene.tablet.add(.sample(&random), to: scene.folder)
        try scene.phone.erase(photo, in: scene.folder)
        try scene.syncAll()
        var late = try scene.world.linked(to: &scene.phone, "late")
        try scene.world.sync(&scene.phone)
        for _ in 0..<2 { #expect(try scene.world.sync(&late).alarms.isEmpty) }
        #expect(late.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        #expect(late.health(of: scene.folder) == scene.phone.health(of: scene.folder))
        #expect(try late.jpeg(of: kept, in: scene.folder) != nil)
        #expect(try late.pendingErasures(in: scene.folder) == [])
    }

    @Test("C11: a photo is erased offline and the app is killed: it is pending, and sent with the next sync")
    mutating func killed() throws {
        try scene.phone.erase(photo, in: scene.folder)
        scene.phone = try TestDevice.open(
            store: scene.phone.store, passcode: World.passcode, environment: scene.phone.environment)
        #expect(try scene.phone.pendingErasures(in: scene.folder) == [photo])
        #expect(try isGone(scene.phone.store.log, scene.phone.store.photos))
        #expect(try scene.world.relay.store.photos.holding(of: name)?.isComplete == true)
        let report = try scene.world.sync(&scene.phone)
        #expect(report.alarms.isEmpty && report.refusals.isEmpty)
        #expect(try scene.phone.pendingErasures(in: scene.folder) == [])
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
        try scene.syncAll()
        try expectGone()
    }

    @Test("C11: a sync that is cut anywhere leaves the erasure pending or done, and the next one finishes it")
    mutating func cut() throws {
        try scene.phone.erase(photo, in: scene.folder)
        let start = scene
        let before = scene.world.wire.count
        try scene.world.sync(&scene.phone)
        let length = scene.world.wire.count - before - Frame.bye.bytes.count
        for bytes in stride(from: 0, to: length, by: 5) {
            scene = start
            #expect(throws: SyncFailure.session(.closedEarly)) {
                try scene.world.exchange(&scene.phone, cutAfter: bytes)
            }
            if try scene.phone.pendingErasures(in: scene.folder).isEmpty {
                #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
            }
            // Another device may come in between.
            #expect(try scene.world.sync(&scene.tablet).alarms.isEmpty)
            #expect(try scene.world.sync(&scene.phone).alarms.isEmpty)
            #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
        }
        try scene.syncAll()
        try expectGone()
    }

    @Test("C11: a photo that no relay ever saw is erased like any other")
    mutating func neverSent() throws {
        var random = SeededRandom(5)
        let unsent = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.phone.erase(unsent, in: scene.folder)
        try scene.phone.erase(photo, in: scene.folder)
        try scene.syncAll()
        let state = try #require(scene.tablet.state(of: scene.folder))
        #expect(Set(state.erasedPhotos.map(\.id)) == [photo, unsent])
        #expect(scene.tablet.health(of: scene.folder)?.withheld == [])
        #expect(try scene.phone.pendingErasures(in: scene.folder) == [])
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
    }

    @Test("A relay that went back to before an erasure is found out, and gets it again", arguments: [true, false])
    mutating func rolledBack(withEntries: Bool) throws {
        var earlier = scene.world.relay
        try scene.phone.erase(photo, in: scene.folder)
        if withEntries {
            // What it lost is the erasure alone, not the entry that says so.
            #expect(throws: SyncFailure.session(.closedEarly)) {
                try scene.world.sync(&scene.phone, toRelay: { if case .erase = $0 { [] } else { [$0] } }) { [$0] }
            }
            earlier = scene.world.relay
            #expect(try scene.phone.pendingErasures(in: scene.folder) == [photo])
        }
        try scene.world.sync(&scene.phone)
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
        scene.world.relay = earlier
        #expect(try scene.world.sync(&scene.phone).alarms == [SyncAlarm(kind: .rolledBack, folder: scene.folder)])
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
        for device in [scene.tablet, scene.clinic] {
            var device = device
            try scene.world.sync(&device)
            #expect(try isGone(device.store.log, device.store.photos))
        }
    }

    @Test("A clone writes the photo again elsewhere while it is erased: it is erased there too")
    mutating func clones() throws {
        try scene.phone.erase(photo, in: scene.folder)
        try scene.syncAll()
        var random = SeededRandom(5)
        var clone = try TestDevice.open(
            store: scene.phone.store, passcode: World.passcode, environment: scene.world.environment())
        let other = try clone.add(.sample(&random), to: scene.folder)
        var eraser = try TestDevice.open(
            store: clone.store, passcode: World.passcode, environment: scene.world.environment())
        try eraser.erase(other, in: scene.folder)
        _ = try scene.phone.comment("under the same number", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&clone)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.state(of: scene.folder)?.photos.map(\.id) == [other])
        for _ in 0..<3 {
            try scene.world.sync(&eraser)
            try scene.world.sync(&clone)
            try scene.syncAll()
        }
        var late = try scene.world.linked(to: &scene.phone, "late")
        try scene.world.sync(&scene.phone)
        for _ in 0..<2 { try scene.world.sync(&late) }
        let state = try #require(late.state(of: scene.folder))
        #expect(Set(state.erasedPhotos.map(\.id)) == [photo, other] && state.photos.isEmpty)
        for device in [clone, eraser, scene.phone, scene.tablet, scene.clinic, late] {
            #expect(device.state(of: scene.folder) == state)
            #expect(device.health(of: scene.folder)?.withheld == [])
            #expect(try isGone(device.store.log, device.store.photos))
        }
        #expect(try isGone(scene.world.relay.store.log, scene.world.relay.store.photos))
    }

    @Test("A photo's body that is missing without an erasure is listed as withheld")
    mutating func hidden() throws {
        var random = SeededRandom(5)
        let hidden = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet) { frame in
            guard case .entries(let run) = frame else { return [frame] }
            return [
                .entries(
                    LogRun(
                        folder: run.folder, origin: run.origin, firstSequence: run.firstSequence,
                        previous: run.previous, entries: run.entries.map { $0.kind == .photo ? $0.withoutBody : $0 },
                        signature: run.signature))
            ]
        }
        let dot = try #require(scene.phone.state(of: scene.folder)?[photo: hidden]).added.id.dot
        for _ in 0..<2 {
            #expect(scene.tablet.health(of: scene.folder)?.withheld == [dot])
            #expect(scene.tablet.health(of: scene.folder)?.unreadable == [])
            #expect(scene.tablet.state(of: scene.folder)?.photos.map(\.id) == [photo])
            scene.tablet = try TestDevice.open(
                store: scene.tablet.store, passcode: World.passcode, environment: scene.tablet.environment)
        }
        // Once the owner erases it, nothing is missing.
        try scene.phone.erase(hidden, in: scene.folder)
        try scene.syncAll()
        #expect(scene.tablet.health(of: scene.folder)?.withheld == [])
        #expect(scene.tablet.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test("A photo that stands beside other ops is refused, for its entry could not be erased")
    mutating func besides() throws {
        let state = try #require(scene.phone.state(of: scene.folder))
        let manifest = try #require(state[photo: photo]).manifest
        var random = SeededRandom(5)
        try scene.phone.write([.addPhoto(random.identifier(), manifest: manifest)], in: scene.folder)
        let after = try scene.meet([.phone, .tablet, .clinic])
        #expect(after.photos == state.photos && after.refused.count == 1)
    }

    @Test("Who does not own a folder erases nothing, and nobody erases what people wrote")
    mutating func rights() throws {
        #expect(throws: DeviceError.notAllowed) { try scene.clinic.erase(photo, in: scene.folder) }
        _ = try scene.phone.comment("mine", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        let before = try scene.world.relay.store.log.runs(in: scene.folder)
        let heads = try before.flatMap { run in
            try VerifiedRun(run, signedBy: try #require(scene.phone.control.signingKey(of: run.origin.author))).entries
        }.map { ReplicaHead($0.dot, $0.hash) }
        let frame = Frame.erase(PhotoErasure(name: name, entries: heads))
        var clinic = scene.world.login(scene.clinic.secrets, of: scene.clinic.account)
        #expect(scene.world.send(frame, as: &clinic) == [.refused(Refusal(.notMember, folder: scene.folder))])
        var stolen = scene.world.login(scene.tablet.secrets, of: scene.tablet.account)
        #expect(scene.world.send(frame, as: &stolen) == [.refused(Refusal(.badBody, folder: scene.folder))])
        #expect(try scene.world.relay.store.log.runs(in: scene.folder) == before)
        #expect(try scene.world.relay.store.photos.holding(of: name)?.isComplete == true)
    }
}
