import DermaCRDT
import DermaCausality
import DermaWire

/// Values of the domain, as the vectors show them.
extension JSON {
    static func shown(_ score: Score) -> JSON {
        .object([
            "instrument": .string(score.instrument.name),
            "items": .array(score.items.map { $0.map { .number(Int($0)) } ?? .null }),
            "total": score.total.map { .string($0.description) } ?? .null,
        ])
    }

    static func shown(_ value: SkinSite) -> JSON {
        let point = value.point.map { point in
            JSON.object(["view": .string("\(point.view)"), "x": .number(Int(point.x)), "y": .number(Int(point.y))])
        }
        return .object([
            "site": .string(value.site.name), "region": .string(value.site.region.name),
            "isIntimate": .bool(value.site.isIntimate), "code": .string(value.site.dicomCode.value),
            "side": .string(value.laterality.name), "point": point ?? .null,
        ])
    }

    static func shown(_ stamp: Timestamp) -> JSON {
        .object([
            "milliseconds": .string("\(stamp.milliseconds)"), "offsetMinutes": .number(Int(stamp.offsetMinutes)),
            "zone": .string(stamp.zone),
        ])
    }

    static func shown(_ suspicion: Suspicion) -> JSON {
        let suspect: JSON =
            switch suspicion.suspect {
            case .other(let text): .object(["other": .string(text.string)])
            case .trigger(let trigger): .string(trigger.name)
            }
        let days = suspicion.interval.map { [$0.first, $0.last].map { JSON.string($0.description) } }
        return .object([
            "suspect": suspect, "by": .string(suspicion.by.name), "interval": days.map { .array($0) } ?? .null,
        ])
    }

    static func shown(_ reading: EnvironmentalReading) -> JSON {
        let other: JSON = if case .other(let text) = reading.quantity { .string(text.string) } else { .null }
        let time: JSON =
            switch reading.time {
            case .day(let day): .string(day.description)
            case .instant(let stamp): shown(stamp)
            }
        return .object([
            "quantity": .string(reading.quantity.name), "other": other, "value": .string(reading.value.description),
            "unit": .string(reading.unit.code), "source": .string(reading.source.string), "time": time,
        ])
    }
}
