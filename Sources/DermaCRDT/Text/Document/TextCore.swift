/// A document without its agents' ids: the graph and the text of its heads.
struct TextCore: Sendable {
    var graph = EventGraph()
    var buffer = TextBuffer()

    /// Inserts well-formed text by `agent` after everything; `position` is checked. O(log n + bytes).
    @inline(__always)
    mutating func insert(_ utf8: Span<UInt8>, scalars: Int, at position: Int, agent: Int) {
        graph.ops.appendInsertion(at: position, utf8, scalars: scalars)
        graph.parents.appendAfterAll(count: scalars)
        graph.authors.append(count: scalars, agent: agent)
        buffer.insert(utf8, scalars: scalars, at: position)
    }

    /// Deletes by `agent` after everything; the range is checked. O(log n).
    @inline(__always)
    mutating func delete(_ range: Range<Int>, agent: Int) {
        graph.ops.appendDeletion(at: range.lowerBound, count: range.count, isBackward: false)
        graph.parents.appendAfterAll(count: range.count)
        graph.authors.append(count: range.count, agent: agent)
        buffer.delete(at: range.lowerBound, count: range.count)
    }

    /// Brings the text up to the graph, whose events after `mark` are new; on failure they are forgotten.
    mutating func integrate(since mark: EventGraph.Mark) throws(TextError) -> Effects {
        if graph.count == mark.count { return Effects() }
        do throws(TextError) {
            let replay = try Replay(
                graph, from: mark.heads, scalars: buffer.scalars, to: graph.parents.heads, firstNew: mark.count)
            guard buffer.scalars + graph.count - mark.count <= TextLimits.scalarsMax else {
                throw TextError(.limitExceeded)
            }
            buffer.apply(replay.effects, content: graph.ops.content)
            return replay.effects
        } catch {
            graph.restore(mark)
            throw error
        }
    }

    /// The text at an earlier version. O(k log k) for the k runs of its history.
    func buffer(at version: [Int32]) throws(TextError) -> TextBuffer {
        let replay = try Replay(graph, from: [], scalars: 0, to: version, firstNew: 0)
        var buffer = TextBuffer()
        buffer.apply(replay.effects, content: graph.ops.content)
        return buffer
    }
}
