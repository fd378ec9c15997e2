import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaWire

extension ContentBody {
    /// What an opened envelope holds; nil if it is no body, or none for the entry's kind.
    init?(_ padded: [UInt8], in entry: VerifiedEntry) {
        guard let bytes = Padding.unpad(padded), let body = try? ContentBody(decoding: bytes) else { return nil }
        guard entry.header.kind != .photo || body.canBeErased else { return nil }
        self = body
    }

    /// The body of an entry that adds a photo.
    init(adding photo: Op, _ time: Timestamp) {
        self.init(context: CausalContext([]), membership: CausalContext([]), time: time, ops: [photo])
    }

    /// What is left of one that was erased, for an entry that stands for it.
    init(erasedBefore time: Timestamp) {
        self.init(context: CausalContext([]), membership: CausalContext([]), time: time, ops: [])
    }

    /// Whether nothing but a photo is lost with this body: neither causes nor what another entry needs.
    private var canBeErased: Bool {
        guard ops.count == 1, case .addPhoto = ops[0] else { return false }
        return context.heads.isEmpty && membership.heads.isEmpty && restates.isEmpty
    }
}
