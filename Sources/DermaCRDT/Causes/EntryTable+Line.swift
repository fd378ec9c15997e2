import DermaCausality

extension EntryTable.Line {
    /// Where the entry with this number stands; nil if there is none.
    func place(of sequence: UInt64) -> Int? {
        sequence > 0 && sequence <= UInt64(marks.count) ? Int(sequence) - 1 : nil
    }

    mutating func append(_ mark: Marks.Packed?) {
        marks.append(mark)
        depths.append(0)
        deepen(below: nil)
    }

    /// Puts the newest entry behind its causes, of which the deepest is at `depth`.
    mutating func deepen(below depth: UInt64?) {
        let sum = seenSum &+ UInt64(depths.count - 1)
        let previous = depths.dropLast().last
        let deepest = max(previous ?? 0, depth ?? 0)
        depths[depths.count - 1] = previous == nil && depth == nil ? sum : max(sum, deepest &+ 1)
    }

    /// The first entry that counts and had seen `dot`. O(log n).
    func firstMarked(seeing dot: Dot) -> UInt64? {
        guard let steps = seen[dot.replica] else { return nil }
        let place = steps.partition { $0.upTo < dot.sequence }
        guard place < steps.count, steps[place].at > 0 else { return nil }
        return marks.next(from: Int(steps[place].at) - 1).map { UInt64($0) + 1 }
    }

    mutating func note(_ cause: Dot, at sequence: UInt64) {
        let held = seen[cause.replica]?.last?.upTo ?? 0
        guard cause.sequence > held else { return }
        if seen[cause.replica]?.last?.at == sequence { seen[cause.replica]?.removeLast() }
        seen[cause.replica, default: []].append(EntryTable.Step(at: sequence, upTo: cause.sequence))
        seenSum &+= cause.sequence - held
    }
}
