public import DermaWire

/// A questionnaire or scale. No wording is shipped.
public enum Instrument: UInt8, CaseIterable, Sendable {
    /// How bad the skin is: 0 to 10.
    case severity = 1
    /// The worst itch of the past 24 hours: 0 to 10.
    case itch = 2
    /// Patient-Oriented Eczema Measure: 7 items of 0 to 4.
    case poem = 3
    /// One day of the Urticaria Activity Score: wheals and itch, 0 to 3 each.
    case uas = 4
    /// Dermatology Life Quality Index: 10 items of 0 to 3.
    case dlqi = 5
    /// Investigator's Global Assessment: 0 to 4.
    case iga = 6

    /// How many items it has.
    public var itemCount: Int {
        switch self {
        case .severity, .itch, .iga: 1
        case .uas: 2
        case .poem: 7
        case .dlqi: 10
        }
    }

    /// What each item may be.
    public var itemRange: ClosedRange<UInt8> {
        switch self {
        case .severity, .itch: 0...10
        case .poem, .iga: 0...4
        case .uas, .dlqi: 0...3
        }
    }

    /// The name in commands and exports.
    public var name: String { String(describing: self) }
}

/// Answers to an instrument. An item that was not answered is missing, which is not zero.
public struct Score: Hashable, Sendable, WireValue {
    /// The instrument.
    public let instrument: Instrument
    /// One answer per item; nil where there is none.
    public let items: [UInt8?]

    /// Checks the number and ranges of the answers; nil if they do not fit the instrument or none was given.
    public init?(_ instrument: Instrument, items: [UInt8?]) {
        guard items.count == instrument.itemCount, items.contains(where: { $0 != nil }),
            items.allSatisfy({ $0.map(instrument.itemRange.contains) ?? true })
        else { return nil }
        self.instrument = instrument
        self.items = items
    }

    /// The sum of the items; nil while one is missing.
    public var total: Int? {
        items.reduce(0 as Int?) { sum, item in sum.flatMap { sum in item.map { sum + Int($0) } } }
    }

    /// instrument (1 byte), then an item each: 0 for missing, else the answer plus one.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let instrument = try reader.registered(Instrument.self)
        let items = try reader.fixed(instrument.itemCount).map { $0 == 0 ? nil : $0 - 1 }
        guard let score = Score(instrument, items: items) else { throw WireError(.invalidValue, at: start) }
        self = score
    }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(instrument.rawValue)
        for item in items { writer.byte(item.map { $0 + 1 } ?? 0) }
    }
}
