import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

extension AssociatedData {
    /// A place in which every part says something.
    static let sample: AssociatedData = {
        var random = SeededRandom(99)
        return AssociatedData(
            account: random.identifier(), folder: random.identifier(), object: random.bytes(20),
            epoch: random.identifier(),
            version: 3)
    }()

    /// The same place but for one part, for each part.
    var neighbours: [(part: String, place: AssociatedData)] {
        let (account, folder, epoch) = (AccountID(.zero), FolderID(.zero), EpochID(.zero))
        func with(
            account: AccountID? = nil, folder: FolderID? = nil, object: [UInt8]? = nil, epoch: EpochID? = nil,
            version: UInt64? = nil
        ) -> AssociatedData {
            AssociatedData(
                account: account ?? self.account, folder: folder ?? self.folder, object: object ?? self.object,
                epoch: epoch ?? self.epoch, version: version ?? self.version)
        }
        return [
            ("account", with(account: account)), ("folder", with(folder: folder)), ("epoch", with(epoch: epoch)),
            ("version", with(version: version + 1)), ("object", with(object: object.reversed())),
            ("no object", with(object: [])), ("longer object", with(object: object + [0])),
            ("shorter object", with(object: object.dropLast())),
        ]
    }
}

/// A key whose bytes are all `byte`.
func key(_ byte: UInt8) -> SymmetricKey {
    guard let key = SymmetricKey(bytes: [UInt8](repeating: byte, count: 32)) else { fatalError("32 bytes are a key") }
    return key
}
