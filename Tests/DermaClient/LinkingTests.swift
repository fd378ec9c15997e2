import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Linking a device")
struct LinkingTests {
    var scene: Scene
    private var store = MemoryDeviceStore()
    private var environment: Environment<SeededRandom, ManualClock>
    private let request: LinkRequest

    init() throws {
        scene = try Scene.unshared()
        environment = scene.world.environment()
        request = try TestDevice.requestLink(store: &store, passcode: World.passcode, environment: &environment)
    }

    private func accept(_ answer: LinkAnswer, passcode: SecretBytes = World.passcode) throws -> TestDevice {
        try TestDevice.acceptLink(answer, store: store, passcode: passcode, environment: environment)
    }

    @Test("Codes survive being shown and scanned, and nothing else passes for one")
    mutating func codes() throws {
        let scanned = try LinkRequest(decoding: request.encoded)
        let answer = try LinkAnswer(decoding: try scene.phone.link(scanned, label: "laptop").encoded)
        var laptop = try accept(answer)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&laptop)
        #expect(laptop.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        #expect(scene.phone.label(of: laptop.author) == "laptop")
        #expect(laptop.label(of: scene.phone.author) == "phone")
        for length in request.encoded.indices {
            #expect(throws: WireError.self) { try LinkRequest(decoding: Array(request.encoded[..<length])) }
        }
        for length in answer.encoded.indices {
            #expect(throws: WireError.self) { try LinkAnswer(decoding: Array(answer.encoded[..<length])) }
        }
    }

    @Test("A code is good for fifteen minutes")
    mutating func expired() throws {
        scene.world.clock.advance(by: 15 * 60 * 1000)
        #expect(throws: DeviceError.badLinkCode) { try scene.phone.link(request, label: "laptop") }
        scene.world.clock.advance(by: -1)
        let answer = try scene.phone.link(request, label: "laptop")
        // An answer that comes after that is of no use either.
        scene.world.clock.advance(by: 1)
        #expect(throws: DeviceError.badLinkCode) { try accept(answer) }
        scene.world.clock.advance(by: -1)
        _ = try accept(answer)
    }

    @Test("A code works once")
    mutating func replayed() throws {
        let answer = try scene.phone.link(request, label: "laptop")
        #expect(throws: DeviceError.badLinkCode) { try scene.phone.link(request, label: "laptop") }
        let laptop = try accept(answer)
        #expect(throws: DeviceError.alreadyInitialised) {
            try TestDevice.acceptLink(
                answer, store: laptop.store, passcode: World.passcode, environment: environment)
        }
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        #expect(throws: DeviceError.badLinkCode) { try scene.tablet.link(request, label: "laptop") }
    }

    @Test("A35: an answer to another secret, other keys, another account or another head is refused")
    mutating func meddled() throws {
        let otherSecret = LinkRequest(keys: request.keys, expires: request.expires, secret: .zero)
        #expect(throws: DeviceError.badLinkCode) { try accept(try scene.phone.link(otherSecret, label: "laptop")) }

        // Someone in the middle shows the phone keys of their own, with the secret that they photographed.
        let thief = scene.world.environment().random
        var random = thief
        let otherKeys = LinkRequest(
            keys: DeviceSecrets(random: &random).keys, expires: request.expires, secret: request.secret)
        #expect(throws: DeviceError.badLinkCode) { try accept(try scene.phone.link(otherKeys, label: "thief")) }

        var fresh = try Scene.unshared()
        let answer = try fresh.phone.link(request, label: "laptop")
        var bytes = answer.encoded
        for index in bytes.indices {
            bytes[index] ^= 1
            if let changed = try? LinkAnswer(decoding: bytes) {
                // One Argon2id each: the fields' first and last bytes will do.
                if [0, 31, 32, 47, 48, bytes.count - 33, bytes.count - 32, bytes.count - 1].contains(index) {
                    #expect(throws: DeviceError.badLinkCode) { try accept(changed) }
                }
            }
            bytes[index] ^= 1
        }
        _ = try accept(answer)
    }

    @Test("The passcode is needed to accept, and a store that asked for nothing accepts nothing")
    mutating func passcode() throws {
        let answer = try scene.phone.link(request, label: "laptop")
        #expect(throws: DeviceError.wrongPasscode) { try accept(answer, passcode: SecretBytes([1])) }
        #expect(throws: DeviceError.notInitialised) {
            try TestDevice.acceptLink(
                answer, store: MemoryDeviceStore(), passcode: World.passcode, environment: environment)
        }
    }

    @Test("A device that was never accepted can do nothing, and the account goes on")
    mutating func neverAccepted() throws {
        _ = try scene.phone.link(request, label: "laptop")
        _ = try scene.phone.comment("on", on: .folder, in: scene.folder)
        try scene.syncAll()
        #expect(scene.tablet.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test("Three devices: what each writes reaches the others, whoever linked whom")
    mutating func threeDevices() throws {
        var laptop = try accept(try scene.tablet.link(request, label: "laptop"))
        // The laptop is let in by the tablet, which the phone let in.
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&laptop)
        let folder = try laptop.createFolder(named: "Neck")
        _ = try laptop.comment("from the laptop", on: .folder, in: scene.folder)
        _ = try scene.phone.comment("from the phone", on: .folder, in: scene.folder)
        _ = try scene.tablet.comment("from the tablet", on: .folder, in: scene.folder)
        for _ in 0..<2 {
            try scene.world.sync(&laptop)
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&scene.tablet)
        }
        for device in [scene.phone, scene.tablet, laptop] {
            #expect(device.state(of: scene.folder)?.comments.count == 3)
            #expect(device.state(of: scene.folder) == laptop.state(of: scene.folder))
            #expect(device.state(of: folder) == laptop.state(of: folder))
            #expect(
                device.health(of: folder)
                    == FolderHealth(lockedCount: 0, waitingCount: 0, unreadable: [], withheld: [], forks: []))
        }
    }

    @Test("Two devices that let the same new one in without knowing of each other do no harm")
    mutating func linkedTwice() throws {
        let answer = try scene.phone.link(request, label: "laptop")
        _ = try scene.tablet.link(request, label: "laptop")
        var laptop = try accept(answer)
        try scene.syncAll()
        try scene.world.sync(&laptop)
        _ = try laptop.comment("hello", on: .folder, in: scene.folder)
        try scene.world.sync(&laptop)
        try scene.syncAll()
        #expect(scene.tablet.state(of: scene.folder)?.comments.count == 1)
        #expect(scene.phone.state(of: scene.folder) == laptop.state(of: scene.folder))
    }

    @Test("A member of a clinic's staff is linked, and patients see who wrote")
    mutating func staff() throws {
        var shared = try Scene.shared()
        var nurse = try accept(try shared.clinic.link(request, label: "Nurse Brown"))
        try shared.world.sync(&shared.clinic)
        try shared.world.sync(&nurse)
        #expect(nurse.state(of: shared.folder) == shared.phone.state(of: shared.folder))
        _ = try nurse.comment("I looked at it", on: .folder, in: shared.folder)
        try shared.world.sync(&nurse)
        try shared.syncAll()
        let comment = try #require(shared.phone.state(of: shared.folder)?.comments.first)
        #expect(comment.added.party == shared.clinic.account)
        #expect(shared.phone.label(of: comment.added.author) == "Nurse Brown")
        #expect(shared.clinic.state(of: shared.folder) == shared.phone.state(of: shared.folder))
    }
}
