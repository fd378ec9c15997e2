package import DermaCausality
import DermaIdentity
package import DermaSecrets
import DermaWire

/// The associated data of everything that a device seals; `Spec/` lists them.
extension AssociatedData {
    /// The body of a content entry; `party` is the account or organisation that its author writes for.
    package static func content(
        _ owner: AccountID, _ folder: FolderID, _ dot: Dot, _ epoch: EpochID, _ party: AccountID
    ) -> AssociatedData {
        let object = object("content") {
            $0.value(dot)
            $0.value(party)
        }
        return AssociatedData(account: owner, folder: folder, object: object, epoch: epoch)
    }

    /// An epoch's key, for the account's own devices.
    package static func epochKey(_ owner: AccountID, _ folder: FolderID, _ epoch: EpochID) -> AssociatedData {
        AssociatedData(account: owner, folder: folder, object: object("epoch-key") { _ in }, epoch: epoch)
    }

    /// An epoch's key, under a grant's key.
    package static func grantedKey(
        _ owner: AccountID, _ folder: FolderID, _ epoch: EpochID, _ grant: GrantID
    ) -> AssociatedData {
        AssociatedData(account: owner, folder: folder, object: object("granted-key") { $0.value(grant) }, epoch: epoch)
    }

    /// The secret of a generation of an account's key, for one device or the identity key.
    package static func accountKey(_ account: AccountID, _ generation: UInt64, _ recipient: AuthorID) -> AssociatedData
    {
        AssociatedData(
            account: account,
            object: object("account-key") {
                $0.varint(generation)
                $0.value(recipient)
            })
    }

    /// A device's name.
    package static func label(_ account: AccountID, _ device: AuthorID) -> AssociatedData {
        AssociatedData(account: account, object: object("label") { $0.value(device) })
    }

    /// What a linked device is told.
    package static func welcome(_ account: AccountID, _ device: AuthorID) -> AssociatedData {
        AssociatedData(account: account, object: object("welcome") { $0.value(device) })
    }

    /// The organisation's half of a grant's key.
    package static func organisationHalf(
        _ owner: AccountID, _ folder: FolderID, _ grant: GrantID, _ organisation: AccountID
    ) -> AssociatedData {
        AssociatedData(
            account: owner, folder: folder,
            object: object("organisation-half") {
                $0.value(grant)
                $0.value(organisation)
            })
    }

    /// Both halves of a grant's key, for the account's own devices.
    package static func accountHalves(_ owner: AccountID, _ folder: FolderID, _ grant: GrantID) -> AssociatedData {
        AssociatedData(account: owner, folder: folder, object: object("account-halves") { $0.value(grant) })
    }

    /// A private setting in a device's database.
    package static func local(_ account: AccountID, _ name: String) -> AssociatedData {
        AssociatedData(account: account, object: object("local") { $0.text(name) })
    }

    private static func object(_ name: String, _ write: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter()
        writer.text(name)
        write(&writer)
        return writer.bytes
    }
}
