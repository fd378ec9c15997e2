public import DermaWire

/// The kinds of what people suspect to bring a flare-up on; never causes (NICE CG57 and additions). See `Suspicion`.
public enum Trigger: UInt8, CaseIterable, Comparable, Sendable, WireValue {
    case irritant = 1
    case skinInfection = 2
    case contactAllergen = 3
    case foodAllergen = 4
    case inhalantAllergen = 5
    case heat = 6
    case cold = 7
    case humidity = 8
    case ultraviolet = 9
    case pollen = 10
    case sweat = 11
    case fabric = 12
    case stress = 13
    case sleep = 14
    case illness = 15
    case medicine = 16
    case missedTreatment = 17
    case hormonal = 18

    /// The name in commands and exports, such as `skin-infection`.
    public var name: String { kebabCase(of: self) }

    public init(from reader: inout ByteReader) throws(WireError) { self = try reader.registered(Trigger.self) }

    public func encode(to writer: inout ByteWriter) { writer.byte(rawValue) }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
