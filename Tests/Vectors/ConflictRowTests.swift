import DermaWire
import Testing

@Suite("Vectors: rows of the conflict table")
struct ConflictRowTests {
    @Test("There is a story for every row that what was written decides, and for no other")
    func stories() throws {
        let table = try SpecTable("Rows of the conflict table", in: "06-folder-state.md")
        let rows = table.rows.flatMap { ($0.first ?? "").split(separator: ", ").map { String($0) } }
        let names = (Vector.all("folders") + Vector.all("arrangements")).map(\.name)
        #expect(rows.count > 20 && rows.allSatisfy(names.contains))
        #expect(Set(names.filter { $0.hasPrefix("C") }.map { String($0.prefix(3)) }) == Set(rows))
    }

    @Test("Every row that something else decides names a case that there is")
    func elsewhere() throws {
        let table = try SpecTable("Rows that are decided elsewhere", in: "06-folder-state.md")
        #expect(table.rows.count > 3)
        for row in table.rows {
            for named in (row.last ?? "").split(separator: ", ") {
                let words = named.split(separator: " ").map { String($0) }
                try #require(words.count == 2, "a file and a case: \(named)")
                _ = try Vector.named(words[1], in: words[0].replacing(".json", with: ""))
            }
        }
    }
}
