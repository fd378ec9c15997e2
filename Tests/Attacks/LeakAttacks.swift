import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("What sealed bytes give away")
struct LeakAttacks {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    /// Adds a photo, and gives the chunks that it is sealed in.
    private func chunks(
        adding photo: CleanedPhoto, to folder: FolderID, of device: inout TestDevice
    ) throws -> [ChunkReference] {
        let name = PhotoName(folder: folder, photo: try device.add(photo, to: folder))
        return try #require(try device.store.photos.holding(of: name)).chunks
    }

    private func newestBody(_ device: TestDevice, _ folder: FolderID) throws -> [UInt8] {
        var device = device
        let origin = try device.origin(in: folder)
        let tail = try device.tail(of: origin, in: folder)
        let run = try #require(try device.store.log.run(of: origin, in: folder, after: tail.sequence - 1))
        return try #require(run.entries[0].body.bytes)
    }

    /// Gives the same bytes for ever, as a virtual machine does that is started from one snapshot again and again.
    private struct StuckRandom: RandomSource {
        mutating func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }
    }

    @Test("A20: with a random source that is stuck, no two contents share a key stream")
    mutating func stuckRandom() throws {
        var device = try Device.found(
            store: MemoryDeviceStore(), label: "phone", passcode: World.passcode,
            environment: Environment(random: StuckRandom(), clock: scene.world.clock)
        ).device
        let folder = try device.createFolder(named: "Arm")
        var clone = device
        // One after the other, and in a clone under the same number.
        _ = try device.comment(String(repeating: "a", count: 200), on: .folder, in: folder)
        _ = try clone.comment(String(repeating: "b", count: 200), on: .folder, in: folder)
        _ = try device.comment(String(repeating: "a", count: 200), on: .folder, in: folder)
        let runs = try device.store.log.runs(in: folder) + clone.store.log.runs(in: folder)
        let bodies = Set(runs.flatMap(\.entries).compactMap(\.body.bytes))
        #expect(bodies.count == 4)
        let nonces = Set(bodies.map { Array($0[3..<27]) })
        #expect(nonces.count == bodies.count)
        for one in bodies {
            for other in bodies where one != other {
                // Contents that differ in 200 letters of 'a' and 'b' would show as 200 bytes of 3.
                let difference = zip(one.dropFirst(59), other.dropFirst(59)).map { $0 ^ $1 }
                #expect(difference.filter { $0 == 3 || $0 == 0 }.count < 40)
            }
        }
    }

    @Test("A20: two photos under a stuck random source share no key")
    mutating func stuckPhotos() throws {
        var device = try Device.found(
            store: MemoryDeviceStore(), label: "phone", passcode: World.passcode,
            environment: Environment(random: StuckRandom(), clock: scene.world.clock)
        ).device
        let folder = try device.createFolder(named: "Arm")
        var clone = device
        var random = SeededRandom(8)
        let photos = [CleanedPhoto.sample(&random), CleanedPhoto.sample(&random)]
        let first = try device.add(photos[0], to: folder)
        let second = try clone.add(photos[1], to: folder)
        let keys = try [
            #require(device.manifest(of: first, in: folder)).key.exposed,
            #require(clone.manifest(of: second, in: folder)).key.exposed,
        ]
        #expect(keys[0] != keys[1])
    }

    @Test("A22: the same picture twice has no id in common, and one size")
    mutating func knownPicture() throws {
        var random = SeededRandom(8)
        let photo = CleanedPhoto.sample(&random, imageBytes: 300_000)
        let other = try scene.phone.createFolder(named: "Neck")
        var stranger = try scene.world.patient("stranger")
        let strangers = try stranger.createFolder(named: "Arm")
        let all = [
            try chunks(adding: photo, to: scene.folder, of: &scene.phone),
            try chunks(adding: photo, to: scene.folder, of: &scene.phone),
            try chunks(adding: photo, to: other, of: &scene.phone),
            try chunks(adding: photo, to: strangers, of: &stranger),
        ]
        #expect(Set(all.flatMap { $0.map(\.id) }).count == all.reduce(0) { $0 + $1.count })
        #expect(Set(all.map { $0.map(\.length) }).count == 1)
        // The content's own hash is inside the encryption, for the owner to find duplicates by.
        let hashes = scene.phone.folderIDs.flatMap { folder in
            (scene.phone.state(of: folder)?.photos ?? []).compactMap {
                scene.phone.manifest(of: $0.id, in: folder)?.contentHash
            }
        }
        #expect(Set(hashes).count == 1 && hashes.count == 3)
        try scene.world.sync(&scene.phone)
        let hash = hashes[0].bytes
        let wire = scene.world.wire
        #expect(!wire.indices.contains { wire[$0] == hash[0] && wire[$0...].starts(with: hash) })
    }

    @Test("A23: full chunks are of one length, and last ones of a class")
    mutating func chunkLengths() throws {
        var random = SeededRandom(8)
        func lengths(_ imageBytes: Int) throws -> [Int] {
            let photo = CleanedPhoto.sample(&random, imageBytes: imageBytes)
            return try chunks(adding: photo, to: scene.folder, of: &scene.phone).map(\.length)
        }
        let size = 256 << 10
        let long = try lengths(3 * size + 5)
        #expect(long.count == 5 && Set(long[1...3]).count == 1)
        #expect(try lengths(1) == lengths(4000))
        #expect(try lengths(100_000) == lengths(100_100))
        #expect(try lengths(3 * size + 200_000) == lengths(3 * size + 200_500))
    }

    @Test("A24: short texts, names and labels are of one length")
    mutating func textLengths() throws {
        var lengths: Set<Int> = []
        for text in ["y", "no", "it itches", "sleep was bad"] {
            _ = try scene.phone.comment(text, on: .folder, in: scene.folder)
            lengths.insert(try newestBody(scene.phone, scene.folder).count)
        }
        // The first entry after others have written says so, and may be longer.
        #expect(lengths.count <= 2)
        var labels: Set<Int> = []
        for label in ["a", "phone of Ann", "my new telephone"] {
            labels.insert(try scene.phone.seal(label, of: scene.phone.author, isPublic: false).count)
        }
        #expect(labels.count == 1)
    }

    @Test("A25: the secrets of linking and recovery reach no server, no store and no log")
    mutating func linkSecrets() throws {
        var store = MemoryDeviceStore()
        var environment = scene.world.environment()
        let request = try TestDevice.requestLink(store: &store, passcode: World.passcode, environment: &environment)
        let answer = try scene.phone.link(request, label: "laptop")
        var laptop = try TestDevice.acceptLink(
            answer, store: store, passcode: World.passcode, environment: environment)
        try scene.syncAll()
        try scene.world.sync(&laptop)
        let secret = request.secret.bytes
        var hay = scene.world.wire
        for name in try laptop.store.settingNames(prefix: "") { hay += try laptop.store.setting(name) ?? [] }
        for name in try scene.phone.store.settingNames(prefix: "") { hay += try scene.phone.store.setting(name) ?? [] }
        for device in [scene.phone, laptop] {
            for folder in [device.control.folder, scene.folder] {
                hay += try device.store.log.runs(in: folder).flatMap(\.encoded)
            }
        }
        func occurs(_ needle: [UInt8]) -> Bool {
            hay.indices.contains { hay[$0] == needle[0] && hay[$0...].starts(with: needle) }
        }
        #expect(!occurs(secret) && !occurs(answer.encoded.suffix(32)))
        #expect(occurs(laptop.secrets.keys.encoded))
        // What a program might print.
        for printed in ["\(request)", "\(request.secret)".isEmpty ? "" : String(reflecting: laptop.secrets)] {
            #expect(!printed.contains(Hex.encode(secret)))
        }
    }
}
