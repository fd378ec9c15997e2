import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaWire
import Testing

@Suite("Vectors: values")
struct ValueVectorTests {
    /// Every case that is a value of a named type with its bytes.
    static let cases = ["values", "domain", "identities", "ops", "clinic-codes", "linking", "log", "photos"]
        .flatMap { Vector.all($0, having: "type") }

    @Test("A value is decoded as stated and encodes to the same bytes, or is refused where stated", arguments: cases)
    func values(_ vector: Vector) throws {
        let type = try #require(vector["type"].text)
        let decode = try #require(Self.decoders[type], "no decoder for \(type)")
        let bytes = try vector["bytes"].bytes()
        var fault: WireError?
        do throws(WireError) {
            let (encoded, shown) = try decode(bytes)
            #expect(encoded == bytes)
            if let shown { #expect(shown == vector.expect["value"]) }
        } catch {
            fault = error
        }
        try expect(fault, vector)
    }

    private typealias Decoder = @Sendable ([UInt8]) throws(WireError) -> ([UInt8], JSON?)

    private static let decoders: [String: Decoder] = [
        "id16": decoder(FolderID.self) { .string($0.description) },
        "id32": decoder(AccountID.self) { .string($0.description) },
        "dot": decoder(Dot.self, shown),
        "vector": decoder(VersionVector.self) { .array($0.dots.map(shown)) },
        "context": decoder(CausalContext.self) { .array($0.heads.map(shown)) },
        "timestamp": decoder(Timestamp.self, shown),
        "day": decoder(CivilDay.self) { .string($0.description) },
        "purposes": decoder(Purposes.self) { .array($0.names.map { .string($0) }) },
        "trigger": decoder(Trigger.self) { .string($0.name) },
        "score": decoder(Score.self, shown),
        "site": decoder(SkinSite.self, shown),
        "suspicion": decoder(Suspicion.self, shown),
        "reading": decoder(EnvironmentalReading.self, shown),
        "claim": decoder(CaptureClaim.self, shown),
        "genesis": decoder(Genesis.self) { _ in nil },
        "op": decoder(Op.self) { _ in nil },
        "body": decoder(ContentBody.self) { _ in nil },
        "clinicCode": decoder(ClinicCode.self) { .string($0.description) },
        "linkRequest": decoder(LinkRequest.self) { _ in nil },
        "welcome": decoder(LinkWelcome.self) { _ in nil },
        "run": decoder(LogRun.self) { _ in nil },
        "manifest": decoder(PhotoManifest.self) { _ in nil },
    ]

    private static func decoder<Value: WireValue & Sendable>(
        _: Value.Type, _ show: @escaping @Sendable (Value) -> JSON?
    ) -> Decoder {
        { bytes throws(WireError) in
            let value = try Value(decoding: bytes)
            return (value.encoded, show(value))
        }
    }

    private static func shown(_ dot: Dot) -> JSON {
        .object(["replica": .hex(dot.replica), "sequence": .string("\(dot.sequence)")])
    }

    private static func shown(_ head: ReplicaHead) -> JSON {
        .object([
            "replica": .hex(head.dot.replica), "sequence": .string("\(head.dot.sequence)"), "hash": .hex(head.hash),
        ])
    }

    private static func shown(_ stamp: Timestamp) -> JSON {
        .object([
            "milliseconds": .string("\(stamp.milliseconds)"), "offsetMinutes": .number(Int(stamp.offsetMinutes)),
            "zone": .string(stamp.zone),
        ])
    }

    private static func shown(_ score: Score) -> JSON {
        .object([
            "instrument": .string(score.instrument.name),
            "items": .array(score.items.map { $0.map { .number(Int($0)) } ?? .null }),
            "total": score.total.map { .string($0.description) } ?? .null,
        ])
    }

    private static func shown(_ value: SkinSite) -> JSON {
        let point = value.point.map { point in
            JSON.object(["view": .string("\(point.view)"), "x": .number(Int(point.x)), "y": .number(Int(point.y))])
        }
        return .object([
            "site": .string(value.site.name), "region": .string(value.site.region.name),
            "isIntimate": .bool(value.site.isIntimate), "code": .string(value.site.dicomCode.value),
            "side": .string(value.laterality.name), "point": point ?? .null,
        ])
    }

    private static func shown(_ suspicion: Suspicion) -> JSON {
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

    private static func shown(_ reading: EnvironmentalReading) -> JSON {
        let other: JSON = if case .other(let text) = reading.quantity { .string(text.string) } else { .null }
        let time: JSON =
            switch reading.time {
            case .day(let day): .string(day.description)
            case .instant(let stamp): .string("\(stamp.milliseconds)")
            }
        return .object([
            "quantity": .string(reading.quantity.name), "other": other, "value": .string(reading.value.description),
            "unit": .string(reading.unit.code), "source": .string(reading.source.string), "time": time,
        ])
    }

    private static func shown(_ claim: CaptureClaim) -> JSON {
        let date = [claim.year, claim.month, claim.day, claim.hour, claim.minute, claim.second]
        return .object([
            "date": .array(date.map { .number($0) }), "offsetMinutes": claim.offsetMinutes.map { .number($0) } ?? .null,
            "source": .number(Int(claim.source.rawValue)),
        ])
    }
}
