import DermaCausality
public import DermaWire

extension EnvironmentalQuantity: WireValue {
    /// The number, or 0 and the text.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let number = try reader.byte()
        if number == 0 {
            self = .other(try ShortText(from: &reader))
        } else {
            guard let known = Self.registered.first(where: { $0.number == number }) else {
                throw WireError(.invalidValue, at: start)
            }
            self = known
        }
    }

    public func encode(to writer: inout ByteWriter) {
        writer.byte(number)
        if case .other(let text) = self { writer.value(text) }
    }
}

extension ReadingTime: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .day(try CivilDay(from: &reader))
        case 2: self = .instant(try Timestamp(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .day(let day):
            writer.byte(1)
            writer.value(day)
        case .instant(let time):
            writer.byte(2)
            writer.value(time)
        }
    }
}

extension EnvironmentalReading: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        quantity = try EnvironmentalQuantity(from: &reader)
        value = try DecimalValue(from: &reader)
        unit = try UnitCode(from: &reader)
        source = try ShortText(from: &reader)
        time = try ReadingTime(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(quantity)
        writer.value(value)
        writer.value(unit)
        writer.value(source)
        writer.value(time)
    }
}
