import Testing

@testable import DermaCRDT

extension Doc {
    /// Two who edited a text apart, met: both came to the same, and report the same.
    static func met(
        _ text: String, _ first: (inout Doc) throws -> Void, _ second: (inout Doc) throws -> Void
    ) throws -> Doc {
        var base = Doc(agent: 0)
        try base.insert(text, at: 0)
        var a = Doc(agent: 1)
        var b = Doc(agent: 2)
        try a.merge(base.runs(since: [:]))
        try b.merge(base.runs(since: [:]))
        try first(&a)
        try second(&b)
        let runs = a.runs(since: b.known)
        try a.merge(b.runs(since: a.known))
        try b.merge(runs)
        #expect(a.text == b.text)
        #expect(try a.overlaps() == b.overlaps())
        return a
    }

    mutating func apply(_ ops: [TextOp]) throws {
        for op in ops {
            switch op {
            case .insert(let position, let text): try insert(text, at: position)
            case .delete(let position, let count, _): try delete(position..<position + count)
            }
        }
    }
}
