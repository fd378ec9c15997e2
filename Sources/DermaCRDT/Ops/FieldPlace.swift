public import DermaCausality
public import DermaWire

/// A field that the folder's owner writes: a multi-value register each, so that different fields never conflict.
public enum FieldPlace: Hashable, Comparable, Sendable {
    /// What the folder is called: text.
    case folderName
    /// A diary entry's title: text.
    case title(ItemID)
    /// The day that a diary entry is about.
    case day(ItemID)

    /// The item that the field is of; nil for the folder.
    var item: ItemID? {
        switch self {
        case .folderName: nil
        case .title(let item), .day(let item): item
        }
    }
}

/// A field with what is written into it.
public enum Field: Hashable, Sendable {
    case folderName(String)
    case title(ItemID, String)
    case day(ItemID, CivilDay)

    /// Where.
    public var place: FieldPlace {
        switch self {
        case .folderName: .folderName
        case .title(let item, _): .title(item)
        case .day(let item, _): .day(item)
        }
    }

    /// What.
    public var value: FieldValue {
        switch self {
        case .folderName(let text), .title(_, let text): .text(text)
        case .day(_, let day): .day(day)
        }
    }

    /// The field at `place` with `value`; nil if that is nothing that stands there.
    public init?(_ place: FieldPlace, _ value: FieldValue) {
        switch (place, value) {
        case (.folderName, .text(let text)): self = .folderName(text)
        case (.title(let item), .text(let text)): self = .title(item, text)
        case (.day(let item), .day(let day)): self = .day(item, day)
        default: return nil
        }
    }
}

/// What can stand in a field.
public enum FieldValue: Hashable, Sendable {
    case text(String)
    case day(CivilDay)
}

/// For people; a day as `YYYY-MM-DD`.
extension FieldValue {
    public var text: String {
        switch self {
        case .text(let text): text
        case .day(let day): day.description
        }
    }
}

extension Field: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .folderName(try reader.text(max: Limits.nameBytesMax))
        case 2: self = .title(try ItemID(from: &reader), try reader.text(max: Limits.nameBytesMax))
        case 3: self = .day(try ItemID(from: &reader), try CivilDay(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .folderName(let name):
            writer.byte(1)
            writer.text(name)
        case .title(let item, let title):
            writer.byte(2)
            writer.value(item)
            writer.text(title)
        case .day(let item, let day):
            writer.byte(3)
            writer.value(item)
            writer.value(day)
        }
    }
}
