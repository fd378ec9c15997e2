public import DermaWire

/// What a shared folder may be used for: a set, each chosen on its own (HL7 ActReason).
public struct Purposes: OptionSet, Hashable, Sendable, WireValue {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The person's care and medical record (TREAT).
    public static let care = Purposes(rawValue: 1 << 0)
    /// Teaching (TRAIN).
    public static let teaching = Purposes(rawValue: 1 << 1)
    /// Research (HRESCH).
    public static let research = Purposes(rawValue: 1 << 2)
    /// Service audit (HQUALIMP).
    public static let audit = Purposes(rawValue: 1 << 3)
    /// One named publication (a local code).
    public static let publication = Purposes(rawValue: 1 << 4)
    /// Training machines (MLTRAINING); off unless chosen.
    public static let machineLearning = Purposes(rawValue: 1 << 5)

    /// Every purpose, in the order of the registry, with its name.
    public static let registry: [(purpose: Purposes, name: String)] = [
        (.care, "care"), (.teaching, "teaching"), (.research, "research"), (.audit, "audit"),
        (.publication, "publication"), (.machineLearning, "machine-learning"),
    ]

    /// The names of the members, in the order of the registry.
    public var names: [String] { Self.registry.filter { contains($0.purpose) }.map(\.name) }

    /// Reads a non-empty set.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let bits = try reader.byte()
        guard bits != 0, bits < 1 << 6 else { throw WireError(.invalidValue, at: start) }
        self.init(rawValue: bits)
    }

    public func encode(to writer: inout ByteWriter) { writer.byte(rawValue) }
}
