public import DermaCausality
public import DermaWire

/// What a comment is about.
public enum Subject: Hashable, Sendable {
    case folder
    case photo(PhotoID)
    case diary(ItemID)
    /// A part of a picture, and the content that it is a part of: it never moves to another one.
    case region(PhotoID, content: Bytes32, PhotoRegion)
}

extension Subject {
    /// For people; ids in hexadecimal.
    public var text: String {
        switch self {
        case .folder: "the folder"
        case .photo(let photo): "photo \(photo)"
        case .diary(let item): "diary entry \(item)"
        case .region(let photo, let content, let region):
            "photo \(photo) of content \(content), \(region.width) × \(region.height) at \(region.x), \(region.y)"
        }
    }
}

/// A rectangle in a picture as it is stored, in 65536ths of its width and height.
public struct PhotoRegion: Hashable, Sendable, WireValue {
    public let x: UInt16
    public let y: UInt16
    public let width: UInt16
    public let height: UInt16

    /// Nil if it is empty or reaches beyond the picture.
    public init?(x: UInt16, y: UInt16, width: UInt16, height: UInt16) {
        guard width > 0, height > 0, Int(x) + Int(width) <= 1 << 16, Int(y) + Int(height) <= 1 << 16 else { return nil }
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        var numbers: [UInt16] = []
        for _ in 0..<4 { numbers.append(UInt16(try reader.varint(in: 0...UInt64(UInt16.max)))) }
        guard let region = PhotoRegion(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]) else {
            throw WireError(.invalidValue, at: start)
        }
        self = region
    }

    public func encode(to writer: inout ByteWriter) {
        for number in [x, y, width, height] { writer.varint(UInt64(number)) }
    }
}

extension Subject: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .folder
        case 2: self = .photo(try PhotoID(from: &reader))
        case 3: self = .diary(try ItemID(from: &reader))
        case 4:
            self = .region(
                try PhotoID(from: &reader), content: try Bytes32(from: &reader), try PhotoRegion(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .folder: writer.byte(1)
        case .photo(let photo): writer.tagged(2, photo)
        case .diary(let item): writer.tagged(3, item)
        case .region(let photo, let content, let region):
            writer.tagged(4, photo)
            writer.value(content)
            writer.value(region)
        }
    }
}
