import DermaCRDT
import DermaCausality
import DermaIdentity
public import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// Prepares an empty store for a device that another one will link.
    /// - Returns: What to show to the linked device; it holds a one-time secret and is good for 15 minutes.
    public static func requestLink(
        store: inout Store, passcode: SecretBytes, environment: inout Environment<Random, Clock>
    ) throws(DeviceError) -> LinkRequest {
        let keys = try UnlockedKeys(passcode: passcode, random: &environment.random)
        return try requestLink(store: &store, keys: keys, environment: &environment)
    }

    /// The same with keys that are at hand.
    package static func requestLink(
        store: inout Store, keys: UnlockedKeys, environment: inout Environment<Random, Clock>
    ) throws(DeviceError) -> LinkRequest {
        let held = try stored { () throws(StoreError) in try store.setting(Setting.account) }
        guard held == nil else { throw .alreadyInitialised }
        let request = LinkRequest(
            keys: keys.secrets.keys, expires: environment.clock.now().milliseconds + LinkRequest.lifetime,
            secret: environment.random.fixed())
        let sealed = Envelope.seal(
            request.encoded, .local, under: keys.databaseKey, for: .local(AccountID(.zero), Setting.linkRequest),
            random: &environment.random)
        try stored { () throws(StoreError) in
            try store.set([Setting.vault: keys.sealed, Setting.linkRequest: sealed])
        }
        return request
    }

    /// Lets a new device into the own account. The person has seen `request` on the new device's own screen.
    /// - Returns: What to show to the new device.
    public mutating func link(_ request: LinkRequest, label: String) throws(DeviceError) -> LinkAnswer {
        guard environment.clock.now().milliseconds < request.expires, control.devices[request.keys.author] == nil else {
            throw .badLinkCode
        }
        let author = request.keys.author
        try renewKeyIfDue()
        let generations = keyring.generations.flatMap { number, secrets in
            secrets.map { LinkWelcome.Generation(number: number, seed: $0.exposed) }
        }.sorted()
        var heads: [LinkWelcome.FolderHeads] = []
        for folder in folders.keys.sorted() where folders[folder]?.state.owner == account {
            heads.append(.init(folder: folder, heads: CausalContext(try headsAtRelays(of: folder))))
        }
        let welcome = LinkWelcome(generations: generations, folders: heads)
        let added = DeviceAdded(
            keys: request.keys, label: try seal(label, of: author, isPublic: isOrganisation),
            welcome: try seal(
                Padding.pad(welcome.encoded), to: request.keys.agreement, for: .welcome(account, author)))
        guard added.welcome.count <= Limits.welcomeBytesMax else { throw .tooLong }
        try appendControl([.device(added)])
        let origin = try origin(in: control.folder)
        let tail = try tail(of: origin, in: control.folder)
        let dot = Dot(origin.replica(in: control.folder), tail.sequence)
        return LinkAnswer(account: account, head: ReplicaHead(dot, tail.hash), to: request)
    }

    /// Finishes linking on the new device: it belongs to the account from now on and can sync.
    public static func acceptLink(
        _ answer: LinkAnswer, store: Store, passcode: SecretBytes, environment: Environment<Random, Clock>
    ) throws(DeviceError) -> Device {
        let held = try stored { () throws(StoreError) in try store.setting(Setting.account) }
        guard held == nil else { throw .alreadyInitialised }
        let keys = try UnlockedKeys(from: store, passcode: passcode)
        return try acceptLink(answer, store: store, keys: keys, environment: environment)
    }

    /// The same with keys that are at hand.
    package static func acceptLink(
        _ answer: LinkAnswer, store: Store, keys: UnlockedKeys, environment: Environment<Random, Clock>
    ) throws(DeviceError) -> Device {
        var store = store
        guard try stored({ () throws(StoreError) in try store.setting(Setting.account) }) == nil else {
            throw .alreadyInitialised
        }
        guard let sealedRequest = try stored({ () throws(StoreError) in try store.setting(Setting.linkRequest) }) else {
            throw .notInitialised
        }
        let place = AssociatedData.local(AccountID(.zero), Setting.linkRequest)
        guard let bytes = try? Envelope.open(sealedRequest, .local, under: keys.databaseKey, for: place),
            let request = try? LinkRequest(decoding: bytes), answer.answers(keys.secrets.keys, request.secret),
            environment.clock.now().milliseconds < request.expires
        else { throw .badLinkCode }
        try stored { () throws(StoreError) in
            try store.set([Setting.account: answer.account.bytes, Setting.welcomeHead: answer.head.encoded])
        }
        return try open(store: store, keys: keys, environment: environment)
    }

    /// The identity key at work, in a store of its own: what the 24 words can do when every device is lost. Sync its
    /// control log, `link` the new device with it, and sync again.
    /// - Parameter organisation: The clinic's name and registry number, exactly as it was founded; nil for a patient.
    public static func identity(
        from recovery: RecoverySecret, organisation: (name: String, registryNumber: String)? = nil, store: Store,
        environment: Environment<Random, Clock>
    ) -> Device {
        var environment = environment
        let secrets = recovery.identity
        let genesis =
            organisation.map {
                Genesis.organisation(keys: secrets.keys, name: $0.name, registryNumber: $0.registryNumber)
            } ?? .account(keys: secrets.keys)
        let databaseKey = SymmetricKey(random: &environment.random)
        return Device(
            store: store, environment: environment, secrets: secrets, databaseKey: databaseKey,
            account: genesis.account, identity: genesis)
    }

    /// Opens what the linking device left in the control log: the account's keys.
    mutating func learnWelcome() {
        guard let welcome = openedWelcome else { return }
        for generation in welcome.generations {
            guard let secret = AgreementSecret(exposed: generation.seed),
                control.generations.contains(where: {
                    $0.record.number == generation.number && $0.record.publicKey == secret.publicKey
                })
            else { continue }
            keyring.learn(secret, generation: generation.number)
        }
    }

    /// Compares a folder with what the linking device knew of it.
    /// - Returns: false if a relay shows an older or another state than that.
    func isAsOld(asWelcomed folder: FolderID) throws(DeviceError) -> Bool {
        var known = openedWelcome?.folders.first { $0.folder == folder }?.heads.heads ?? []
        if folder == control.folder, let bytes = try setting(Setting.welcomeHead),
            let head = try? ReplicaHead(decoding: bytes)
        {
            known.append(head)
        }
        for head in known {
            let held = try stored { () throws(StoreError) in try store.log.hash(of: head.dot, in: folder) }
            guard held == head.hash || isRestated(head, in: folder) else { return false }
        }
        return true
    }

    private var openedWelcome: LinkWelcome? {
        guard let sealed = control.devices[author]?.record.welcome, !sealed.isEmpty,
            let padded = try? secrets.open(sealed, for: .welcome(account, author))
        else { return nil }
        return Padding.unpad(padded).flatMap { try? LinkWelcome(decoding: $0) }
    }

    /// The newest entry of each replica of a folder that some relay is known to hold.
    private func headsAtRelays(of folder: FolderID) throws(DeviceError) -> [ReplicaHead] {
        var vector = VersionVector()
        for host in try names(prefix: Setting.heldPrefix(of: folder)) {
            vector.merge(try lastHeld(of: folder, at: host))
        }
        var heads: [ReplicaHead] = []
        for dot in vector.dots {
            let hash = try stored { () throws(StoreError) in try store.log.hash(of: dot, in: folder) }
            if let hash { heads.append(ReplicaHead(dot, hash)) }
        }
        return heads
    }
}
