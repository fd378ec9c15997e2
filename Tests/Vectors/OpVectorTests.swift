import DermaCRDT
import DermaWire
import Testing

@Suite("Vectors: ops")
struct OpVectorTests {
    private static var valid: [Vector] {
        Vector.all("ops", having: "type").filter { $0["type"] == "op" && $0.expect["valid"] == true }
    }

    @Test("Each op says what its case says", arguments: valid)
    func ops(_ vector: Vector) throws {
        let op = try Op(decoding: try vector["bytes"].bytes())
        #expect(JSON.shown(op) == vector.expect["value"])
    }

    @Test("The op vectors cover every code, field, text and place")
    func everyCode() throws {
        var codes: Set<UInt64> = []
        var tags: Set<[UInt8]> = []
        for vector in Self.valid {
            let bytes = try vector["bytes"].bytes()
            codes.insert(UInt64(bytes[0]))
            if [1, 2, 14].contains(bytes[0]) { tags.insert([bytes[0], bytes[2]]) }
        }
        #expect(codes.isSuperset(of: OpCode.allCases.map(\.rawValue)))
        let all = (1...13).map { [1, $0] } + (1...3).map { [2, $0] } + (1...6).map { [14, $0] } as [[UInt8]]
        #expect(tags == Set(all))
    }
}
