extension OpColumns {
    /// Consecutive events of one run.
    struct Part {
        let run: OpRun
        /// The first of them, by number, and how far into the run it is.
        let event: Int
        let offset: Int
        let count: Int

        var end: Int { event + count }
        /// Where they insert or delete, in the text just before them.
        var position: Int { run.position(offset: offset, count: count) }
    }

    /// The parts that events fall into, in order.
    struct Parts: Sequence, IteratorProtocol {
        fileprivate let runs: ContiguousArray<OpRun>
        fileprivate var place: Int
        fileprivate var event: Int
        fileprivate let end: Int

        @inline(__always)
        mutating func next() -> Part? {
            guard event < end else { return nil }
            let run = runs[place]
            let part = Part(
                run: run, event: event, offset: event - Int(run.start), count: Swift.min(run.end, end) - event)
            event = part.end
            place += 1
            return part
        }
    }

    /// The parts of `events`. O(log n) to find the first.
    @inline(__always)
    func parts(of events: Range<Int>) -> Parts {
        Parts(runs: runs, place: index(of: events.lowerBound), event: events.lowerBound, end: events.upperBound)
    }

    /// The bytes of what `part` inserts, in `content`.
    @inline(__always)
    func bytes(of part: Part) -> Range<Int> { bytes(of: part.run, offset: part.offset, count: part.count) }
}
