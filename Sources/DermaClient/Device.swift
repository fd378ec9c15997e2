import DermaCRDT
public import DermaCausality
public import DermaIdentity
public import DermaSecrets
public import DermaSync
import DermaWire

/// A patient's or clinic's device: its keys, its copy of every folder, and what a person does with them.
///
/// This is what an app talks to. It works without a connection; `SyncConversation` exchanges what is new. Everything that
/// returned without an error is durable. A value type that does no I/O but its store's.
public struct Device<Store: DeviceStore, Random: RandomSource, Clock: WallClock>: Sendable {
    /// What is kept.
    public package(set) var store: Store
    package var environment: Environment<Random, Clock>
    let secrets: DeviceSecrets
    let databaseKey: SymmetricKey
    /// The account or organisation that the device belongs to.
    public let account: AccountID
    /// The device's id; the account's own, if this is the identity key at work.
    public let author: AuthorID
    /// What a relay is shown at login.
    public let credential: Credential

    var controls: [AccountID: ControlState] = [:]
    var folders: [FolderID: FolderReplica] = [:]
    var keyring = Keyring()
    /// The time that a relay's clock showed at the last sync: milliseconds UTC.
    var evidenceOfTime: Int64 = .min
    /// Whose a folder of others is, as it was when it was first seen; nobody else can claim it afterwards.
    var owners: [FolderID: AccountID] = [:]
    /// Folders that the relay no longer lets this device into, with its reason.
    public internal(set) var ended: [FolderID: AccessEnded] = [:]

    /// Whether a relay said last that this device was removed.
    var isSaidRemoved = false

    init(
        store: Store, environment: Environment<Random, Clock>, secrets: DeviceSecrets, databaseKey: SymmetricKey,
        account: AccountID, identity: Genesis? = nil
    ) {
        self.store = store
        self.environment = environment
        self.secrets = secrets
        self.databaseKey = databaseKey
        self.account = account
        credential = identity.map { .identity($0) } ?? .device(secrets.keys)
        author = credential.author
        controls[account] = ControlState(account: account)
    }

    /// Opens the device that a store holds. About 0.2 s for the passcode, then O(entries).
    public static func open(
        store: Store, passcode: SecretBytes, environment: Environment<Random, Clock>
    ) throws(DeviceError) -> Device {
        try open(store: store, keys: UnlockedKeys(from: store, passcode: passcode), environment: environment)
    }

    /// Opens the device that a store holds with keys that are at hand.
    package static func open(
        store: Store, keys: UnlockedKeys, environment: Environment<Random, Clock>
    ) throws(DeviceError) -> Device {
        guard let named = try stored({ () throws(StoreError) in try store.setting(Setting.account) }),
            let account = AccountID(bytes: named)
        else { throw .notInitialised }
        var device = Device(
            store: store, environment: environment, secrets: keys.secrets, databaseKey: keys.databaseKey,
            account: account)
        try device.load()
        return device
    }

    /// The own account's control log.
    public var control: ControlState { controls[account] ?? ControlState(account: account) }

    /// Whether the device belongs to a clinic.
    public var isOrganisation: Bool {
        if case .organisation = control.genesis { true } else { false }
    }

    /// Whether the own control log, as far as it is here, lets this device act.
    public var isMember: Bool { control.isMember(author) }

    /// The control log of another account or organisation, as far as this device has it.
    public func control(of other: AccountID) -> ControlState? { controls[other] }

    /// The latest time that the device has evidence of: its own clock or a relay's word, whichever is later. Milliseconds
    /// UTC. A clock that was set back cannot make a grant last longer.
    public var latestTime: Int64 { max(environment.clock.now().milliseconds, evidenceOfTime) }

    /// Remembers what a relay's clock showed last. Not the latest that one ever showed: a single wrong clock would end
    /// every grant for good, and a relay that lies backwards gains no more than one that says nothing.
    mutating func learn(relayTime: Int64) throws(DeviceError) {
        guard relayTime != evidenceOfTime else { return }
        var writer = ByteWriter()
        writer.signedVarint(relayTime)
        let value = writer.bytes
        try stored { () throws(StoreError) in try store.set([Setting.evidenceOfTime: value]) }
        evidenceOfTime = relayTime
    }
}

extension DeviceError {
    init(_ error: VaultError) {
        switch error {
        case .wrongPasscode: self = .wrongPasscode
        case .noMemory: self = .noMemory
        }
    }
}
