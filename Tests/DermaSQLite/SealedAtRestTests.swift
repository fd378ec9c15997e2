import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaSQLite
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient
@testable import DermaSecrets

/// Whoever takes a device's disk, a relay's disk or the bytes between them finds neither what people wrote nor a key.
@Suite("Only sealed bytes leave memory")
struct SealedAtRestTests {
    private typealias FileDevice = Device<SQLiteDeviceStore, SeededRandom, ManualClock>

    private static let texts = [
        "folder canary", "comment canary", "amended canary", "diary canary", "label canary", "tablet canary",
        "photo header canary", "photo image canary", "Zone/Canary",
    ]

    @Test("Canaries and keys are in no file and not on the wire")
    func canaries() throws {
        let phoneDirectory = try TemporaryDirectory()
        let tabletDirectory = try TemporaryDirectory()
        let relayDirectory = try TemporaryDirectory()
        var world = World(seed: 5)
        var relay = Relay(store: try SQLiteRelayStore(directory: relayDirectory.path))
        world.clock.set(Timestamp(milliseconds: world.clock.time, offsetMinutes: 0, zone: "Zone/Canary"))

        var (phone, recovery) = try FileDevice.found(
            store: SQLiteDeviceStore(directory: phoneDirectory.path), label: "label canary", passcode: World.passcode,
            environment: world.environment())
        let folder = try phone.createFolder(named: "folder canary")
        let comment = try phone.comment("comment canary", on: .folder, in: folder)
        try phone.rewriteComment(comment, as: "amended canary", in: folder)
        _ = try phone.writeDiary(DiaryDraft(text: "diary canary", suspected: [Suspicion(.sleep)]), in: folder)
        let photo = try phone.add(Self.photo(), to: folder)

        var tabletStore = try SQLiteDeviceStore(directory: tabletDirectory.path)
        var environment = world.environment()
        let request = try FileDevice.requestLink(
            store: &tabletStore, passcode: World.passcode, environment: &environment)
        let answer = try phone.link(request, label: "tablet canary")
        var tablet = try FileDevice.acceptLink(
            answer, store: tabletStore, passcode: World.passcode, environment: environment)

        var clinic = try world.clinic()
        try world.exchange(&clinic, with: &relay)
        let code = try #require(clinic.control.genesis.flatMap { ClinicCode(of: $0) })
        let found = try world.exchange(&phone, scope: .clinic(code), with: &relay)
        let record = try phone.clinic(try #require(found.organisation), provenBy: code)
        let grant = try phone.share(
            folder, with: record, for: [.care], until: world.clock.time + 1_000_000, wording: Scene.wording)
        for _ in 0..<2 {
            try world.exchange(&phone, with: &relay)
            try world.exchange(&tablet, with: &relay)
            try world.exchange(&clinic, with: &relay)
        }
        // Everything really is there, for those who hold the keys.
        #expect(tablet.state(of: folder) == phone.state(of: folder))
        #expect(clinic.state(of: folder) == phone.state(of: folder))
        #expect(try tablet.jpeg(of: photo, in: folder) == Self.photo().jpeg)
        #expect(try clinic.jpeg(of: photo, in: folder) == Self.photo().jpeg)

        let phoneKeys = try keys(of: phone) + recovery.identity.seeds
        let everywhere = try Self.texts.map { Array($0.utf8) } + phoneKeys + keys(of: tablet) + keys(of: clinic)
        for directory in [phoneDirectory, tabletDirectory, relayDirectory] {
            // The search finds what is there.
            #expect(try !directory.files(holding: phone.account.bytes).isEmpty)
            for secret in everywhere { #expect(try directory.files(holding: secret).isEmpty) }
        }
        #expect(Self.occurs(phone.account.bytes, in: world.wire))
        for secret in everywhere { #expect(!Self.occurs(secret, in: world.wire)) }

        // The relay's half is the relay's to know, and nobody's device keeps it openly.
        let half = try #require(phone.relayHalf(of: grant)).bytes
        #expect(try !relayDirectory.files(holding: half).isEmpty)
        #expect(try phoneDirectory.files(holding: half).isEmpty)
        #expect(try tabletDirectory.files(holding: half).isEmpty)
    }

    @Test("A device on a disk opens as it was closed, and goes on")
    func reopen() throws {
        let directory = try TemporaryDirectory()
        var world = World(seed: 6)
        let folder: FolderID
        let photo: PhotoID
        let state: FolderState?
        do {
            var phone = try FileDevice.found(
                store: SQLiteDeviceStore(directory: directory.path), label: "phone", passcode: World.passcode,
                environment: world.environment()
            ).device
            folder = try phone.createFolder(named: "Left forearm")
            photo = try phone.add(Self.photo(), to: folder)
            _ = try phone.comment("hello", on: .photo(photo), in: folder)
            try world.sync(&phone)
            state = phone.state(of: folder)
        }
        var phone = try FileDevice.open(
            store: SQLiteDeviceStore(directory: directory.path), passcode: World.passcode,
            environment: world.environment())
        #expect(phone.state(of: folder) == state && phone.folderIDs == [folder])
        #expect(try phone.jpeg(of: photo, in: folder) == Self.photo().jpeg)
        _ = try phone.comment("again", on: .folder, in: folder)
        let report = try world.sync(&phone)
        #expect(report.entriesSent == 1 && report.photosSent == 0 && report.alarms.isEmpty)
    }

    private static func photo() -> CleanedPhoto {
        let image = [UInt8](repeating: 1, count: 5000) + Array("photo image canary".utf8)
        return CleanedPhoto(header: Array("photo header canary".utf8), imageData: image)
    }

    /// Every secret key that a device holds.
    private func keys<Store>(of device: Device<Store, SeededRandom, ManualClock>) throws -> [[UInt8]] {
        var keys = device.secrets.seeds + [device.databaseKey.exposed] + World.passcode.withBytes { [$0] }
        keys += device.keyring.generations.values.joined().map(\.exposed)
        keys += device.keyring.epochs.values.map(\.exposed)
        keys += device.keyring.grants.values.map(\.exposed)
        for folder in device.folderIDs {
            for photo in device.state(of: folder)?.photos ?? [] {
                keys.append(try #require(device.manifest(of: photo.id, in: folder)).key.exposed)
            }
        }
        for grant in device.control.grants.values {
            let halves = try #require(device.keyring.halves(of: grant.record, owner: device.account))
            keys.append(halves.organisation.withBytes { $0 })
        }
        #expect(keys.count > 4 && keys.allSatisfy { $0.count >= 13 })
        return keys
    }

    private static func occurs(_ needle: [UInt8], in hay: [UInt8]) -> Bool {
        hay.indices.contains { hay[$0] == needle[0] && hay[$0...].starts(with: needle) }
    }
}

extension DeviceSecrets {
    /// Both seeds.
    fileprivate var seeds: [[UInt8]] { [Array(exposedSeeds[..<32]), Array(exposedSeeds[32...])] }
}
