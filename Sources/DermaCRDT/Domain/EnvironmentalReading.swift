public import DermaCausality

/// What was measured of a person's surroundings.
public enum EnvironmentalQuantity: Hashable, Sendable {
    case temperature
    /// Relative humidity.
    case humidity
    /// The index of ultraviolet radiation.
    case ultravioletIndex
    case pollen
    /// What the person or the source calls it.
    case other(ShortText)

    /// Every quantity that has its own number.
    public static let registered: [EnvironmentalQuantity] = [.temperature, .humidity, .ultravioletIndex, .pollen]

    /// The number on the wire.
    public var number: UInt8 {
        switch self {
        case .other: 0
        case .temperature: 1
        case .humidity: 2
        case .ultravioletIndex: 3
        case .pollen: 4
        }
    }

    /// The name in exports, such as `ultraviolet-index`; `other` whatever the text.
    public var name: String {
        if case .other = self { "other" } else { kebabCase(of: self) }
    }
}

/// When a reading was taken or what it is the value of.
public enum ReadingTime: Hashable, Sendable {
    case day(CivilDay)
    case instant(Timestamp)
}

/// A value measured of a person's surroundings. It holds no place: that is coarse and by choice, elsewhere.
public struct EnvironmentalReading: Hashable, Sendable {
    /// What was measured.
    public let quantity: EnvironmentalQuantity
    /// The value.
    public let value: DecimalValue
    /// The unit as a UCUM code, such as `Cel` or `%`.
    public let unit: UnitCode
    /// Who says so, such as a weather service or a sensor.
    public let source: ShortText
    /// When.
    public let time: ReadingTime

    /// A reading.
    public init(
        _ quantity: EnvironmentalQuantity, _ value: DecimalValue, unit: UnitCode, source: ShortText,
        at time: ReadingTime
    ) {
        self.quantity = quantity
        self.value = value
        self.unit = unit
        self.source = source
        self.time = time
    }
}
