public import DermaCRDT
public import DermaCausality
public import DermaContent
import DermaIdentity
import DermaSync
public import DermaWire

/// What really happened, known to nobody in the world: what people wrote and were told is kept, and who made which entry.
public struct Ledger: Sendable {
    /// Something that a person wrote and that the device acknowledged.
    public struct Statement: Sendable {
        /// The device's place in the cast.
        public let device: Int
        /// The folder.
        public let folder: FolderID
        /// What.
        public let said: Said
        /// Milliseconds since the story began.
        public let time: Int64
        /// What its device's clock showed, and where its device believed that it was.
        public let claim: Timestamp
        /// The entry that holds it.
        public let dot: Dot
        /// The hash of that entry's header.
        public let hash: Bytes32
        /// What of the entry's log its device had applied when it was written, with the entry itself: its true causes.
        public let seen: VersionVector
    }

    /// What can be said, with what must be found again.
    public enum Said: Hashable, Sendable {
        case folderName(String)
        case comment(ItemID, text: String)
        case amendment(ItemID, text: String)
        case diary(ItemID, text: String)
        case trigger(ItemID, Trigger, added: Bool)
        case typed(TextPlace, text: String)
        /// With what was typed and is undone, if that is known.
        case undone(TextPlace, text: String?)
        case removal(ItemID)
        case retraction(ItemID)
        case decision(ConflictPlace)
        /// A side of a row of a text, or that it stays as it is shown.
        case choice(Conflict, side: Int?)
        case score(ItemID, Score, CivilDay)
        /// What was said of a folder, an entry or a photo, or in the library.
        case field(Field)
        case annotation(ItemID, Subject, text: String)
        case photo(PhotoID, jpegHash: Bytes32)
        case erasure(PhotoID)
        case grant(GrantID)
        case withdrawal(AccountID)
    }

    /// Who made an entry.
    public struct Authorship: Sendable {
        /// The device's place in the cast.
        public let device: Int
        /// Its place in its log.
        public let dot: Dot
        /// Where.
        public let folder: FolderID
        /// Milliseconds since the story began.
        public let time: Int64
    }

    /// What every text and photo of a simulated person begins with.
    public static let canary = "CANARY-"

    /// By what a photo is recognised.
    public static func hash(ofJPEG jpeg: [UInt8]) -> Bytes32 { .hash(.photo, jpeg) }

    /// Texts that may say again what they said: somebody began to undo something, or to choose a side. An act that was cut short
    /// may have been done all the same.
    var repeated: Set<TextPlace> = []
    /// In the order in which they were acknowledged.
    public internal(set) var statements: [Statement] = []
    /// By the hash of the entry's header. Entries that are no device's work are forged.
    public internal(set) var authorship: [Bytes32: Authorship] = [:]
    /// The hashes of all entries, in the order in which they were made.
    public internal(set) var entries: [Bytes32] = []
    /// Entries that were made along with a statement's and say nothing but what their author had seen.
    public internal(set) var silent: Set<Bytes32> = []
    /// When pictures say that they were taken, by the pictures' hashes.
    public internal(set) var claims: [Bytes32: CaptureClaim] = [:]
    /// The hashes of entries that no disk holds any more from which they could come back.
    public internal(set) var lost: Set<Bytes32> = []
    /// By log: numbers that were used twice while the first entry was still about. Only devices that were cloned, restored
    /// or are in hostile hands do that.
    public internal(set) var split: [FolderID: Set<Dot>] = [:]
    /// Who was let in, shut out, and handed which key.
    public internal(set) var sharing = SharingBook()
    /// The devices in hostile hands, by their places in the cast.
    public internal(set) var hostile: Set<Int> = []
    /// What was sent by hand with a device's real keys, in order.
    public internal(set) var handmade: [Handmade] = []
    /// Entries with something in them that only a newer version understands, in the order in which they were made.
    public internal(set) var newer: [Newer] = []
    /// By log: what each number was last used for.
    var contents: [FolderID: [Dot: Bytes32]] = [:]
}
