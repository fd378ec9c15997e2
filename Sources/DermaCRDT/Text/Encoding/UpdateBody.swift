import DermaWire

/// An update as it is before it is deflated.
struct UpdateBody {
    private let head: Int
    private let body: [UInt8]

    /// Bytes, expanded.
    var count: Int { body.count }

    /// The update.
    var bytes: [UInt8] { UpdateFrame.bytes(of: body, head: head) }

    /// What the events of `spans` are written as.
    init<Agent: Hashable & Comparable & Sendable & WireEncodable>(
        _ spans: [Range<Int>], of document: TextDocument<Agent>, author: Agent, shared: [Agent]
    ) {
        let graph = document.core.graph
        var rows = OpRowWriter()
        var content: [UInt8] = []
        for span in spans { graph.write(span, to: &rows, content: &content) }
        rows.flush()
        let runs = spans.map(graph.row)
        var writer = ByteWriter()
        if runs.count == 1, runs[0].parents == nil, document.agents[runs[0].agent] == author {
            head = (rows.count - 1) << 2
            writer.count(runs[0].sequence)
        } else {
            head = rows.count << 2 | 2
            var table = AgentTable(document.agents, fixed: [author] + shared)
            let numbered = runs.map { table.number($0) }
            writer.list(table.added)
            writer.count(runs.count)
            var expected: [Int: Int] = [:]
            for row in numbered {
                row.encode(to: &writer, expected: expected[row.agent] ?? 0)
                expected[row.agent] = row.sequence + row.events
            }
        }
        writer.fixed(rows.heads.bytes)
        writer.fixed(rows.positions.bytes)
        writer.fixed(content)
        body = writer.bytes
    }
}

extension [Range<Int>] {
    /// The first `count` numbers of these ranges, and the others.
    func divided(at count: Int) -> ([Range<Int>], [Range<Int>]) {
        var left = count
        var (first, second): ([Range<Int>], [Range<Int>]) = ([], [])
        for range in self {
            let taken = Swift.min(left, range.count)
            left -= taken
            let middle = range.lowerBound + taken
            if taken > 0 { first.append(range.lowerBound..<middle) }
            if middle < range.upperBound { second.append(middle..<range.upperBound) }
        }
        return (first, second)
    }
}
