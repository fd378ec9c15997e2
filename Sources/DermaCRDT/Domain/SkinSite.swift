public import DermaWire

/// Which side of the person, not of the picture.
public enum Laterality: UInt8, CaseIterable, Sendable, WireValue {
    case unspecified = 0
    case left = 1
    case right = 2
    case both = 3

    /// The name in commands and exports.
    public var name: String { String(describing: self) }

    public init(from reader: inout ByteReader) throws(WireError) { self = try reader.registered(Laterality.self) }

    public func encode(to writer: inout ByteWriter) { writer.byte(rawValue) }
}

/// A point on a body map, which is a picture of the whole person from the front or from behind.
public struct BodyPoint: Hashable, Sendable, WireValue {
    /// Which of the two pictures.
    public enum View: UInt8, CaseIterable, Sendable {
        case front = 1
        case back = 2
    }

    /// The picture.
    public let view: View
    /// From the picture's left edge, 0, to its right one, 65535.
    public let x: UInt16
    /// From its top, 0, to its bottom, 65535.
    public let y: UInt16

    /// A point.
    public init(_ view: View, x: UInt16, y: UInt16) {
        self.view = view
        self.x = x
        self.y = y
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        view = try reader.registered(View.self)
        x = UInt16(try reader.varint(in: 0...UInt64(UInt16.max)))
        y = UInt16(try reader.varint(in: 0...UInt64(UInt16.max)))
    }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(view.rawValue)
        writer.varint(UInt64(x))
        writer.varint(UInt64(y))
    }
}

/// A site of the body with its side and, where it was pointed at, the point.
public struct SkinSite: Hashable, Sendable, WireValue {
    /// The site.
    public let site: BodySite
    /// The side; `unspecified` for what the body has but once.
    public let laterality: Laterality
    /// Where on the body map. It is not compared with the site: maps differ.
    public let point: BodyPoint?

    /// Nil if a side is given of a site that has none.
    public init?(_ site: BodySite, _ laterality: Laterality = .unspecified, at point: BodyPoint? = nil) {
        guard site.isPaired || laterality == .unspecified else { return nil }
        self.site = site
        self.laterality = laterality
        self.point = point
    }

    /// A side of a site that has none is `invalidValue` at the side.
    public init(from reader: inout ByteReader) throws(WireError) {
        let site = try BodySite(from: &reader)
        let start = reader.offset
        let laterality = try Laterality(from: &reader)
        guard site.isPaired || laterality == .unspecified else { throw WireError(.invalidValue, at: start) }
        self.site = site
        self.laterality = laterality
        point = try reader.optional(BodyPoint.self)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(site)
        writer.value(laterality)
        writer.optional(point)
    }
}
