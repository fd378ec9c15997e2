import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire
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
        "C13: a photo added on two devices is kept twice, and that they are one picture is suggested on both"
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
            let pair = [first, second].map { PhotoLink($0, in: scene.folder) }.sorted()
            #expect(device.arrangement.suggestions == [.sameContent(pair)])
        }
    }

    @Test(
        "C33: when a photo was taken and when it was added are two claims, each with its source; where they differ, the date is uncertain"
    )
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
        #expect(scene.tablet.times(of: photo, in: scene.folder)?.isUncertain == false)
        // The file was copied years later: both claims are kept, neither is picked.
        let copied = Timestamp(milliseconds: 1_700_000_000_000, offsetMinutes: 60, zone: "Europe/Paris")
        try scene.phone.setFileTime(copied, of: photo, in: scene.folder)
        _ = try scene.meet([.phone, .tablet, .clinic])
        let times = try #require(scene.tablet.times(of: photo, in: scene.folder))
        #expect(times.capture == claim && times.file == copied && times.isUncertain)
        // 2021-05-06 in Paris, although it is still the day before in UTC.
        try scene.phone.setFileTime(
            Timestamp(milliseconds: 1_620_253_800_000, offsetMinutes: 120), of: photo, in: scene.folder)
        #expect(scene.phone.times(of: photo, in: scene.folder)?.isUncertain == false)
        let plain = try scene.phone.add(.sample(&random), to: scene.folder)
        #expect(scene.phone.times(of: plain, in: scene.folder)?.isUncertain == true, "nobody says when")
    }

    @Test(
        "C37: a photo that was filed under the wrong person is marked as entered in error, with its copy; the clinic sees it"
    )
    mutating func enteredInError() throws {
        let picture = CleanedPhoto.sample(&random)
        let wrong = try scene.phone.add(picture, to: scene.folder)
        _ = try scene.meet([.phone, .tablet, .clinic])
        let other = try scene.phone.createFolder(named: "Anna's arm")
        let copy = PhotoLink(try scene.phone.add(picture, to: other), in: other)
        try scene.phone.markEnteredInError(wrong, copy: copy, in: scene.folder)
        let state = try scene.meet([.phone, .tablet, .clinic])
        let mark = try #require(state[photo: wrong]?.error.shown)
        #expect(mark.value.isError && mark.value.copy == copy && mark.stamp.author == scene.phone.author)
        // It is neither deleted nor made again, and the other folder stays unknown to the clinic.
        #expect(state.photos.map(\.id) == [wrong] && scene.clinic.state(of: other) == nil)
        #expect(throws: DeviceError.notAllowed) {
            try scene.clinic.markEnteredInError(wrong, in: scene.folder)
        }
    }

    @Test("C41: an annotation is bound to the content that it was made on; a crop is another image")
    mutating func annotated() throws {
        let photo = try scene.phone.add(.sample(&random), to: scene.folder)
        _ = try scene.meet([.phone, .tablet, .clinic])
        let content = try #require(scene.clinic.manifest(of: photo, in: scene.folder)).contentHash
        let region = try #require(PhotoRegion(x: 1000, y: 2000, width: 300, height: 400))
        let note = try scene.clinic.comment(
            "raised border", on: .region(photo, content: content, region), in: scene.folder)
        let crop = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.phone.markDerived(crop, from: PhotoLink(photo, in: scene.folder), in: scene.folder)
        let state = try scene.meet([.phone, .tablet, .clinic])
        #expect(state[photo: crop]?.source.shown?.value == PhotoLink(photo, in: scene.folder))
        let kept = try #require(state[comment: note, by: scene.clinic.account])
        #expect(kept.subject == .region(photo, content: content, region))
        // No part of what is said about one picture is ever about the other.
        let other = try #require(scene.phone.manifest(of: crop, in: scene.folder)).contentHash
        #expect(other != content)
        #expect(throws: DeviceError.notFound) {
            try scene.clinic.comment("here", on: .region(photo, content: .zero, region), in: scene.folder)
        }
    }
}
