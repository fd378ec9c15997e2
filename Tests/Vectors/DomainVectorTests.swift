import DermaCRDT
import DermaWire
import Testing

@Suite("Vectors: domain")
struct DomainVectorTests {
    @Test("Weeks come to the stated total or the stated gaps", arguments: Vector.all("domain", having: "week"))
    func weeks(_ vector: Vector) throws {
        let last = try #require(vector["week"].text.flatMap { CivilDay(iso: $0) })
        let observations = try vector["observations"].items.map { item in
            DatedScore(
                id: try #require(item["id"].text), score: try item["score"].decoded(),
                day: try #require(item["day"].text.flatMap { CivilDay(iso: $0) }))
        }
        let week = try #require(UrticariaWeek(endingOn: last))
        switch week.outcome(of: observations, chosen: Set(vector["chosen"].items.compactMap(\.text))) {
        case .total(let total): #expect(vector.expect == .object(["total": .string(total.description)]))
        case .open(let days):
            let shown = days.map { JSON.object(["day": .string($0.day.description), "gap": .string($0.gap.name)]) }
            #expect(vector.expect == .object(["open": .array(shown)]))
        }
    }

    @Test("The suspicions of the file ascend")
    func order() throws {
        let suspicions: [Suspicion] = try Vector.all("domain", having: "type")
            .filter { $0["type"] == "suspicion" && $0.expect["valid"] == true }.map { try $0["bytes"].decoded() }
        #expect(suspicions.count == 8 && Set(suspicions).count == 8)
        #expect(suspicions == suspicions.reversed().sorted())
    }

    @Test("Every site, instrument and quantity has a case")
    func everyOne() throws {
        let cases = Vector.all("domain", having: "type").filter { $0.expect["valid"] == true }
        func values<Value: WireValue>(_ type: String, _: Value.Type) throws -> [Value] {
            try cases.filter { $0["type"] == .string(type) }.map { try $0["bytes"].decoded() }
        }
        #expect(Set(try values("site", SkinSite.self).map(\.site)) == Set(BodySite.allCases))
        #expect(Set(try values("score", Score.self).map(\.instrument)).isSuperset(of: Instrument.registered))
        let quantities = try values("reading", EnvironmentalReading.self).map(\.quantity)
        #expect(Set(quantities).isSuperset(of: EnvironmentalQuantity.registered))
    }
}
