public import DermaCausality
public import DermaSync
public import DermaWire

extension Ledger {
    /// A session that somebody played by hand with a device's real keys.
    public struct Handmade: Sendable {
        /// The device's place in the cast.
        public let device: Int
        /// Why.
        public let verb: Verb
        /// Milliseconds since the story began.
        public let time: Int64
        /// What the relay said after the login; nil if it let nobody in.
        public let answers: [Frame]?

        /// What the relay refused, in order.
        public var refusals: [RefusalCode] {
            (answers ?? []).compactMap { answer in
                guard case .refused(let refusal) = answer else { return nil }
                return refusal.code
            }
        }
    }

    /// An entry with something in it that only a newer version understands.
    public struct Newer: Sendable {
        /// The device's place in the cast.
        public let device: Int
        /// Where.
        public let folder: FolderID
        /// Which.
        public let dot: Dot
        /// The hash of its header: its number may be used again by a device that was restored.
        public let hash: Bytes32
    }
}
