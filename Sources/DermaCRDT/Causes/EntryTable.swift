public import DermaCausality

/// Who wrote each entry of a folder, when, and what they had seen: the causal order, from which everything else follows.
///
/// Ops and items are named by `OpID` elsewhere, and looked up here. What an author has newly seen is kept once, so that the
/// table takes O(entries + contexts), however many replicas there are.
public struct EntryTable: Sendable {
    /// From an author's entry on, how much of another replica it had seen.
    struct Step: Hashable, Sendable {
        let at: UInt64
        let upTo: UInt64
    }

    /// A replica's entries, oldest first.
    struct Line: Sendable {
        var marks = LineMarks()
        var depths: [UInt64] = []
        var seen: [ReplicaID: [Step]] = [:]
        /// The sequences in `seen` after the newest entry.
        var seenSum: UInt64 = 0
    }

    private(set) var lines: [ReplicaID: Line] = [:]
    private var marks = Marks()

    init() {}

    /// Entries whose marks `marks` unpacks.
    init(_ marks: Marks) { self.marks = marks }

    /// What the mark of an entry in one of the lines consists of, beside the time.
    func parts(of mark: Marks.Packed) -> (Marks.Signer, Marks.LocalTime) { marks.parts(of: mark) }

    /// Puts a replica's entries in place, as a snapshot has them.
    mutating func insert(_ line: Line, of replica: ReplicaID) {
        if !line.marks.isEmpty { lines[replica] = line }
    }

    /// Whether an entry was noted, or cannot be one.
    func holds(_ dot: Dot) -> Bool { dot.sequence <= UInt64(lines[dot.replica]?.marks.count ?? 0) }

    /// Notes the next entry of a replica. `seeing`: what its author had newly seen of others. O(seeing).
    mutating func append(_ dot: Dot, seeing: [Dot], mark: EntryMark?) {
        var line = lines.removeValue(forKey: dot.replica) ?? Line()
        // Numbers without gaps are the log's business; a state never depends on it.
        while UInt64(line.marks.count) + 1 < dot.sequence { line.append(nil) }
        guard UInt64(line.marks.count) < dot.sequence else {
            lines[dot.replica] = line
            return
        }
        line.append(mark.map { marks.pack($0) })
        for cause in seeing where cause.replica != dot.replica { line.note(cause, at: dot.sequence) }
        line.deepen(below: seeing.map(depth).max())
        lines[dot.replica] = line
    }

    /// Takes the mark from an entry of which nothing may be left.
    mutating func unmark(_ dot: Dot) {
        guard let place = lines[dot.replica]?.place(of: dot.sequence) else { return }
        lines[dot.replica]?.marks.unmark(place)
    }

    /// How much of `replica` the author of `dot` had seen, without that entry itself. O(log n).
    func seen(of replica: ReplicaID, by dot: Dot) -> UInt64 {
        if replica == dot.replica { return max(dot.sequence, 1) - 1 }
        guard let steps = lines[dot.replica]?.seen[replica] else { return 0 }
        let place = steps.partition { $0.at <= dot.sequence }
        return place > 0 ? steps[place - 1].upTo : 0
    }

    /// How much of `other` the author of `replica`'s newest entry had seen.
    public func seen(of other: ReplicaID, by replica: ReplicaID) -> UInt64 {
        lines[replica]?.seen[other]?.last?.upTo ?? 0
    }

    /// Whether the author of `id` had seen `other`. O(log n).
    public func saw(_ id: OpID, _ other: OpID) -> Bool {
        other.dot == id.dot ? other.index < id.index : seen(of: other.dot.replica, by: id.dot) >= other.dot.sequence
    }

    /// Everything that the author of `dot` had seen, with its own earlier entries. O(replicas · log n).
    public func seen(by dot: Dot) -> VersionVector {
        var seen = VersionVector()
        if dot.sequence > 1 { seen.advance(to: Dot(dot.replica, dot.sequence - 1)) }
        for replica in lines[dot.replica]?.seen.keys.sorted() ?? [] {
            let sequence = self.seen(of: replica, by: dot)
            if sequence > 0 { seen.advance(to: Dot(replica, sequence)) }
        }
        return seen
    }

    /// The place of an entry in the order of causes: the sum of all sequences that its author had seen, and more than that of
    /// every cause. (An author may have been kept from what a cause had seen: the sum alone does not grow along the chain.)
    func depth(of dot: Dot) -> UInt64 {
        guard let line = lines[dot.replica], let place = line.place(of: dot.sequence) else { return 0 }
        return line.depths[place]
    }

    /// Causes before effects; the same on every replica.
    func precedes(_ a: OpID, _ b: OpID) -> Bool { (depth(of: a.dot), a) < (depth(of: b.dot), b) }

    /// Who made an op and when; nil if its entry says nothing that counts. O(1).
    public func stamp(of id: OpID) -> OpStamp? {
        guard let line = lines[id.dot.replica], let place = line.place(of: id.dot.sequence),
            let mark = line.marks[place]
        else { return nil }
        return OpStamp(id, marks[mark], depth: line.depths[place])
    }

    /// The first entry of another device that had seen `dot`: evidence, by that device's clock, that it had arrived by then.
    /// Nil if nobody else has written since. The same on every replica. O(replicas · log n).
    func witness(of dot: Dot) -> OpStamp? {
        let author = stamp(of: OpID(dot, 0))?.author
        var first: OpStamp?
        for (replica, line) in lines where replica != dot.replica {
            guard let seen = line.firstMarked(seeing: dot),
                let stamp = stamp(of: OpID(Dot(replica, seen), 0)), stamp.author != author
            else { continue }
            if first.map({ OpStamp.precedes(stamp, $0) }) ?? true { first = stamp }
        }
        return first
    }
}

/// Tables are equal if the same entries count, and stand in the same order of causes.
extension EntryTable: Hashable {
    private struct Counted: Hashable {
        let dot: Dot
        let mark: EntryMark
        let depth: UInt64
    }

    private var counted: Set<Counted> {
        var counted: Set<Counted> = []
        for (replica, line) in lines {
            for (place, mark) in line.marks.enumerated() {
                guard let mark else { continue }
                counted.insert(
                    Counted(dot: Dot(replica, UInt64(place) + 1), mark: marks[mark], depth: line.depths[place]))
            }
        }
        return counted
    }

    public static func == (a: Self, b: Self) -> Bool { a.counted == b.counted }

    public func hash(into hasher: inout Hasher) { hasher.combine(counted) }
}
