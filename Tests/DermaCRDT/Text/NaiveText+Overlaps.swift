@testable import DermaCRDT

/// The overlap report by its definition (`Spec/14-text.md`), one scalar at a time.
extension Naive {
    func isConcurrent(_ a: ID, _ b: ID) -> Bool {
        !(ancestors[a] ?? []).contains(b) && !(ancestors[b] ?? []).contains(a)
    }

    typealias Row = (overlap: TextOverlap<Int>, places: Range<Int>)

    func overlaps(answers: Set<ID> = []) -> [TextOverlap<Int>] { rows(answers).map(\.overlap) }

    /// The rows of the report, and where they stand in the order of all scalars.
    func rows(_ answers: Set<ID>) -> [Row] {
        let nodes = order().filter { $0.id != nil }
        let ids = nodes.compactMap(\.id)
        var kinds = [TextOverlapKind?](repeating: nil, count: nodes.count)
        var concerned = [Set<ID>](repeating: [], count: nodes.count)
        let contest = nodes.map { $0.deletedBy.subtracting(answers) }
        let contested = contest.map { Set($0.map(\.agent)).count > 1 }
        func mark(_ place: Int, _ kind: TextOverlapKind, _ events: some Sequence<ID>) {
            kinds[place] = max(kinds[place] ?? kind, kind)
            concerned[place].formUnion(events)
        }
        func isVisible(_ place: Int, to event: ID) -> Bool {
            let seen = ancestors[event] ?? []
            return seen.contains(ids[place]) && nodes[place].deletedBy.isDisjoint(with: seen)
        }
        let agents = Set(nodes.flatMap { $0.deletedBy.map(\.agent) })
        /// The last deletion by `agent` that does not follow the insertion of `place`, of one of `others`, which come nearer
        /// and nearer, such that nothing between was visible to it; if the two did not know of each other.
        func met(_ place: Int, _ agent: Int, _ others: some Sequence<Int>) -> ID? {
            let beside = others.flatMap { other in
                nodes[other].deletedBy.filter { deletion in
                    deletion.agent == agent && !answers.isSuperset(of: [deletion, ids[place]])
                        && !(ancestors[deletion] ?? []).contains(ids[place])
                        && !(min(other, place) + 1..<max(other, place)).contains { isVisible($0, to: deletion) }
                }
            }
            return beside.max().flatMap { isConcurrent($0, ids[place]) ? $0 : nil }
        }
        for place in nodes.indices {
            for agent in agents where agent != ids[place].agent {
                guard let first = met(place, agent, 0..<place), let second = met(place, agent, place + 1..<nodes.count)
                else { continue }
                mark(place, .inserted, [first, second, ids[place]])
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
                let held = Set(contest[place].map(\.agent))
                mark(place, .deleted, contest[place])
                who.formUnion(held)
                place += 1
            }
            var beside: [Int] = []
            for (others, end) in [(Array((0..<start).reversed()), start), (Array(place..<nodes.count), place - 1)] {
                for other in others {
                    let deletions = contest[end]
                    if !contested[other], !answers.contains(ids[other]), who.contains(ids[other].agent),
                        deletions.contains(where: { $0.agent != ids[other].agent && isConcurrent($0, ids[other]) })
                    {
                        beside.append(other)
                    } else if contested[other]
                        || !answers.contains(ids[other]) && !deletions.isSubset(of: ancestors[ids[other]] ?? [])
                    {
                        break
                    }
                }
            }
            if Set(beside.map { ids[$0].agent }).count > 1 {
                for other in beside { mark(other, .replaced, [ids[other]]) }
                for other in start..<place { mark(other, .replaced, []) }
            }
        }
        return rows(nodes, kinds, concerned, contested, answers)
    }

    private func rows(
        _ nodes: [Node], _ kinds: [TextOverlapKind?], _ concerned: [Set<ID>], _ contested: [Bool], _ answers: Set<ID>
    ) -> [(overlap: TextOverlap<Int>, places: Range<Int>)] {
        func isFollowed(_ place: Int, _ events: Set<ID>) -> Bool {
            nodes[place].id.map { answers.contains($0) || events.isSubset(of: ancestors[$0] ?? []) } ?? false
        }
        var stretches: [Range<Int>] = []
        for place in nodes.indices where kinds[place] != nil {
            if let last = stretches.last,
                (last.upperBound..<place).allSatisfy({
                    isFollowed($0, concerned[last.upperBound - 1].union(concerned[place]))
                })
            {
                stretches[stretches.count - 1] = last.lowerBound..<place + 1
            } else {
                stretches.append(place..<place + 1)
            }
        }
        return stretches.map { places in
            let present = places.count { nodes[$0].deletedBy.isEmpty }
            let overlap = TextOverlap(
                position: nodes[..<places.lowerBound].count { $0.deletedBy.isEmpty }, count: present,
                deleted: places.count { kinds[$0] != nil && contested[$0] },
                kind: places.compactMap { kinds[$0] }.max() ?? .deleted,
                events: standing(places.reduce(into: Set()) { $0.formUnion(concerned[$1]) }))
            return (overlap, places)
        }
    }

    /// Of each agent the last event, without those that two others follow which none follows.
    func standing(_ events: some Sequence<ID>) -> [ID] {
        let last = Dictionary(grouping: events, by: \.agent).values.compactMap { $0.max() }.sorted()
        func followers(_ event: ID) -> [ID] { last.filter { (ancestors[$0] ?? []).contains(event) } }
        return last.filter { followers($0).count { followers($0).isEmpty } < 2 }
    }
}
