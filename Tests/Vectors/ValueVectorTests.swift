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
        "timestamp": decoder(Timestamp.self) { JSON.shown($0) },
        "day": decoder(CivilDay.self) { .string($0.description) },
        "purposes": decoder(Purposes.self) { .array($0.names.map { .string($0) }) },
        "trigger": decoder(Trigger.self) { .string($0.name) },
        "score": decoder(Score.self) { JSON.shown($0) },
        "site": decoder(SkinSite.self) { JSON.shown($0) },
        "suspicion": decoder(Suspicion.self) { JSON.shown($0) },
        "reading": decoder(EnvironmentalReading.self) { JSON.shown($0) },
        "claim": decoder(CaptureClaim.self, shown),
        "genesis": decoder(Genesis.self) { _ in nil },
        "op": decoder(Op.self) { JSON.shown($0) },
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

    private static func shown(_ claim: CaptureClaim) -> JSON {
        let date = [claim.year, claim.month, claim.day, claim.hour, claim.minute, claim.second]
        return .object([
            "date": .array(date.map { .number($0) }), "offsetMinutes": claim.offsetMinutes.map { .number($0) } ?? .null,
            "source": .number(Int(claim.source.rawValue)),
        ])
    }
}
