import DermaWire

/// The outermost layer of an update: rows times four (less four in the short form), plus 2 for the long form, plus 1 if what
/// follows is its length and its deflated form.
enum UpdateFrame {
    static func bytes(of body: [UInt8], head: Int) -> [UInt8] {
        var writer = ByteWriter(capacity: body.count + 4)
        if body.count >= 32, let deflated = Deflate.compress(body), deflated.count + 2 < body.count {
            writer.count(head | 1)
            writer.count(body.count)
            writer.fixed(deflated)
        } else {
            writer.count(head)
            writer.fixed(body)
        }
        return writer.bytes
    }
}

/// An update, read and checked as far as it can be without the text.
struct UpdateParts<Agent: Hashable & Comparable & Sendable & WireEncodable & WireDecodable> {
    private(set) var agents: [Agent]
    private(set) var runs: [RunRow] = []
    private(set) var rows: ContiguousArray<OpRow> = []
    private(set) var content: [UInt8] = []
    private let fixedCount: Int

    init(_ update: [UInt8], fixed: [Agent]) throws(WireError) {
        agents = fixed
        fixedCount = fixed.count
        var reader = ByteReader(update.span.bytes)
        let head = try reader.count(max: TextLimits.eventsMax << 2 | 3)
        guard head & 1 == 1 else {
            try read(&reader, head: head)
            return
        }
        let start = reader.offset
        let length = try reader.count(max: TextLimits.updateBytesMax)
        let deflated = try reader.fixed(reader.remaining)
        guard length <= deflated.count * 1032, let body = Deflate.expand(deflated, to: length) else {
            throw WireError(.invalidValue, at: start)
        }
        var inner = ByteReader(body.span.bytes)
        try read(&inner, head: head)
    }

    private mutating func read(_ reader: inout ByteReader, head: Int) throws(WireError) {
        let isLong = head & 2 == 2
        let rowCount = isLong ? head >> 2 : head >> 2 + 1
        var sequence = 0
        if isLong {
            let start = reader.offset
            agents += try reader.list(of: Agent.self, max: TextLimits.agentsMax)
            let added = agents.dropFirst(fixedCount)
            guard Set(added).isDisjoint(with: agents.prefix(fixedCount)), Set(added).count == added.count else {
                throw WireError(.invalidValue, at: start)
            }
            var expected = [Int](repeating: 0, count: agents.count)
            for _ in 0..<(try reader.count(max: TextLimits.eventsMax)) {
                runs.append(try RunRow(from: &reader, expected: &expected))
            }
        } else {
            sequence = try reader.count(max: TextLimits.eventsMax)
        }
        let start = reader.offset
        guard rowCount <= reader.remaining else { throw WireError(.truncated, at: start) }
        (rows, content) = try OpRow.rowsAndText(rowCount, from: &reader)
        let events = rows.reduce(0) { $0 + $1.count }
        if !isLong { runs = [RunRow(agent: 0, sequence: sequence, events: events, parents: nil)] }
        guard runs.reduce(0, { $0 + $1.events }) == events else { throw WireError(.invalidValue, at: start) }
    }
}

extension OpRow {
    /// Reads both columns, one after the other, and the text, which is the rest.
    static func rowsAndText(_ count: Int, from reader: inout ByteReader) throws(WireError) -> (
        ContiguousArray<OpRow>, [UInt8]
    ) {
        var positions = reader
        for _ in 0..<count { _ = try positions.varint() }
        let rows = try rows(count, heads: &reader, positions: &positions)
        let start = positions.offset
        let content = try positions.fixed(positions.remaining)
        let inserted = rows.reduce(0) { $1.kind == .insert ? $0 + $1.count : $0 }
        guard content.isWellFormedUTF8 else { throw WireError(.malformedText, at: start) }
        guard UTF8Count.scalars(content.span) == inserted else {
            throw WireError(.invalidValue, at: start)
        }
        return (rows, content)
    }
}

/// Agents by their place in what is written: those that both sides know, then those that are written.
struct AgentTable<Agent: Hashable & Comparable & Sendable> {
    private let agents: [Agent]
    private var places: [Agent: Int] = [:]
    private let fixedCount: Int
    private(set) var added: [Agent] = []

    init(_ agents: [Agent], fixed: [Agent]) {
        self.agents = agents
        fixedCount = fixed.count
        for (place, agent) in fixed.enumerated() where places[agent] == nil { places[agent] = place }
    }

    private mutating func place(of number: Int) -> Int {
        let agent = agents[number]
        if let known = places[agent] { return known }
        let place = fixedCount + added.count
        added.append(agent)
        places[agent] = place
        return place
    }

    mutating func number(_ row: RunRow) -> RunRow {
        var row = row
        row.agent = place(of: row.agent)
        row.parents = row.parents?.map { (place(of: $0.agent), $0.sequence) }
        return row
    }
}
