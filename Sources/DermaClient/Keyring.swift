package import DermaCausality
package import DermaIdentity
package import DermaSecrets
import DermaWire

/// The keys that a device has worked out from the control logs it holds. Lives in memory only.
struct Keyring: Sendable {
    /// The secrets of the account's (or the organisation's) keys, by generation: two devices may make one number without
    /// knowing of each other.
    private(set) var generations: [UInt64: [AgreementSecret]] = [:]
    /// The keys of epochs.
    private(set) var epochs: [EpochID: SymmetricKey] = [:]
    /// The keys of grants.
    private(set) var grants: [GrantID: SymmetricKey] = [:]
    /// What the relay released.
    private var relayHalves: [GrantID: SecretBytes] = [:]

    /// The secret of a key that a record announces.
    func secret(of key: KeyGeneration) -> AgreementSecret? {
        generations[key.number]?.first { $0.publicKey == key.publicKey }
    }

    /// The secret of the account's first key: only its founding made one of that number.
    var first: AgreementSecret? {
        generations[1]?.min { $0.publicKey.bytes.lexicographicallyPrecedes($1.publicKey.bytes) }
    }

    mutating func learn(_ secret: AgreementSecret, generation: UInt64) {
        guard generations[generation]?.contains(where: { $0.publicKey == secret.publicKey }) != true else { return }
        generations[generation, default: []].append(secret)
    }

    /// Opens what was sealed to a generation's key.
    private func open(_ sealed: [UInt8], of generation: UInt64, for place: AssociatedData) -> [UInt8]? {
        (generations[generation] ?? []).lazy.compactMap { try? $0.open(sealed, for: place) }.first
    }

    func canOpen(_ epoch: EpochStarted, of account: AccountID) -> Bool {
        open(epoch.sealedToAccount, of: epoch.generation, for: .epochKey(account, epoch.folder, epoch.id)) != nil
    }

    mutating func learn(_ half: [UInt8], of grant: GrantID) { relayHalves[grant] = SecretBytes(half) }

    func hasHalf(of grant: GrantID) -> Bool { relayHalves[grant] != nil }

    /// Opens what the device's own account's control log holds for it, also what a device announced that was removed
    /// before: others may have sealed to it in good faith.
    mutating func learn(fromOwn control: ControlState, as device: DeviceSecrets, _ author: AuthorID) {
        let account = control.account
        let undone = control.undone.map(\.record)
        let announced = undone.compactMap { if case .generation(let record) = $0 { record } else { nil } }
        for record in control.generations.map(\.record) + announced where secret(of: record) == nil {
            guard let sealed = record.recipients.first(where: { $0.recipient == author })?.sealed,
                let seed = try? device.open(sealed, for: .accountKey(account, record.number, author)),
                let secret = AgreementSecret(exposed: seed), secret.publicKey == record.publicKey
            else { continue }
            learn(secret, generation: record.number)
        }
        let started = undone.compactMap { if case .epoch(let record) = $0 { record } else { nil } }
        for record in control.epochs.values.flatMap({ $0.map(\.record) }) + started where epochs[record.id] == nil {
            let place = AssociatedData.epochKey(account, record.folder, record.id)
            keep(open(record.sealedToAccount, of: record.generation, for: place), record.id)
        }
        for grant in control.grants.values.map(\.record) where grants[grant.id] == nil {
            guard let halves = halves(of: grant, owner: account) else { continue }
            grants[grant.id] = halves.key(of: grant.id)
        }
    }

    /// Both halves of a grant that the own account made.
    func halves(of grant: Grant, owner: AccountID) -> GrantHalves? {
        open(
            grant.sealedToAccount, of: grant.accountGeneration, for: .accountHalves(owner, grant.folder, grant.id)
        ).flatMap { GrantHalves(exposed: $0) }
    }

    /// Opens what another account's control log holds for the own organisation.
    mutating func learn(fromPatient control: ControlState, for organisation: AccountID) {
        for grant in control.grants.values.map(\.record) where grant.organisation == organisation {
            guard let key = grantKey(grant, owner: control.account, organisation) else { continue }
            grants[grant.id] = key
            for granted in grant.epochs where epochs[granted.epoch] == nil {
                let place = AssociatedData.grantedKey(control.account, grant.folder, granted.epoch, grant.id)
                keep(try? Envelope.open(granted.sealed, .key, under: key, for: place), granted.epoch)
            }
            let started = (control.epochs[grant.folder] ?? []).map(\.record) + control.undoneEpochs(of: grant.folder)
            for epoch in started where epochs[epoch.id] == nil {
                guard let granted = epoch.grants.first(where: { $0.grant == grant.id }) else { continue }
                let place = AssociatedData.grantedKey(control.account, grant.folder, epoch.id, grant.id)
                keep(try? Envelope.open(granted.sealed, .key, under: key, for: place), epoch.id)
            }
        }
    }

    /// Forgets what a grant gave that a removal has undone; another may give it again.
    mutating func forget(_ undone: Grant, of owner: ControlState) {
        guard grants.removeValue(forKey: undone.id) != nil else { return }
        let started = (owner.epochs[undone.folder] ?? []).map(\.record) + owner.undoneEpochs(of: undone.folder)
        for epoch in undone.epochs.map(\.epoch) + started.map(\.id) { epochs[epoch] = nil }
    }

    private func grantKey(_ grant: Grant, owner: AccountID, _ organisation: AccountID) -> SymmetricKey? {
        if let known = grants[grant.id] { return known }
        let place = AssociatedData.organisationHalf(owner, grant.folder, grant.id, organisation)
        guard let relayHalf = relayHalves[grant.id]?.withBytes({ $0 }),
            let own = open(grant.sealedHalf, of: grant.generation, for: place)
        else { return nil }
        return GrantHalves(organisation: own, relay: relayHalf)?.key(of: grant.id)
    }

    /// Keeps an epoch's key if it is the one that the epoch's id commits to.
    private mutating func keep(_ bytes: [UInt8]?, _ epoch: EpochID) {
        guard let bytes, let key = SymmetricKey(bytes: bytes), key.commitment.prefix16 == epoch.raw else { return }
        epochs[epoch] = key
    }
}

extension Device {
    /// The key of an epoch, if this device has worked it out.
    package func key(of epoch: EpochID) -> SymmetricKey? { keyring.epochs[epoch] }

    /// Whether an epoch of the own account is sealed to a key that this device holds.
    package func canOpen(_ epoch: EpochStarted) -> Bool { keyring.canOpen(epoch, of: account) }
}
