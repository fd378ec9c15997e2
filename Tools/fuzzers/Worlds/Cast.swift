import DermaCRDT
package import DermaCausality
import DermaClient
import DermaContent
import DermaFuzzing
import DermaFuzzingContent
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
package import DermaTestSupport
import DermaWire

/// Who the state machines' fuzzers play with: a patient's phone and tablet and a clinic, a shared folder with a photo, and a
/// relay that holds all of it. Made once per process; every input starts from copies.
package enum Cast {
    static let host = World.host
    package static let phone = scene.phone
    static let phoneSecrets = scene.phoneSecrets
    static let recovery = scene.recovery
    package static let folder = scene.folder
    static let now = scene.now
    static let genesis = Genesis.account(keys: recovery.identity.keys)

    /// The world after the story, with the clock set back to where it stood.
    static var world: World {
        let world = scene.world
        world.clock.advance(by: now - world.clock.time)
        return world
    }

    static let tablet = scene.tablet
    static let tabletSecrets = scene.tabletSecrets
    package static let clinic = scene.clinic
    static let clinicSecrets = scene.clinicSecrets
    static let clinicCode = scene.clinicCode
    static let grant = scene.grant
    static let photo = scene.photo
    /// The keys that open the phone's store again.
    static let phoneKeys = scene.phoneKeys

    private static let scene: Story = {
        do { return try Story() } catch { fatalError("the fuzzers' story cannot be told: \(error)") }
    }()
}

/// How the cast came to be what it is.
private struct Story {
    var world = World(seed: 7)
    var phone: TestDevice
    var tablet: TestDevice
    var clinic: TestDevice
    let recovery: RecoverySecret
    let folder: FolderID
    let photo: PhotoID
    let grant: GrantID
    let clinicCode: ClinicCode
    let phoneKeys: UnlockedKeys
    let phoneSecrets: DeviceSecrets
    let tabletSecrets: DeviceSecrets
    let clinicSecrets: DeviceSecrets
    let now: Int64

    init() throws {
        (phoneKeys, phoneSecrets) = Self.keys(1)
        let (clinicKeys, clinicSecrets) = Self.keys(2)
        self.clinicSecrets = clinicSecrets
        let (tabletKeys, tabletSecrets) = Self.keys(3)
        self.tabletSecrets = tabletSecrets
        (phone, recovery) = try TestDevice.found(
            store: MemoryDeviceStore(), label: "phone", keys: phoneKeys, environment: world.environment())
        clinic = try TestDevice.found(
            store: MemoryDeviceStore(), organisation: ("Dermatology", "RX1"), label: "Dr Grey", keys: clinicKeys,
            environment: world.environment()
        ).device
        folder = try phone.createFolder(named: "Left forearm")
        photo = try phone.add(try JPEGIntake.clean(SmallPhoto.jpeg), to: folder)
        _ = try phone.comment("Redder", on: .photo(photo), in: folder)
        try world.sync(&phone)
        var store = MemoryDeviceStore()
        var environment = world.environment()
        let request = try TestDevice.requestLink(store: &store, keys: tabletKeys, environment: &environment)
        let answer = try phone.link(request, label: "tablet")
        tablet = try TestDevice.acceptLink(answer, store: store, keys: tabletKeys, environment: environment)
        for _ in 0..<2 {
            try world.sync(&phone)
            try world.sync(&tablet)
        }
        try world.sync(&clinic)
        guard let code = clinic.control.genesis.flatMap({ ClinicCode(of: $0) }),
            let organisation = try world.sync(&phone, scope: .clinic(code)).organisation
        else { throw Violation("the relay does not know the clinic") }
        clinicCode = code
        now = world.clock.time
        grant = try phone.share(
            folder, with: try phone.clinic(organisation, provenBy: code), for: [.care, .teaching],
            until: now + 1_000_000, wording: Wording(text: "I agree", language: "en", version: 1))
        for _ in 0..<2 {
            try world.sync(&phone)
            try world.sync(&clinic)
            _ = try clinic.comment("Seen", on: .folder, in: folder)
        }
        // Things that only one side has, so that there is something to exchange.
        _ = try phone.comment("Better today", on: .folder, in: folder)
        _ = try phone.add(try JPEGIntake.clean(SmallPhoto.jpeg), to: folder)
        _ = try tablet.comment("Itchy", on: .folder, in: folder)
        try world.sync(&tablet)
    }

    /// Keys that need no passcode, and the same secrets for signing what a device would not.
    private static func keys(_ seed: UInt64) -> (UnlockedKeys, DeviceSecrets) {
        var random = SeededRandom(seed)
        var again = random
        return (UnlockedKeys(random: &random), DeviceSecrets(random: &again))
    }
}
