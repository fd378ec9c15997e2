public import DermaWire

/// What an entry's body is.
public struct EntryKind: Hashable, Sendable, WireValue {
    /// The number on the wire, 0 to 127.
    public let number: UInt8

    /// A sealed body with ops on a folder's state.
    public static let content = EntryKind(number: 0x01)
    /// A plain record about keys and devices.
    public static let membership = EntryKind(number: 0x02)
    /// A plain record that starts an epoch.
    public static let epoch = EntryKind(number: 0x03)
    /// A plain record that lets an organisation in.
    public static let grant = EntryKind(number: 0x04)
    /// A plain record that ends an organisation's grants.
    public static let withdrawal = EntryKind(number: 0x05)

    /// A sealed body that adds one photo and cites nothing, so that it can be erased.
    public static let photo = EntryKind(number: 0x06)

    /// Whether the body is sealed, and so names an epoch: an entry of a folder, not of a control log.
    public var isSealed: Bool { self == .content || self == .photo }

    /// Whether a reader that does not know the kind may keep and forward it (bit 6 set) or must refuse (clear).
    public var isIgnorable: Bool { number & 0x40 != 0 }

    /// The registry: every kind that this code knows, with its name.
    package static let registry: [(kind: EntryKind, name: String)] = [
        (.content, "content"), (.membership, "membership"), (.epoch, "epoch"), (.grant, "grant"),
        (.withdrawal, "withdrawal"), (.photo, "photo"),
    ]

    /// Whether this code knows the kind.
    public var isKnown: Bool { (0x01...0x06).contains(number) }

    init(number: UInt8) { self.number = number }

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        number = try reader.byte()
        guard number & 0x80 == 0, isKnown || isIgnorable else { throw WireError(.invalidValue, at: start) }
    }

    public func encode(to writer: inout ByteWriter) { writer.byte(number) }
}
