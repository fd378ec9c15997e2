public import DermaCausality
public import DermaWire

/// A text of the folder's owner that merges by character.
public enum TextPlace: Hashable, Comparable, Sendable {
    /// What a diary entry says.
    case diary(ItemID)
    /// The body of a comment of the owner's. What organisations say is a statement.
    case comment(ItemID)
    /// The note on a photo. It outlives the photo.
    case note(PhotoID)
}

extension TextPlace: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .diary(try ItemID(from: &reader))
        case 2: self = .comment(try ItemID(from: &reader))
        case 3: self = .note(try PhotoID(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .diary(let item): writer.tagged(1, item)
        case .comment(let item): writer.tagged(2, item)
        case .note(let photo): writer.tagged(3, photo)
        }
    }
}
