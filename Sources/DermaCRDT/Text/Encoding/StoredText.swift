public import DermaWire

/// A document as it is kept: its text, which can be read at once, and its history, which is decoded when someone asks.
///
/// Layout: the text; agents; heads of op rows; positions of op rows; rows of runs; the text that was deleted. All but the
/// agents `packed`. The text that is still there is not in the history again: replaying says which events it consists of.
public struct StoredText<Agent: Hashable & Comparable & Sendable & WireEncodable & WireDecodable>: Sendable {
    /// The text.
    public let text: String
    /// What follows the text.
    let history: [UInt8]
    /// The text as it was given, if that was deflated: others may do it in another way.
    private let deflatedText: [UInt8]
    /// Whether nothing in the history is deflated.
    private let isPlain: Bool

    /// Everything, as it was given: what is not understood is not lost. O(n).
    public var bytes: [UInt8] {
        if !deflatedText.isEmpty { return deflatedText + history }
        var writer = ByteWriter(capacity: text.utf8.count + history.count + 4)
        writer.packed(Array(text.utf8), deflating: false)
        writer.fixed(history)
        return writer.bytes
    }

    /// Reads the text of `bytes`. O(text).
    /// - Throws: `WireError` if there is no text in it; the history is not looked at.
    public init(_ bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes.span.bytes)
        let utf8 = try reader.packed(max: TextLimits.scalarsMax * 4)
        guard let text = String(validating: utf8, as: UTF8.self) else { throw WireError(.malformedText, at: 0) }
        self.text = text
        history = Array(bytes[reader.offset...])
        deflatedText = bytes[0] & 1 == 1 ? Array(bytes[..<reader.offset]) : []
        isPlain = false
    }

    /// A text with a history that was written without deflating. A history with a part that is deflated is refused when it is
    /// decoded: what is deflated as a whole grows by that once, not twice.
    init(_ text: String, plainHistory: [UInt8]) {
        self.text = text
        history = plainHistory
        deflatedText = []
        isPlain = true
    }

    /// The document, edited here by `agent`. O(history), as `Walker` says.
    /// - Throws: `malformed`, or `refused` with `badHistory` if the history is not one of this text.
    public func document(agent: Agent) throws(TextUpdateError) -> TextDocument<Agent> {
        var document = TextDocument(agent: agent)
        var deleted: [UInt8] = []
        do throws(WireError) {
            deleted = try readHistory(into: &document)
        } catch {
            throw .malformed(error)
        }
        do throws(TextError) {
            document.core = try document.core.filled(text: text, deleted: deleted)
        } catch {
            throw .refused(TextError(.badHistory))
        }
        return document
    }

    private func readHistory(into document: inout TextDocument<Agent>) throws(WireError) -> [UInt8] {
        var reader = ByteReader(history.span.bytes)
        let start = reader.offset
        for agent in try reader.list(of: Agent.self, max: TextLimits.agentsMax) {
            let count = document.agents.count
            guard (try? document.number(of: agent)) == count else { throw WireError(.invalidValue, at: start) }
        }
        if document.agents.contains(document.agent) { document.own = document.numbers[document.agent] ?? -1 }
        let rowCount = try reader.count(max: TextLimits.eventsMax)
        let heads = try reader.packed(max: TextLimits.eventsMax, isPlain: isPlain)
        let positions = try reader.packed(max: TextLimits.eventsMax, isPlain: isPlain)
        let runs = try reader.packed(max: TextLimits.eventsMax, isPlain: isPlain)
        let deleted = try reader.packed(max: TextLimits.scalarsMax * 4, isPlain: isPlain)
        try reader.finish()
        guard deleted.isWellFormedUTF8, rowCount <= heads.count else { throw WireError(.malformedText, at: start) }
        var headReader = ByteReader(heads.span.bytes)
        var positionReader = ByteReader(positions.span.bytes)
        let rows = try OpRow.rows(rowCount, heads: &headReader, positions: &positionReader)
        try headReader.finish()
        try positionReader.finish()
        var events = 0
        for row in rows {
            events += row.count
            guard events <= TextLimits.eventsMax else { throw WireError(.limitExceeded, at: start) }
            if row.kind == .insert {
                document.core.graph.ops.appendPlaceholder(at: row.position, count: row.count)
            } else {
                document.core.graph.ops.appendDeletion(
                    at: row.position, count: row.count, isBackward: row.kind == .deleteBackward)
            }
        }
        var runReader = ByteReader(runs.span.bytes)
        try document.core.graph.readRuns(&runReader, events: events)
        return deleted
    }
}

extension EventGraph {
    mutating func readRuns(_ reader: inout ByteReader, events: Int) throws(WireError) {
        var expected = [Int](repeating: 0, count: authors.agentCount)
        var left = events
        while reader.remaining > 0 {
            let start = reader.offset
            let held = expected
            let row = try RunRow(from: &reader, expected: &expected)
            guard row.sequence == held[row.agent], row.events <= left else { throw WireError(.invalidValue, at: start) }
            var found: [Int32] = []
            for parent in row.parents ?? (row.sequence > 0 ? [(row.agent, row.sequence - 1)] : []) {
                guard let event = authors.event(agent: parent.agent, sequence: parent.sequence) else {
                    throw WireError(.invalidValue, at: start)
                }
                found.append(Int32(event))
            }
            guard parents.dominators(found) == found else { throw WireError(.unsorted, at: start) }
            parents.append(count: row.events, parents: found)
            authors.append(count: row.events, agent: row.agent)
            left -= row.events
        }
        guard left == 0 else { throw WireError(.invalidValue, at: reader.offset) }
    }
}
