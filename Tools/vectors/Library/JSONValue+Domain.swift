import DermaCRDT
import DermaCausality
import DermaWire

/// Values of the domain, as the vectors show them.
extension JSONValue {
    static func shown(_ site: SkinSite) -> JSONValue {
        [
            "site": .string(site.site.name), "region": .string(site.site.region.name),
            "isIntimate": .bool(site.site.isIntimate), "code": .string(site.site.dicomCode.value),
            "side": .string(site.laterality.name), "point": site.point.map(point) ?? .null,
        ]
    }

    static func shown(_ stamp: Timestamp) -> JSONValue {
        [
            "milliseconds": .wide(stamp.milliseconds), "offsetMinutes": .number(Int(stamp.offsetMinutes)),
            "zone": .string(stamp.zone),
        ]
    }

    private static func point(_ point: BodyPoint) -> JSONValue {
        ["view": .string("\(point.view)"), "x": .number(Int(point.x)), "y": .number(Int(point.y))]
    }

    static func shown(_ suspicion: Suspicion) -> JSONValue {
        let suspect: JSONValue =
            switch suspicion.suspect {
            case .other(let text): ["other": .string(text.string)]
            case .trigger(let trigger): .string(trigger.name)
            }
        let days = suspicion.interval.map { JSONValue.list([$0.first, $0.last]) { .string($0.description) } }
        return ["suspect": suspect, "by": .string(suspicion.by.name), "interval": days ?? .null]
    }

    static func shown(_ reading: EnvironmentalReading) -> JSONValue {
        let other: JSONValue = if case .other(let text) = reading.quantity { .string(text.string) } else { .null }
        let time: JSONValue =
            switch reading.time {
            case .day(let day): .string(day.description)
            case .instant(let stamp): shown(stamp)
            }
        return [
            "quantity": .string(reading.quantity.name), "other": other, "value": .string(reading.value.description),
            "unit": .string(reading.unit.code), "source": .string(reading.source.string), "time": time,
        ]
    }
}
