public import DermaCausality
public import DermaWire

/// What a comment is about.
public enum Subject: Hashable, Sendable {
    case folder
    case photo(PhotoID)
    case diary(ItemID)
}

extension Subject: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .folder
        case 2: self = .photo(try PhotoID(from: &reader))
        case 3: self = .diary(try ItemID(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .folder: writer.byte(1)
        case .photo(let photo):
            writer.byte(2)
            writer.value(photo)
        case .diary(let item):
            writer.byte(3)
            writer.value(item)
        }
    }
}
