import DermaCRDT
import DermaCausality
import DermaWire
import Testing

@Suite("Vectors: texts")
struct TextVectorTests {
    @Test("Updates come to the stated text and report, or are refused as stated", arguments: Vector.all("texts"))
    func texts(_ vector: Vector) throws {
        let reader: ReplicaID = try ReplicaID(decoding: [UInt8](repeating: 7, count: 16))
        var document = TextDocument(agent: reader)
        for update in vector["updates"].items {
            let bytes = try #require(update["update"].text.flatMap { Hex.decode($0) })
            let author: ReplicaID = try update["author"].decoded()
            do throws(TextUpdateError) {
                try document.apply(bytes, author: author)
            } catch {
                switch error {
                case .malformed(let error):
                    #expect(.string(error.code.rawValue) == vector.expect["error"])
                    #expect(.number(error.offset) == vector.expect["offset"])
                case .refused(let error): #expect(.string(error.code.rawValue) == vector.expect["refused"])
                }
                #expect(document.text.isEmpty && document.version.isEmpty)
                return
            }
        }
        #expect(.string(document.text) == vector.expect["text"])
        #expect(
            .array(document.version.map { .string("\($0.agent):\($0.sequence)") }) == vector.expect["version"])
        let overlaps = try document.overlaps().map { row in
            [
                .number(row.position), .number(row.count), .number(row.deleted), .string("\(row.kind)"),
                .array(row.events.map { .string("\($0.agent):\($0.sequence)") }),
            ] as [JSON]
        }
        let stated = vector.expect["overlaps"].items.map { row in
            ["position", "count", "deleted", "kind", "events"].map { row[$0] }
        }
        #expect(overlaps == stated)
    }
}
