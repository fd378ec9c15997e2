public import DermaWire

/// An instrument that describes itself: a name and items whose answers are summed.
public struct GenericInstrument: Hashable, Sendable, WireValue {
    /// What it is called.
    public let name: ShortText
    /// Each item's highest answer, 1 to 254; the lowest is 0.
    public let maxima: [UInt8]

    /// Items of one instrument.
    public static let itemsMax = 64
    private static let maximumRange: ClosedRange<UInt8> = 1...254

    /// Nil without items, with more than 64, or if a highest answer is 0 or 255.
    public init?(name: ShortText, maxima: [UInt8]) {
        guard (1...Self.itemsMax).contains(maxima.count), maxima.allSatisfy(Self.maximumRange.contains) else {
            return nil
        }
        self.name = name
        self.maxima = maxima
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        name = try ShortText(from: &reader)
        let start = reader.offset
        let count = try reader.count(max: Self.itemsMax)
        guard count > 0 else { throw WireError(.invalidValue, at: start) }
        var maxima: [UInt8] = []
        for _ in 0..<count {
            let start = reader.offset
            let maximum = try reader.byte()
            guard Self.maximumRange.contains(maximum) else { throw WireError(.invalidValue, at: start) }
            maxima.append(maximum)
        }
        self.maxima = maxima
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(name)
        writer.blob(maxima)
    }
}
