import DermaCRDT
import DermaCausality
import DermaWire
import Testing

@Suite("Vectors: ops")
struct OpVectorTests {
    @Test("Each op says what its case says", arguments: Vector.all("ops", having: "type"))
    func ops(_ vector: Vector) throws {
        guard vector["type"] == "op", vector.expect["valid"] == true else { return }
        let value = vector.expect["value"]
        let op = try Op(decoding: try vector["bytes"].bytes())
        #expect(op == (try Self.built(String(vector.name.dropFirst(3)), value)))
    }

    /// The op that the case describes, made from its description alone.
    private static func built(_ name: String, _ value: JSON) throws -> Op {
        func item() throws -> ItemID { try value["item"].decoded() }
        func text() throws -> String { try #require(value["text"].text) }
        func day() throws -> CivilDay { try #require(value["day"].text.flatMap { CivilDay(iso: $0) }) }
        func trigger() throws -> Trigger { try #require(Trigger.allCases.first { $0.name == value["trigger"].text }) }
        switch name {
        case "nameFolder": return .nameFolder(try #require(value["name"].text))
        case "addPhoto": return .addPhoto(try value["photo"].decoded(), manifest: try value["manifest"].bytes())
        case "addComment-folder", "addComment-photo", "addComment-diary":
            return .addComment(try item(), on: try subject(value), text: try text())
        case "amendComment": return .amendComment(try item(), text: try text())
        case "writeDiary-text": return .writeDiary(try item(), .text(try text()))
        case "writeDiary-day": return .writeDiary(try item(), .day(try day()))
        case "addTrigger": return .suspect(try item(), try trigger())
        case "removeTrigger": return .unsuspect(try item(), try trigger())
        case "addScore":
            let items = value["items"].items.map { $0.integer.map { UInt8($0) } }
            return .addScore(try item(), try #require(Score(.uas, items: items)), day: try day())
        case "erasePhoto":
            let entries = try value["entries"].items.map { entry in
                let parts = try #require(entry["dot"].text).split(separator: ":")
                let sequence = try #require(parts.last.flatMap { UInt64($0) })
                return ReplicaHead(
                    Dot(try JSON.string(String(parts[0])).decoded(), sequence), try entry["hash"].decoded())
            }
            return .erasePhoto(try value["photo"].decoded(), entries: entries)
        default:
            return .unknown(
                code: try #require(value["code"].text.flatMap { UInt64($0) }), payload: try value["payload"].bytes())
        }
    }

    private static func subject(_ value: JSON) throws -> Subject {
        switch value["subject"].integer {
        case 1: .folder
        case 2: .photo(try value["subjectID"].decoded())
        default: .diary(try value["subjectID"].decoded())
        }
    }

    @Test("The op vectors cover every code")
    func everyCode() throws {
        var covered: Set<UInt64> = []
        for vector in Vector.all("ops", having: "type") where vector["type"] == "op" && vector.expect["valid"] == true {
            covered.insert(UInt64(try #require(vector["bytes"].bytes().first)))
        }
        #expect(covered.isSuperset(of: OpCode.allCases.map(\.rawValue)))
    }
}
