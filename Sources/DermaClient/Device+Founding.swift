public import DermaCausality
import DermaIdentity
public import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// Founds an account, or a clinic's organisation, with this store's device as its first.
    ///
    /// - Parameters:
    ///   - organisation: The clinic's name and its number in a public register; nil for a patient.
    ///   - label: The device's name; of a clinic's device, the name of the member of staff, which patients see.
    ///   - given: A new recovery secret, where its words were written down before; else one is made.
    /// - Returns: The device, and the recovery secret: show its words once, keep them nowhere.
    public static func found(
        store: Store, organisation: (name: String, registryNumber: String)? = nil, label: String, passcode: SecretBytes,
        recovery given: RecoverySecret? = nil, environment: Environment<Random, Clock>
    ) throws(DeviceError) -> (device: Device, recovery: RecoverySecret) {
        var environment = environment
        let keys = try UnlockedKeys(passcode: passcode, random: &environment.random)
        return try found(
            store: store, organisation: organisation, label: label, keys: keys, recovery: given,
            environment: environment)
    }

    /// The same with keys that are at hand.
    package static func found(
        store: Store, organisation: (name: String, registryNumber: String)? = nil, label: String, keys: UnlockedKeys,
        recovery given: RecoverySecret? = nil, environment: Environment<Random, Clock>
    ) throws(DeviceError) -> (device: Device, recovery: RecoverySecret) {
        guard try stored({ () throws(StoreError) in try store.setting(Setting.vault) }) == nil else {
            throw .alreadyInitialised
        }
        for text in [label, organisation?.name ?? "", organisation?.registryNumber ?? ""] {
            guard text.utf8.count <= Limits.nameBytesMax else { throw .tooLong }
        }
        var environment = environment
        let recovery = given ?? RecoverySecret(random: &environment.random)
        let identity = recovery.identity
        let genesis =
            organisation.map {
                Genesis.organisation(keys: identity.keys, name: $0.name, registryNumber: $0.registryNumber)
            } ?? .account(keys: identity.keys)
        var founder = Device(
            store: store, environment: environment, secrets: identity, databaseKey: keys.databaseKey,
            account: genesis.account, identity: genesis)
        let accountKey = AgreementSecret(random: &founder.environment.random)
        let author = keys.secrets.keys.author
        let generation = KeyGeneration(
            number: 1, publicKey: accountKey.publicKey,
            recipients: [
                try founder.handed(accountKey, 1, to: keys.secrets.keys, author),
                try founder.handed(accountKey, 1, to: identity.keys, founder.author),
            ])
        founder.keyring.learn(accountKey, generation: 1)
        let added = DeviceAdded(
            keys: keys.secrets.keys, label: try founder.seal(label, of: author, isPublic: organisation != nil),
            welcome: [])
        try founder.appendControl([.genesis(genesis), .generation(generation), .device(added)])

        // The vault comes last: a store without one holds no device.
        try stored { () throws(StoreError) in
            try founder.store.set([Setting.account: genesis.account.bytes, Setting.vault: keys.sealed])
        }
        return (try open(store: founder.store, keys: keys, environment: founder.environment), recovery)
    }

    /// Seals something to a public key.
    mutating func seal(
        _ content: [UInt8], to key: AgreementPublicKey, for place: AssociatedData
    ) throws(DeviceError) -> [UInt8] {
        do throws(WeakPublicKey) {
            return try key.seal(content, for: place, random: &environment.random)
        } catch {
            throw .weakKey
        }
    }

    /// A device's name as its record holds it: plain for a clinic's, sealed to the account for a patient's.
    mutating func seal(_ label: String, of device: AuthorID, isPublic: Bool) throws(DeviceError) -> [UInt8] {
        guard label.utf8.count <= Limits.nameBytesMax else { throw .tooLong }
        if isPublic { return Array(label.utf8) }
        guard let key = accountKey?.secret.publicKey else { throw .noKey }
        return try seal(Padding.pad(Array(label.utf8)), to: key, for: .label(account, device))
    }

    /// The name of the own account's device, or of a clinic's; nil if it cannot be known here.
    public func label(of author: AuthorID) -> String? {
        for control in controls.values {
            guard let label = control.devices[author]?.record.label else { continue }
            if case .organisation = control.genesis { return String(validating: label, as: UTF8.self) }
            let place = AssociatedData.label(control.account, author)
            let opened = keyring.generations.values.joined().lazy.compactMap { try? $0.open(label, for: place) }.first
            return opened.flatMap(Padding.unpad).flatMap { String(validating: $0, as: UTF8.self) }
        }
        return nil
    }
}
