public import DermaCausality
import DermaIdentity
public import DermaWire

/// A grant's key in its two halves. Neither opens anything alone.
public struct GrantHalves: Sendable, CustomStringConvertible {
    /// The half that is sealed to the organisation.
    public let organisation: SecretBytes
    /// The half that the relay releases until the grant ends.
    public let relay: SecretBytes

    /// New random halves.
    public init(random: inout some RandomSource) {
        organisation = SecretBytes(random.bytes(32))
        relay = SecretBytes(random.bytes(32))
    }

    /// Joins two halves of 32 bytes; nil for other lengths.
    public init?(organisation: [UInt8], relay: [UInt8]) {
        guard organisation.count == 32, relay.count == 32 else { return nil }
        self.organisation = SecretBytes(organisation)
        self.relay = SecretBytes(relay)
    }

    /// Splits what `exposed` gave.
    public init?(exposed: [UInt8]) {
        guard exposed.count == 64 else { return nil }
        self.init(organisation: Array(exposed[..<32]), relay: Array(exposed[32...]))
    }

    /// Both halves, for sealing them to the account's own devices.
    public var exposed: [UInt8] { organisation.withBytes { first in relay.withBytes { first + $0 } } }

    /// The key under which the grant's epochs are sealed.
    public func key(of grant: GrantID) -> SymmetricKey {
        .derived(.grantKey, organisation, relay, bindingTo: grant.bytes)
    }

    /// What the grant says of the relay's half.
    public var relayCommitment: Bytes32 { relay.withBytes { .hash(.half, $0) } }

    public var description: String { "GrantHalves" }
}
