public import DermaWire

/// Answers to an instrument. An item that was not answered is missing, which is not zero.
public struct Score: Hashable, Sendable, WireValue {
    /// The instrument.
    public let instrument: Instrument
    /// One answer per item; nil where there is none.
    public let items: [UInt8?]

    /// Checks the number and ranges of the answers; nil if they do not fit the instrument or none was given.
    public init?(_ instrument: Instrument, items: [UInt8?]) {
        let scales = instrument.scales
        guard items.count == scales.count, items.contains(where: { $0 != nil }),
            zip(items, scales).allSatisfy({ item, scale in item.map { $0 <= scale.max } ?? true })
        else { return nil }
        self.instrument = instrument
        self.items = items
    }

    /// instrument, then an item each: 0 for missing, else the answer plus one. There is no total on the wire, so that
    /// none can contradict its items. Answers that do not fit are `invalidValue` at the instrument.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let instrument = try Instrument(from: &reader)
        let items = try reader.fixed(instrument.itemCount).map { $0 == 0 ? nil : $0 - 1 }
        guard let score = Score(instrument, items: items) else { throw WireError(.invalidValue, at: start) }
        self = score
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(instrument)
        for item in items { writer.byte(item.map { $0 + 1 } ?? 0) }
    }
}

extension Instrument: WireValue {
    /// The number (1 byte); behind that of `generic` what it is.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let number = try reader.byte()
        if number == Self.genericNumber {
            self = .generic(try GenericInstrument(from: &reader))
        } else {
            guard let known = Self.registered.first(where: { $0.number == number }) else {
                throw WireError(.invalidValue, at: start)
            }
            self = known
        }
    }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(number)
        if case .generic(let instrument) = self { writer.value(instrument) }
    }
}
