import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire
import Testing

@Suite("Vectors: folders")
struct FolderVectorTests {
    @Test(
        "Entries come to the stated state and conflict report, in whatever order they came",
        arguments: Vector.all("folders"))
    func folders(_ vector: Vector) throws {
        let log = try WrittenFolder(vector.json)
        for order in [log.entries, log.entries.reversed()] { try expect(log.replayed(order), vector) }
    }

    private func expect(_ replayed: WrittenFolder.Replayed, _ vector: Vector) throws {
        let state = replayed.state
        var shown = JSON.folder(state)
        shown["forks"] = .array(replayed.forks.map(JSON.dot))
        shown["unreadable"] = .array(replayed.unreadable.map(JSON.dot))
        shown["withheld"] = .array(replayed.withheld.map(JSON.dot))
        shown["waiting"] = .number(replayed.waiting)
        if let last = vector["week"].text.flatMap({ CivilDay(iso: $0) }) {
            shown["week"] = JSON.shown(try #require(state.urticariaWeek(endingOn: last, by: state.owner)))
        }
        guard case .object(let stated) = vector.expect else {
            Issue.record("nothing is expected")
            return
        }
        #expect(Set(shown.keys) == Set(stated.keys))
        for (key, value) in stated { #expect(shown[key] == value, "\(key)") }
    }
}
