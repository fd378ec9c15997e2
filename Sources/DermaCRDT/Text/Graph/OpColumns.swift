/// What every event does, by event number: runs of ops by original index, and one buffer of inserted text.
struct OpColumns: Hashable, Sendable {
    private(set) var runs: ContiguousArray<OpRun> = []
    /// UTF-8 of everything that was ever inserted.
    private(set) var content: [UInt8] = []
    private(set) var count = 0

    /// A run of text that is not ASCII holds no more, so that finding a scalar in it is O(1).
    static let scalarsPerRunMax = 256

    /// Adds the insertion of well-formed `text`. Amortised O(bytes).
    mutating func appendInsertion(at position: Int, _ text: Span<UInt8>, scalars: Int) {
        let start = content.count
        content.append(contentsOf: text)
        if scalars == text.count {
            appendInserted(at: position, content: start, bytes: text.count, scalars: scalars)
            return
        }
        var done = 0
        var byte = 0
        while done < scalars {
            let part = min(Self.scalarsPerRunMax, scalars - done)
            let next = UTF8Count.offset(of: part, in: text, from: byte)
            appendInserted(at: position + done, content: start + byte, bytes: next - byte, scalars: part)
            byte = next
            done += part
        }
    }

    /// Adds an insertion whose text is not known yet: only the walker can make use of it.
    mutating func appendPlaceholder(at position: Int, count: Int) {
        appendInserted(at: position, content: 0, bytes: count, scalars: count)
    }

    private mutating func appendInserted(at position: Int, content: Int, bytes: Int, scalars: Int) {
        let last = runs.count - 1
        if last >= 0, runs[last].kind == .insert,
            Int(runs[last].position) + Int(runs[last].count) == position,
            (runs[last].isASCII && bytes == scalars) || Int(runs[last].count) + scalars <= Self.scalarsPerRunMax
        {
            runs[last].count += Int32(scalars)
            runs[last].bytes += Int32(bytes)
        } else {
            runs.append(
                OpRun(
                    start: Int32(count), count: Int32(scalars), position: Int32(position), content: Int32(content),
                    bytes: Int32(bytes), kind: .insert))
        }
        count += scalars
    }

    /// Adds the deletion of `count` scalars from `position` on. Amortised O(1).
    ///
    /// With `isBackward` the last of them goes first. One that has no direction takes that of the run it continues.
    mutating func appendDeletion(at position: Int, count deleted: Int, isBackward: Bool) {
        let last = runs.count - 1
        if last >= 0, runs[last].kind != .insert {
            let run = runs[last]
            let isForward = run.kind == .deleteForward
            if isForward || run.count == 1, !isBackward || deleted == 1, Int(run.position) == position {
                runs[last].kind = .deleteForward
                runs[last].count += Int32(deleted)
                count += deleted
                return
            }
            if !isForward || run.count == 1, isBackward || deleted == 1, position + deleted == Int(run.position) {
                runs[last].kind = .deleteBackward
                runs[last].position = Int32(position)
                runs[last].count += Int32(deleted)
                count += deleted
                return
            }
        }
        runs.append(
            OpRun(
                start: Int32(count), count: Int32(deleted), position: Int32(position), content: Int32(content.count),
                bytes: 0, kind: isBackward && deleted > 1 ? .deleteBackward : .deleteForward))
        count += deleted
    }

    /// The run that holds `event`. O(log n).
    func index(of event: Int) -> Int {
        max(runs.partition { Int($0.start) <= event } - 1, 0)
    }

    /// The bytes of `count` scalars from the `offset`th of an insertion on.
    @inline(__always)
    func bytes(of run: OpRun, offset: Int, count: Int) -> Range<Int> {
        let start = Int(run.content)
        if run.isASCII { return start + offset..<start + offset + count }
        let first = UTF8Count.offset(of: offset, in: content.span, from: start)
        return first..<UTF8Count.offset(of: count, in: content.span, from: first)
    }

    /// The text that `events`, all insertions, inserted.
    func text(of events: Range<Int>) -> String {
        var text: [UInt8] = []
        for part in parts(of: events) { text.append(contentsOf: content[bytes(of: part)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Forgets all events from `end` on. O(what is forgotten).
    mutating func truncate(to end: Int) {
        while let run = runs.last, Int(run.start) >= end { runs.removeLast() }
        let last = runs.count - 1
        if last >= 0, runs[last].end > end {
            let run = runs[last]
            let kept = end - Int(run.start)
            if run.kind == .insert {
                runs[last].bytes = Int32(bytes(of: run, offset: 0, count: kept).count)
            } else {
                runs[last].position = Int32(run.position(offset: 0, count: kept))
            }
            runs[last].count = Int32(kept)
        }
        let bytesEnd = runs.last.map { Int($0.content) + Int($0.bytes) } ?? 0
        content.removeSubrange(bytesEnd...)
        count = end
    }
}
