public import DermaCausality
public import DermaWire

/// Where something was resolved.
public enum ConflictPlace: Hashable, Comparable, Sendable {
    /// A field of the owner's, written several times.
    case field(FieldPlace)
    /// A comment of an organisation, amended several times, or amended and retracted.
    case comment(ItemID, by: AccountID)
    /// An observation, likewise.
    case score(ItemID, by: AccountID)
    /// A diary entry that one device removed and another one edited.
    case removal(ItemID)
    /// Passages of a text that several rewrote.
    case text(TextPlace)
    /// What a comment is about, said several times: devices do not choose one id twice.
    case subject(ItemID, by: AccountID)
}

extension ConflictPlace: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .field(try FieldPlace(from: &reader))
        case 2: self = .comment(try ItemID(from: &reader), by: try AccountID(from: &reader))
        case 3: self = .score(try ItemID(from: &reader), by: try AccountID(from: &reader))
        case 4: self = .removal(try ItemID(from: &reader))
        case 5: self = .text(try TextPlace(from: &reader))
        case 6: self = .subject(try ItemID(from: &reader), by: try AccountID(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .field(let place): writer.tagged(1, place)
        case .comment(let item, let party):
            writer.tagged(2, item)
            writer.value(party)
        case .score(let item, let party):
            writer.tagged(3, item)
            writer.value(party)
        case .removal(let item): writer.tagged(4, item)
        case .text(let place): writer.tagged(5, place)
        case .subject(let item, let party):
            writer.tagged(6, item)
            writer.value(party)
        }
    }
}
