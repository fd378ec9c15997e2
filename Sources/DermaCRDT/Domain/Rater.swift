public import DermaWire

/// Who rates a score or suspects a trigger.
public enum Rater: UInt8, CaseIterable, Comparable, Sendable, WireValue {
    /// The person whose skin it is.
    case patient = 1
    /// Who cares for the person, such as a parent.
    case carer = 2
    case clinician = 3

    /// The name in commands and exports: `self`, `carer`, `clinician`.
    public var name: String { self == .patient ? "self" : String(describing: self) }

    public init(from reader: inout ByteReader) throws(WireError) { self = try reader.registered(Rater.self) }

    public func encode(to writer: inout ByteWriter) { writer.byte(rawValue) }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
