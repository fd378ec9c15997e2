public import DermaCausality
public import DermaWire

/// The first record of a control log: who this is. Its hash is the account's id, so it cannot be exchanged.
public enum Genesis: Hashable, Sendable {
    /// A patient or carer.
    case account(keys: DeviceKeys)
    /// A clinic. `registryNumber` is its number in a public register.
    case organisation(keys: DeviceKeys, name: String, registryNumber: String)

    /// The identity keys, derived from the recovery secret; no device keeps their secret halves.
    public var keys: DeviceKeys {
        switch self {
        case .account(let keys), .organisation(let keys, _, _): keys
        }
    }

    /// The id that this genesis proves.
    public var account: AccountID {
        switch self {
        case .account: AccountID(.hash(.account, self))
        case .organisation: AccountID(.hash(.organisation, self))
        }
    }

    /// The author of what the identity key itself signs.
    public var author: AuthorID { AuthorID(account.raw) }
}

extension Genesis: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .account(keys: try DeviceKeys(from: &reader))
        case 2:
            self = .organisation(
                keys: try DeviceKeys(from: &reader), name: try reader.text(max: Limits.nameBytesMax),
                registryNumber: try reader.text(max: Limits.nameBytesMax))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .account(let keys):
            writer.byte(1)
            writer.value(keys)
        case .organisation(let keys, let name, let registryNumber):
            writer.byte(2)
            writer.value(keys)
            writer.text(name)
            writer.text(registryNumber)
        }
    }
}
