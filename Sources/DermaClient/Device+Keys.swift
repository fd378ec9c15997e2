import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

extension Device {
    /// The account's key that things are sealed to now; nil if it is not here, or if a new one is due.
    var accountKey: (number: UInt64, secret: AgreementSecret)? {
        // While an account is being founded its first key is not announced yet.
        guard !control.generations.isEmpty else {
            return keyring.generations.first.flatMap { number, secrets in secrets.first.map { (number, $0) } }
        }
        guard let newest = control.newestGeneration?.record else { return nil }
        return keyring.secret(of: newest).map { (newest.number, $0) }
    }

    /// Does what a removal makes due, whoever removed: a new key, keys for devices that were left out, new epochs.
    /// - Returns: Whether anything was written.
    mutating func tendKeys() throws(DeviceError) -> Bool {
        guard control.hasRevocations, isMember else { return false }
        let before = control.applied
        try renewKeyIfDue()
        try handKeysOn()
        for folder in control.epochs.keys.sorted() where control.isOpenToRemoved(folder) {
            // One that this device has no key for is another's to do.
            if accountKey != nil { try startEpochIfDue(in: folder) }
        }
        return control.applied != before
    }

    /// Announces a new key of the account if a device that was removed may hold the newest one.
    mutating func renewKeyIfDue() throws(DeviceError) {
        guard !control.generations.isEmpty, control.newestGeneration == nil else { return }
        let number = min((control.generations.last?.record.number ?? 0) + 1, UInt64(UInt32.max))
        let secret = AgreementSecret(random: &environment.random)
        var recipients: [SealedKey] = []
        for device in control.activeDevices {
            guard let keys = control.devices[device]?.record.keys else { continue }
            recipients.append(try handed(secret, number, to: keys, device))
        }
        if let genesis = control.genesis {
            recipients.append(try handed(secret, number, to: genesis.keys, genesis.author))
        }
        try appendControl([
            .generation(KeyGeneration(number: number, publicKey: secret.publicKey, recipients: recipients))
        ])
    }

    /// Hands keys to devices that somebody let in while another renewed them.
    private mutating func handKeysOn() throws(DeviceError) {
        var handedOn: Set<AgreementPublicKey> = []
        for key in control.generations.map(\.record) where handedOn.insert(key.publicKey).inserted {
            guard let secret = keyring.secret(of: key) else { continue }
            var recipients: [SealedKey] = []
            for device in control.activeDevices where !control.holds(device, key) {
                guard let keys = control.devices[device]?.record.keys else { continue }
                recipients.append(try handed(secret, key.number, to: keys, device))
            }
            if recipients.isEmpty { continue }
            try appendControl([
                .generation(KeyGeneration(number: key.number, publicKey: key.publicKey, recipients: recipients))
            ])
        }
    }

    /// The secret of a generation of the account's key, sealed to one recipient.
    mutating func handed(
        _ secret: AgreementSecret, _ number: UInt64, to keys: DeviceKeys, _ recipient: AuthorID
    ) throws(DeviceError) -> SealedKey {
        let sealed = try seal(secret.exposed, to: keys.agreement, for: .accountKey(account, number, recipient))
        return SealedKey(recipient: recipient, sealed: sealed)
    }
}
