@testable import DermaCRDT

/// The overlap report by its definition (`Spec/14-text.md`), one scalar at a time.
extension Naive {
    func isConcurrent(_ a: ID, _ b: ID) -> Bool {
        !(ancestors[a] ?? []).contains(b) && !(ancestors[b] ?? []).contains(a)
    }

    typealias Row = (overlap: TextOverlap<Int>, places: Range<Int>)

    func overlaps() -> [TextOverlap<Int>] { rows().map(\.overlap) }

    /// The rows of the report, and where they stand in the order of all scalars.
    func rows() -> [Row] {
        let nodes = order().filter { $0.id != nil }
        let ids = nodes.compactMap(\.id)
        var kinds = [TextOverlapKind?](repeating: nil, count: nodes.count)
        var concerned = [Set<ID>](repeating: [], count: nodes.count)
        let contested = nodes.map { Set($0.deletedBy.map(\.agent)).count > 1 }
        func mark(_ place: Int, _ kind: TextOverlapKind, _ events: some Sequence<ID>) {
            kinds[place] = max(kinds[place] ?? kind, kind)
            concerned[place].formUnion(events)
        }
        func isVisible(_ place: Int, to event: ID) -> Bool {
            let seen = ancestors[event] ?? []
            return seen.contains(ids[place]) && nodes[place].deletedBy.isDisjoint(with: seen)
        }
        for agent in Set(nodes.flatMap { $0.deletedBy.map(\.agent) }) {
            let gone = nodes.indices.filter { nodes[$0].deletedBy.contains { $0.agent == agent } }
            for (left, right) in zip(gone, gone.dropFirst()) where left + 1 < right {
                for first in nodes[left].deletedBy where first.agent == agent {
                    for second in nodes[right].deletedBy where second.agent == agent {
                        let between = left + 1..<right
                        if between.contains(where: { isVisible($0, to: first) || isVisible($0, to: second) }) {
                            continue
                        }
                        for place in between
                        where ids[place].agent != agent && isConcurrent(ids[place], first)
                            && isConcurrent(ids[place], second)
                        {
                            mark(place, .inserted, [first, second, ids[place]])
                        }
                    }
                }
            }
        }
        var place = 0
        while place < nodes.count {
            guard contested[place] else {
                place += 1
                continue
            }
            let start = place
            var who: Set<Int> = []
            while place < nodes.count, contested[place] {
                let held = Set(nodes[place].deletedBy.map(\.agent))
                mark(place, .deleted, nodes[place].deletedBy)
                who.formUnion(held)
                place += 1
            }
            var beside: [Int] = []
            func isWritten(_ other: Int, beside end: Int) -> Bool {
                !contested[other] && who.contains(ids[other].agent)
                    && nodes[end].deletedBy.contains { $0.agent != ids[other].agent && isConcurrent($0, ids[other]) }
            }
            var before = start - 1
            while before >= 0, isWritten(before, beside: start) {
                beside.append(before)
                before -= 1
            }
            var after = place
            while after < nodes.count, isWritten(after, beside: place - 1) {
                beside.append(after)
                after += 1
            }
            if Set(beside.map { ids[$0].agent }).count > 1 {
                for other in beside { mark(other, .replaced, [ids[other]]) }
                for other in start..<place { mark(other, .replaced, []) }
            }
        }
        return rows(nodes, kinds, concerned, contested)
    }

    private func rows(
        _ nodes: [Node], _ kinds: [TextOverlapKind?], _ concerned: [Set<ID>], _ contested: [Bool]
    ) -> [(overlap: TextOverlap<Int>, places: Range<Int>)] {
        var rows: [(overlap: TextOverlap<Int>, places: Range<Int>)] = []
        var position = 0
        var place = 0
        while place < nodes.count {
            let start = position
            let first = place
            while place < nodes.count, kinds[place] != nil {
                if nodes[place].deletedBy.isEmpty { position += 1 }
                place += 1
            }
            if place > first {
                let overlap = TextOverlap(
                    position: start, count: position - start, deleted: contested[first..<place].count { $0 },
                    kind: kinds[first..<place].compactMap { $0 }.max() ?? .deleted,
                    events: last(concerned[first..<place].reduce(into: Set()) { $0.formUnion($1) }))
                rows.append((overlap, first..<place))
            } else {
                if nodes[place].deletedBy.isEmpty { position += 1 }
                place += 1
            }
        }
        return rows
    }

    /// Of each agent the last event.
    private func last(_ events: Set<ID>) -> [ID] {
        Dictionary(grouping: events, by: \.agent).values.compactMap { $0.max() }.sorted()
    }
}
