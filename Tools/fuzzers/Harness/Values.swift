import DermaCausality
import DermaIdentity
import DermaSync
package import DermaWire

extension FuzzTarget {
    /// The decoders of single values; the first byte chooses one.
    public static let values = FuzzTarget("values", decoders: ValueDecoder.all)

    /// Decoders; the first byte of an input chooses one.
    package init(_ name: String, decoders: [ValueDecoder]) {
        self.init(name, memoryMultiple: 128) { input throws(Violation) in
            guard let first = input.first else { return }
            try decoders[Int(first) % decoders.count].check(Array(input.dropFirst()))
        }
    }
}

/// A type's decoder, under a name of its own.
public struct ValueDecoder: Sendable {
    /// The type's name.
    public let name: String
    /// Whether the bytes are a value; what is accepted must be canonical.
    public let check: @Sendable ([UInt8]) throws(Violation) -> Void
    /// Whether the bytes are a value.
    public let accepts: @Sendable ([UInt8]) -> Bool

    package init<Value: WireValue & Sendable>(_: Value.Type) {
        name = String(describing: Value.self)
        accepts = { (try? Value(decoding: $0)) != nil }
        check = { bytes throws(Violation) in
            do throws(WireError) {
                let encoded = try Value(decoding: bytes).encoded
                guard encoded == bytes else { throw WireError(.nonMinimal, at: -1) }
            } catch {
                try require(error.offset >= 0, "\(Value.self): what was decoded encodes to other bytes")
                try require(error.offset <= bytes.count, "\(Value.self): \(error), of \(bytes.count)")
            }
        }
    }

    /// Every type of the wire, of causality, of identities and of sessions that has a decoder of its own and is no frame.
    public static let all: [ValueDecoder] = [
        ValueDecoder(Bytes8.self), ValueDecoder(Bytes64.self), ValueDecoder(ProtocolVersion.self),
        ValueDecoder(Suite.self), ValueDecoder(AccountID.self), ValueDecoder(FolderID.self), ValueDecoder(Dot.self),
        ValueDecoder(VersionVector.self), ValueDecoder(ReplicaHead.self), ValueDecoder(CausalContext.self),
        ValueDecoder(Timestamp.self), ValueDecoder(ClinicCode.self), ValueDecoder(DeviceKeys.self),
        ValueDecoder(Genesis.self), ValueDecoder(Purposes.self), ValueDecoder(DeviceAdded.self),
        ValueDecoder(KeyGeneration.self), ValueDecoder(SealedKey.self), ValueDecoder(EpochStarted.self),
        ValueDecoder(GrantedKey.self), ValueDecoder(Grant.self), ValueDecoder(EpochKeyGranted.self),
        ValueDecoder(Wording.self), ValueDecoder(Withdrawal.self), ValueDecoder(HalfRequest.self),
        ValueDecoder(AccessEnded.self), ValueDecoder(EntryKind.self), ValueDecoder(ReplicaOrigin.self),
        ValueDecoder(RunEntry.self), ValueDecoder(LogRun.self), ValueDecoder(ControlRecord.self),
        ValueDecoder(ControlBody.self), ValueDecoder(Credential.self), ValueDecoder(Refusal.self),
        ValueDecoder(PhotoName.self), ValueDecoder(ChunkReference.self), ValueDecoder(SharedFolder.self),
    ]
}
