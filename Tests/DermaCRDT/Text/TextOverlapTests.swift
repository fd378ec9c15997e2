import Testing

@testable import DermaCRDT

@Suite("Changes that met are reported, the same everywhere")
struct TextOverlapTests {
    /// One row, in which both are concerned.
    private func expect(
        _ doc: Doc, position: Int, count: Int, deleted: Int, _ kind: TextOverlapKind,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let rows = try doc.overlaps()
        #expect(rows.map(\.position) == [position] && rows.map(\.count) == [count], sourceLocation: sourceLocation)
        #expect(rows.map(\.deleted) == [deleted] && rows.map(\.kind) == [kind], sourceLocation: sourceLocation)
        #expect(rows.map(\.agents) == [[1, 2]], sourceLocation: sourceLocation)
    }

    @Test("Both deleted") func bothDeleted() throws {
        let doc = try Doc.met("the red patch", { try $0.delete(4..<8) }, { try $0.delete(0..<6) })
        #expect(doc.text == "patch")
        try expect(doc, position: 0, count: 0, deleted: 2, .deleted)
    }

    @Test("One inserted where the other deleted") func oneInsertedWhereTheOtherDeleted() throws {
        let doc = try Doc.met("the red patch", { try $0.delete(3..<7) }, { try $0.insert("dish", at: 7) })
        #expect(try doc.overlaps().isEmpty, "at the edge of what was deleted, not inside: \(doc.text)")
        let inside = try Doc.met("the red patch", { try $0.delete(3..<7) }, { try $0.insert("ad", at: 5) })
        #expect(inside.text == "thead patch")
        try expect(inside, position: 3, count: 2, deleted: 0, .inserted)
    }

    @Test("Both replaced") func bothReplaced() throws {
        let doc = try Doc.met(
            "the red patch",
            {
                try $0.delete(4..<7)
                try $0.insert("pink", at: 4)
            },
            {
                try $0.insert("brown", at: 7)
                try $0.delete(4..<7)
            })
        #expect(doc.text == "the pinkbrown patch")
        try expect(doc, position: 4, count: 9, deleted: 3, .replaced)
    }

    @Test("One replaced what the other deleted") func oneReplacedWhatTheOtherDeleted() throws {
        let doc = try Doc.met(
            "the red patch",
            {
                try $0.delete(4..<7)
                try $0.insert("pink", at: 4)
            }, { try $0.delete(4..<7) })
        try expect(doc, position: 8, count: 0, deleted: 3, .deleted)
    }

    @Test("Nothing met") func nothingMet() throws {
        let doc = try Doc.met("the red patch", { try $0.delete(0..<3) }, { try $0.insert("s", at: 13) })
        #expect(try doc.overlaps().isEmpty)
    }
}
