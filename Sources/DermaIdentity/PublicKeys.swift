import CSodium
public import DermaCausality
public import DermaWire

/// An Ed25519 public key (RFC 8032).
public struct SigningPublicKey: Identifier {
    public let raw: Bytes32
    public init(_ raw: Bytes32) { self.raw = raw }

    /// Whether `signature` was made by this key for `context` over `message`. About 100 µs.
    public func verifies(_ signature: Signature, _ context: HashContext, _ message: [UInt8]) -> Bool {
        guard Sodium.isReady else { return false }
        let signed = SignedMessage.bytes(context, message)
        return crypto_sign_verify_detached(signature.bytes, signed, UInt64(signed.count), bytes) == 0
    }
}

/// An Ed25519 signature.
public struct Signature: Identifier {
    public let raw: Bytes64
    public init(_ raw: Bytes64) { self.raw = raw }
}

/// The bytes that a signature covers: the length-prefixed context string, then the message.
package enum SignedMessage {
    package static func bytes(_ context: HashContext, _ message: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: message.count + 32)
        writer.text(context.rawValue)
        writer.fixed(message)
        return writer.bytes
    }
}

/// An X25519 public key (RFC 7748).
public struct AgreementPublicKey: Identifier {
    public let raw: Bytes32
    public init(_ raw: Bytes32) { self.raw = raw }
}

/// A device's two public keys.
public struct DeviceKeys: Hashable, Sendable, WireValue {
    /// Verifies what the device signs.
    public let signing: SigningPublicKey
    /// Seals things to the device.
    public let agreement: AgreementPublicKey

    /// Pairs the keys.
    public init(signing: SigningPublicKey, agreement: AgreementPublicKey) {
        self.signing = signing
        self.agreement = agreement
    }

    /// The device's id: the hash of both keys.
    public var author: AuthorID { AuthorID(.hash(.author, self)) }

    public init(from reader: inout ByteReader) throws(WireError) {
        signing = try SigningPublicKey(from: &reader)
        agreement = try AgreementPublicKey(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        signing.encode(to: &writer)
        agreement.encode(to: &writer)
    }
}
