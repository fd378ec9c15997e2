import DermaWire

/// A run as it is written down: who, what it follows, how many events. Agents are places in a table.
///
/// `implied`: the agent's next event follows its last one (or nothing, as its first). Layout: events times four, plus 2 if
/// the sequence is written, plus 1 if the parents are; agent; sequence; parents' count; for each, agent and sequence.
struct RunRow {
    var agent: Int
    var sequence: Int
    var events: Int
    /// nil: the agent's event before, if there is one.
    var parents: [(agent: Int, sequence: Int)]?

    func encode(to writer: inout ByteWriter, expected: Int) {
        let isExplicit = sequence != expected
        writer.count(events << 2 | (isExplicit ? 2 : 0) | (parents == nil ? 0 : 1))
        writer.count(agent)
        if isExplicit { writer.count(sequence) }
        guard let parents else { return }
        writer.count(parents.count)
        for parent in parents {
            writer.count(parent.agent)
            writer.count(parent.sequence)
        }
    }

    /// Reads a row; `expected` is each agent's next sequence, and is moved on.
    init(from reader: inout ByteReader, expected: inout [Int]) throws(WireError) {
        let start = reader.offset
        let head = try reader.count(max: TextLimits.eventsMax << 2 | 3)
        events = head >> 2
        guard events > 0 else { throw WireError(.invalidValue, at: start) }
        agent = try Self.agent(from: &reader, of: expected.count)
        sequence = head & 2 == 0 ? expected[agent] : try reader.count(max: TextLimits.eventsMax)
        expected[agent] = sequence + events
        guard head & 1 == 1 else { return }
        var parents: [(agent: Int, sequence: Int)] = []
        for _ in 0..<(try reader.count(max: TextLimits.parentsMax)) {
            let agent = try Self.agent(from: &reader, of: expected.count)
            parents.append((agent, try reader.count(max: TextLimits.eventsMax)))
        }
        self.parents = parents
    }

    private static func agent(from reader: inout ByteReader, of count: Int) throws(WireError) -> Int {
        let start = reader.offset
        let agent = try reader.count(max: TextLimits.agentsMax)
        guard agent < count else { throw WireError(.invalidValue, at: start) }
        return agent
    }

    init(agent: Int, sequence: Int, events: Int, parents: [(agent: Int, sequence: Int)]?) {
        self.agent = agent
        self.sequence = sequence
        self.events = events
        self.parents = parents
    }
}

extension EventGraph {
    /// The row of `span`, which `missing` gave, with agents by local number.
    func row(_ span: Range<Int>) -> RunRow {
        let author = authors.author(of: span.lowerBound)
        let parents = parents.parents(of: span.lowerBound)
        let previous = authors.event(agent: author.agent, sequence: author.sequence - 1)
        let isImplied = previous.map { parents == [Int32($0)] } ?? parents.isEmpty
        return RunRow(
            agent: author.agent, sequence: author.sequence, events: span.count,
            parents: isImplied ? nil : parents.map { authors.author(of: Int($0)) })
    }
}
