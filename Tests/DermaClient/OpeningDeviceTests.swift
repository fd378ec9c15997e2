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

@Suite("Opening a device")
struct OpeningDeviceTests {
    private func reopened(_ device: TestDevice) throws -> TestDevice {
        try TestDevice.open(store: device.store, passcode: World.passcode, environment: device.environment)
    }

    private func expectSame(_ device: TestDevice, _ step: String) throws {
        let other = try reopened(device)
        #expect(other.account == device.account && other.author == device.author, "\(step)")
        #expect(other.folderIDs == device.folderIDs, "\(step)")
        #expect(other.controls.keys == device.controls.keys, "\(step)")
        for (account, control) in device.controls {
            #expect(other.controls[account]?.applied == control.applied, "\(step)")
            #expect(other.controls[account]?.refused == control.refused, "\(step)")
        }
        for folder in device.knownFolders.map(\.folder) {
            #expect(other.state(of: folder) == device.state(of: folder), "\(step)")
            #expect(other.health(of: folder) == device.health(of: folder), "\(step)")
        }
        #expect(other.keyring.epochs.keys == device.keyring.epochs.keys, "\(step)")
        #expect(other.keyring.grants.keys == device.keyring.grants.keys, "\(step)")
        #expect(other.keyring.generations.keys == device.keyring.generations.keys, "\(step)")
        #expect(other.latestTime == device.latestTime && other.ended == device.ended, "\(step)")
        for author in device.control.devices.keys { #expect(other.label(of: author) == device.label(of: author)) }
    }

    @Test("After every operation, what was opened is what was closed")
    func everyOperation() throws {
        var scene = try Scene.unshared()
        var random = SeededRandom(2)
        let folder = scene.folder
        let day = try #require(CivilDay(iso: "2026-11-22"))
        try expectSame(scene.phone, "synced")
        let comment = try scene.phone.comment("one", on: .folder, in: folder)
        try scene.phone.rewriteComment(comment, as: "two", in: folder)
        try scene.phone.rename(folder, to: "Arm")
        let entry = try scene.phone.writeDiary(
            DiaryDraft(text: "itchy", day: day, suspected: [Suspicion(.sleep), Suspicion(.heat)]), in: folder)
        try scene.phone.changeDiary(entry, DiaryDraft(unsuspected: [Suspicion(.heat)]), in: folder)
        _ = try scene.phone.record(try #require(Score(.severity, items: [4])), on: day, in: folder)
        try expectSame(scene.phone, "written")
        let photo = try scene.phone.add(.sample(&random), to: folder)
        try expectSame(scene.phone, "photo")
        #expect(try reopened(scene.phone).jpeg(of: photo, in: folder) == scene.phone.jpeg(of: photo, in: folder))
        _ = try scene.share(for: .care)
        try expectSame(scene.phone, "shared")
        try scene.syncAll()
        _ = try scene.clinic.comment("hello", on: .folder, in: folder)
        try expectSame(scene.clinic, "clinic wrote")
        try scene.syncAll()
        for member in Scene.Member.allCases { try expectSame(scene[member], "\(member) synced") }
        try scene.phone.withdraw(folder, from: scene.clinic.account)
        try expectSame(scene.phone, "withdrawn")
        try scene.syncAll()
        #expect(scene.clinic.ended[folder] == .withdrawn)
        for member in Scene.Member.allCases { try expectSame(scene[member], "\(member) after withdrawal") }
    }

    @Test("A device that was opened again goes on writing and syncing")
    func goesOn() throws {
        var scene = try Scene.shared()
        scene.phone = try reopened(scene.phone)
        scene.clinic = try reopened(scene.clinic)
        _ = try scene.phone.comment("after", on: .folder, in: scene.folder)
        _ = try scene.clinic.comment("seen", on: .folder, in: scene.folder)
        try scene.syncAll()
        #expect(scene.phone.state(of: scene.folder)?.comments.count == 2)
        for member in Scene.Member.allCases {
            #expect(scene[member].state(of: scene.folder) == scene.phone.state(of: scene.folder))
        }
    }

    @Test("The wrong passcode opens nothing")
    func wrongPasscode() throws {
        let scene = try Scene.unshared()
        for wrong in ["", "correct horsf", "correct horse "] {
            #expect(throws: DeviceError.wrongPasscode) {
                try TestDevice.open(
                    store: scene.phone.store, passcode: SecretBytes(Array(wrong.utf8)),
                    environment: scene.phone.environment)
            }
        }
    }

    @Test("An empty store holds no device; one with a device takes no other")
    func initialised() throws {
        var scene = try Scene.unshared()
        let environment = scene.phone.environment
        #expect(throws: DeviceError.notInitialised) {
            try TestDevice.open(store: MemoryDeviceStore(), passcode: World.passcode, environment: environment)
        }
        #expect(throws: DeviceError.alreadyInitialised) {
            try TestDevice.found(
                store: scene.phone.store, label: "again", passcode: World.passcode, environment: environment)
        }
        #expect(throws: DeviceError.alreadyInitialised) {
            var environment = environment
            _ = try TestDevice.requestLink(
                store: &scene.phone.store, passcode: World.passcode, environment: &environment)
        }
    }

    @Test("A19: a vault whose cost was lowered is not opened")
    func weakVault() throws {
        let scene = try Scene.unshared()
        let vault = try #require(try scene.phone.store.setting("vault"))
        #expect(vault[16] == 3)
        for cost in 0..<3 as Range<UInt8> {
            var store = scene.phone.store
            var weak = vault
            weak[16] = cost
            try store.set(["vault": weak])
            #expect(throws: DeviceError.store(StoreError(.corrupt, "the device's keys"))) {
                try TestDevice.open(store: store, passcode: World.passcode, environment: scene.phone.environment)
            }
        }
    }

    @Test("Labels that are too long are refused")
    func longLabels() throws {
        let scene = try Scene.unshared()
        let long = String(repeating: "n", count: Limits.nameBytesMax + 1)
        for (label, name, number) in [(long, "a", "b"), ("a", long, "b"), ("a", "b", long)] {
            #expect(throws: DeviceError.tooLong) {
                try TestDevice.found(
                    store: MemoryDeviceStore(), organisation: (name, number), label: label, passcode: World.passcode,
                    environment: scene.phone.environment)
            }
        }
    }
}
