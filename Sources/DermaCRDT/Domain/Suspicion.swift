public import DermaWire

/// What is suspected: a trigger of the registry, or what the person calls it.
public enum Suspect: Hashable, Comparable, Sendable, WireValue {
    case other(ShortText)
    case trigger(Trigger)

    /// A trigger's number, or 0 and the text.
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let number = try reader.byte()
        if number == 0 {
            self = .other(try ShortText(from: &reader))
        } else {
            guard let trigger = Trigger(rawValue: number) else { throw WireError(.invalidValue, at: start) }
            self = .trigger(trigger)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .other(let text):
            writer.byte(0)
            writer.value(text)
        case .trigger(let trigger): writer.value(trigger)
        }
    }
}

/// That someone suspects a trigger of a flare-up. Never that it is the cause.
public struct Suspicion: Hashable, Comparable, Sendable, WireValue {
    /// What is suspected.
    public let suspect: Suspect
    /// Who suspects it.
    public let by: Rater
    /// The days it was met with, if someone says so.
    public let interval: DayInterval?

    /// A suspicion.
    public init(_ suspect: Suspect, by: Rater = .patient, during interval: DayInterval? = nil) {
        self.suspect = suspect
        self.by = by
        self.interval = interval
    }

    /// A suspicion of a registered trigger.
    public init(_ trigger: Trigger, by: Rater = .patient, during interval: DayInterval? = nil) {
        self.init(.trigger(trigger), by: by, during: interval)
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        suspect = try Suspect(from: &reader)
        by = try Rater(from: &reader)
        interval = try reader.optional(DayInterval.self)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(suspect)
        writer.value(by)
        writer.optional(interval)
    }

    /// For people: the trigger's name, or what the person calls it.
    public var name: String {
        switch suspect {
        case .trigger(let trigger): trigger.name
        case .other(let text): text.string
        }
    }

    /// By suspect (texts before triggers), who suspects it, then days, none before any.
    public static func < (a: Self, b: Self) -> Bool {
        if a.suspect != b.suspect { return a.suspect < b.suspect }
        if a.by != b.by { return a.by < b.by }
        guard let second = b.interval else { return false }
        return a.interval.map { $0 < second } ?? true
    }
}
