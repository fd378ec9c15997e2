public import DermaCausality
import DermaWire

/// One change to one item of a folder.
public enum Op: Hashable, Sendable {
    /// Writes a field of the folder or of a diary entry, which the first such op creates.
    case set(Field)
    /// Edits a text of the owner's; the first edit of a diary entry creates it.
    case edit(TextPlace, TextEdit)
    /// Adds a photo; the manifest says how its chunks are opened. Stands in an entry of its own, whose body can be erased.
    case addPhoto(PhotoID, manifest: [UInt8])
    /// Erases a photo for good; names the entries that added it, whose bodies go.
    case erasePhoto(PhotoID, entries: [ReplicaHead])
    /// Says something about the folder, a photo or a diary entry.
    case addComment(ItemID, on: Subject, text: String)
    /// An organisation corrects a comment of its own; what it said before stays in its history.
    case amendComment(ItemID, text: String)
    /// Records an observation.
    case addScore(ItemID, Score, day: CivilDay)
    /// Corrects an observation of one's own party; what was recorded before stays in its history.
    case amendScore(ItemID, Score, day: CivilDay)
    /// Takes back a comment or an observation of one's own party; a stub with its history stays.
    case retract(ItemID)
    /// Suspects a trigger of a flare-up.
    case suspect(ItemID, Suspicion)
    /// No longer suspects it.
    case unsuspect(ItemID, Suspicion)
    /// Notes what was measured of a person's surroundings during a flare-up.
    case addReading(ItemID, EnvironmentalReading)
    /// Takes it away again.
    case removeReading(ItemID, EnvironmentalReading)
    /// Removes a diary entry, as far as its author had seen it.
    case removeDiary(ItemID)
    /// A person has looked at what was resolved there between these sides, ascending, and leaves it so.
    case settle(ConflictPlace, sides: [SideID])
    /// An op of a newer version: kept and forwarded, not understood.
    case unknown(code: UInt64, payload: [UInt8])
}

/// The registry of op codes.
package enum OpCode: UInt64, CaseIterable {
    case set = 1
    case edit = 2
    case addPhoto = 3
    case addComment = 4
    case amendComment = 5
    case addScore = 6
    case amendScore = 7
    case retract = 8
    case suspect = 9
    case unsuspect = 10
    case addReading = 11
    case removeReading = 12
    case removeDiary = 13
    case settle = 14
    case erasePhoto = 15
}

extension Op {
    /// Whether someone who was let into a folder may do this, or only its owner.
    var isOpenToOrganisations: Bool {
        switch self {
        case .addComment, .amendComment, .addScore, .amendScore, .retract, .unknown: true
        case .set, .edit, .addPhoto, .erasePhoto, .suspect, .unsuspect, .addReading, .removeReading, .removeDiary,
            .settle:
            false
        }
    }
}
