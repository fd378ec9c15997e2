import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

@Suite("Photos between devices")
struct PhotoConflicts {
    var scene: Scene
    private var random = SeededRandom(12)

    init() throws { scene = try Scene.shared() }

    @Test("C40: a comment on a photo that is still arriving is shown, and the photo when it is whole")
    mutating func stillArriving() throws {
        let photo = try scene.phone.add(.sample(&random, imageBytes: 400_000), to: scene.folder)
        _ = try scene.phone.comment("look at the edge", on: .photo(photo), in: scene.folder)
        // The upload is cut in the middle of the photo.
        #expect(throws: SyncFailure.session(.closedEarly)) {
            try scene.world.exchange(&scene.phone, cutAfter: 200_000)
        }
        for member in [Scene.Member.tablet, .clinic] {
            var device = scene[member]
            try scene.world.sync(&device)
            scene[member] = device
            let state = try #require(device.state(of: scene.folder))
            #expect(state.comments.map(\.subject) == [.photo(photo)])
            let arrival = try #require(try device.arrival(of: photo, in: scene.folder))
            #expect(arrival.held == 0 && arrival.of > 400_000)
            #expect(try device.jpeg(of: photo, in: scene.folder) == nil)
        }
        try scene.world.sync(&scene.phone)
        // The download is cut too: some of it is here, and nothing is shown yet.
        #expect(throws: SyncFailure.session(.closedEarly)) {
            try scene.world.exchange(&scene.tablet, cutAfter: 200_000)
        }
        let arrival = try #require(try scene.tablet.arrival(of: photo, in: scene.folder))
        #expect(arrival.held > 100_000 && arrival.held < arrival.of)
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == nil)
        try scene.syncAll()
        let original = try scene.phone.jpeg(of: photo, in: scene.folder)
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == original)
        #expect(try scene.clinic.jpeg(of: photo, in: scene.folder) == original)
    }

    @Test("C40: a photo that never arrives keeps no other from arriving")
    mutating func neverArrives() throws {
        // Its phone is lost in the middle of the upload.
        let lost = try scene.phone.add(.sample(&random, imageBytes: 400_000), to: scene.folder)
        #expect(throws: SyncFailure.session(.closedEarly)) {
            try scene.world.exchange(&scene.phone, cutAfter: 200_000)
        }
        try scene.world.sync(&scene.tablet)
        let own = try (0..<3).map { _ in try scene.tablet.add(.sample(&random), to: scene.folder) }
        #expect(try scene.world.sync(&scene.tablet).photosSent == 3)
        #expect(try scene.world.sync(&scene.clinic).photosReceived == 3)
        for photo in own { #expect(try scene.clinic.jpeg(of: photo, in: scene.folder) != nil) }
        #expect(try scene.clinic.jpeg(of: lost, in: scene.folder) == nil)
        #expect(scene.clinic.state(of: scene.folder)?.photos.count == 4)
    }

    @Test(
        "C13, but for the suggestion: a photo added on two devices is kept twice, and both say that they are one picture"
    )
    mutating func sameTwice() throws {
        let picture = CleanedPhoto.sample(&random)
        let first = try scene.phone.add(picture, to: scene.folder)
        let second = try scene.tablet.add(picture, to: scene.folder)
        let state = try scene.meet()
        #expect(Set(state.photos.map(\.id)) == [first, second])
        for device in [scene.phone, scene.tablet] {
            let hashes = try [first, second].map { try #require(device.manifest(of: $0, in: scene.folder)).contentHash }
            #expect(hashes[0] == hashes[1])
            for photo in [first, second] { #expect(try device.jpeg(of: photo, in: scene.folder) == picture.jpeg) }
        }
    }

    @Test("C33, but for the doubt: when a photo was taken and when it was added are two claims, each with its source")
    mutating func captureTime() throws {
        let claim = try #require(
            CaptureClaim(
                year: 2021, month: 5, day: 6, hour: 7, minute: 8, second: 9, offsetMinutes: nil, source: .modified))
        let photo = try scene.phone.add(
            CleanedPhoto(header: [1], imageData: [2], claim: claim), to: scene.folder)
        let state = try scene.meet()
        let manifest = try #require(scene.tablet.manifest(of: photo, in: scene.folder))
        #expect(manifest.captureClaim == claim && manifest.captureClaim?.source == .modified)
        #expect(state[photo: photo]?.added.time == scene.world.clock.now())
    }
}
