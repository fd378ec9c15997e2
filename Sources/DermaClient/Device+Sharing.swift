public import DermaCausality
public import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Device {
    /// The clinic's record that `code` proves, to be shown to the person before anything is sealed. About 0.2 s.
    /// - Throws: `notFound` if the organisation's control log is not here (ask a relay), `codeDoesNotMatch` if the record
    ///   is another clinic's.
    public func clinic(_ organisation: AccountID, provenBy code: ClinicCode) throws(DeviceError) -> Clinic {
        guard let genesis = controls[organisation]?.genesis else { throw .notFound }
        guard case .organisation(_, let name, let registryNumber) = genesis, ClinicCode(of: genesis) == code else {
            throw .codeDoesNotMatch
        }
        return Clinic(organisation: organisation, name: name, registryNumber: registryNumber, code: code)
    }

    /// Lets a clinic read a folder, for `purposes`, until `end` (milliseconds UTC).
    public mutating func share(
        _ folder: FolderID, with clinic: Clinic, for purposes: Purposes, until end: Int64, wording: Wording
    ) throws(DeviceError) -> GrantID {
        try checkOwner(of: folder)
        guard folder != libraryID else { throw .notAllowed }
        guard end > latestTime else { throw .endInThePast }
        guard !purposes.isEmpty else { throw .notAllowed }
        try startEpochIfDue(in: folder)
        return try grant(folder, to: clinic.organisation, for: purposes, until: end, wording: wording)
    }

    private mutating func grant(
        _ folder: FolderID, to organisation: AccountID, for purposes: Purposes, until end: Int64, wording: Wording
    ) throws(DeviceError) -> GrantID {
        guard let role = controls[organisation]?.newestGeneration?.record, let own = accountKey else { throw .noKey }
        let id: GrantID = environment.random.identifier()
        let halves = GrantHalves(random: &environment.random)
        let grant = Grant(
            id: id, folder: folder, organisation: organisation, purposes: purposes, end: end, wording: wording,
            generation: role.number,
            sealedHalf: try seal(
                halves.organisation.withBytes { $0 }, to: role.publicKey,
                for: .organisationHalf(account, folder, id, organisation)),
            halfCommitment: halves.relayCommitment,
            sealedToAccount: try seal(
                halves.exposed, to: own.secret.publicKey, for: .accountHalves(account, folder, id)),
            accountGeneration: own.number, epochs: epochs(of: folder, under: halves.key(of: id), for: id))
        try appendControl([.grant(grant)])
        return id
    }

    /// Grants anew, on the same terms, what is sealed to a key that somebody may hold who has left the clinic, and starts
    /// epochs that the old grants do not open.
    /// - Returns: Whether there was such a grant.
    mutating func renewGrants() throws(DeviceError) -> Bool {
        guard isMember, controls.values.contains(where: \.hasRevocations) else { return false }
        var renewed = false
        for old in control.grantsInForce(at: latestTime) {
            guard let clinic = controls[old.organisation], clinic.isOpenToRemoved(generation: old.generation),
                clinic.newestGeneration != nil, accountKey != nil,
                // The first of several takes the place of the others.
                case .success(let access) = control.access(of: old.organisation, to: old.folder, at: latestTime),
                access.grants.contains(old)
            else { continue }
            _ = try grant(
                old.folder, to: old.organisation, for: access.purposes, until: access.end, wording: old.wording)
            try startEpochIfDue(in: old.folder)
            renewed = true
        }
        return renewed
    }

    /// Ends every grant of a folder, at once.
    mutating func withdraw(_ folder: FolderID) throws(DeviceError) {
        let organisations = Set(control.grantsInForce(on: folder, at: latestTime).map(\.organisation))
        guard !organisations.isEmpty else { return }
        try renewKeyIfDue()
        let withdrawals = organisations.sorted().map {
            ControlRecord.withdrawal(Withdrawal(folder: folder, organisation: $0))
        }
        try appendControl(withdrawals + [.epoch(try newEpoch(in: folder, grants: []))])
    }

    /// Ends every grant of a folder to an organisation and starts a new epoch that it cannot read.
    public mutating func withdraw(_ folder: FolderID, from organisation: AccountID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard case .success = control.access(of: organisation, to: folder, at: .min) else { throw .notShared }
        let others = control.grantsInForce(on: folder, at: latestTime).filter { $0.organisation != organisation }
        try renewKeyIfDue()
        let epoch = try newEpoch(in: folder, grants: others)
        try appendControl([.withdrawal(Withdrawal(folder: folder, organisation: organisation)), .epoch(epoch)])
    }

    /// The folder's epochs so far, sealed under a grant's key.
    private mutating func epochs(
        of folder: FolderID, under key: SymmetricKey, for grant: GrantID
    ) -> [EpochKeyGranted] {
        var granted: [EpochKeyGranted] = []
        var seen: Set<EpochID> = []
        for epoch in (control.epochs[folder] ?? []).map(\.record) where seen.insert(epoch.id).inserted {
            guard let epochKey = keyring.epochs[epoch.id] else { continue }
            let sealed = Envelope.seal(
                epochKey.exposed, .key, under: key, for: .grantedKey(account, folder, epoch.id, grant),
                random: &environment.random)
            granted.append(EpochKeyGranted(epoch: epoch.id, number: epoch.number, sealed: sealed))
        }
        return granted
    }

    /// The relay's half of a grant that the own account made.
    func relayHalf(of id: GrantID) -> Bytes32? {
        guard let grant = control.grants[id]?.record, let halves = keyring.halves(of: grant, owner: account) else {
            return nil
        }
        return halves.relay.withBytes { Bytes32($0) }
    }

    /// Keeps what the relay released for a grant to the own organisation, sealed, and opens what it opens.
    /// - Returns: false, keeping nothing, if it is not the half that a grant commits to.
    mutating func keep(_ half: Bytes32, of grant: GrantID) throws(DeviceError) -> Bool {
        let commitment = Bytes32.hash(.half, half)
        guard controls.values.contains(where: { $0.grants[grant]?.record.halfCommitment == commitment }) else {
            return false
        }
        let name = Setting.halfPrefix + grant.description
        let sealed = Envelope.seal(
            half.bytes, .local, under: databaseKey, for: .local(account, name), random: &environment.random)
        try stored { () throws(StoreError) in try store.set([name: sealed]) }
        keyring.learn(half.bytes, of: grant)
        learnKeys()
        return true
    }
}

/// A clinic as a person is shown it before sharing. Only a device that has checked the code can make one.
public struct Clinic: Hashable, Sendable {
    /// The organisation.
    public let organisation: AccountID
    /// Its name.
    public let name: String
    /// Its number in a public register.
    public let registryNumber: String
    /// The code that proves all this.
    public let code: ClinicCode

    init(organisation: AccountID, name: String, registryNumber: String, code: ClinicCode) {
        self.organisation = organisation
        self.name = name
        self.registryNumber = registryNumber
        self.code = code
    }
}
