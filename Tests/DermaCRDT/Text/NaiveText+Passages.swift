@testable import DermaCRDT

/// A passage, without what makes its sides.
struct NaivePassage: Equatable {
    let overlap: TextOverlap<Int>
    let range: Range<Int>
    let text: String
    let sides: [String]
}

extension NaivePassage {
    init(_ passage: TextPassage<Int>) {
        self.init(
            overlap: passage.overlap, range: passage.range, text: passage.text, sides: passage.sides.map(\.text))
    }
}

/// The passages of the overlap report by their definition (`Spec/14-text.md`), one scalar at a time.
extension Naive {
    func passages(
        upTo last: (ID) -> ID, answers: Set<ID> = []
    ) -> [NaivePassage] {
        let nodes = order().filter { $0.id != nil }
        func texts(_ place: Int, _ sides: [Set<ID>]) -> Int {
            sides.count { side in
                nodes[place].id.map(side.contains) == true && nodes[place].deletedBy.isDisjoint(with: side)
            }
        }
        func text(_ places: some Sequence<Int>) -> String {
            String(String.UnicodeScalarView(places.map { nodes[$0].scalar }))
        }
        func sides(_ row: Row) -> [Set<ID>] {
            row.overlap.events.map { event in (ancestors[last(event)] ?? []).union([last(event)]) }
        }
        var parts: [(row: Row, limits: Range<Int>)] = []
        for row in rows(answers) {
            guard let before = parts.last else {
                parts.append((row, 0..<nodes.count))
                continue
            }
            let one = join(before.row, row)
            let between = before.row.places.upperBound..<row.places.lowerBound
            if isAfter(row, before.row) || isAfter(before.row, row) {
                parts[parts.count - 1].limits = before.limits.lowerBound..<row.places.lowerBound
                parts.append((row, row.places.lowerBound..<nodes.count))
            } else if let divider = between.first(where: { texts($0, sides(one)) == one.overlap.events.count }) {
                parts[parts.count - 1].limits = before.limits.lowerBound..<divider
                parts.append((row, divider + 1..<nodes.count))
            } else {
                parts[parts.count - 1].row = one
            }
        }
        return parts.map { row, limits in
            let sides = sides(row)
            let concerned = Set(row.overlap.events.map(\.agent))
            func isOf(_ place: Int) -> Bool {
                texts(place, sides) > 0 || nodes[place].id.map(answers.contains) == true
            }
            func isUncontested(_ place: Int, _ side: Set<ID>) -> Bool {
                guard let id = nodes[place].id, nodes[place].deletedBy.isEmpty, !answers.contains(id) else {
                    return false
                }
                return !side.contains(id) && (texts(place, sides) == 0 || !concerned.contains(id.agent))
            }
            let before = (limits.lowerBound..<row.places.lowerBound).reversed().prefix {
                texts($0, sides) < sides.count
            }
            let after = (row.places.upperBound..<limits.upperBound).prefix { texts($0, sides) < sides.count }
            let first = before.filter(isOf).min() ?? row.places.lowerBound
            let end = (after.filter(isOf).max() ?? row.places.upperBound - 1) + 1
            func answered(_ places: some Sequence<Int>) -> [Int] {
                places.filter { nodes[$0].deletedBy.isEmpty }.prefix { nodes[$0].id.map(answers.contains) == true }
                    .map { $0 }
            }
            let shown =
                answered((limits.lowerBound..<first).reversed()).reversed()
                + (first..<end).filter { nodes[$0].deletedBy.isEmpty } + answered(end..<limits.upperBound)
            let position = nodes[..<(shown.first.map { min($0, first) } ?? first)].count { $0.deletedBy.isEmpty }
            return NaivePassage(
                overlap: row.overlap, range: position..<position + shown.count, text: text(shown),
                sides: sides.map { side in
                    text((first..<end).filter { texts($0, [side]) > 0 || isUncontested($0, side) })
                })
        }
    }

    /// Whether all who are concerned had seen all of another row.
    private func isAfter(_ row: Row, _ other: Row) -> Bool {
        row.overlap.events.allSatisfy { (ancestors[$0] ?? []).isSuperset(of: other.overlap.events) }
    }

    private func join(_ first: Row, _ second: Row) -> Row {
        let (a, b) = (first.overlap, second.overlap)
        let events = standing(a.events + b.events)
        let overlap = TextOverlap(
            position: a.position, count: b.position + b.count - a.position, deleted: a.deleted + b.deleted,
            kind: max(a.kind, b.kind), events: events)
        return (overlap, first.places.lowerBound..<second.places.upperBound)
    }
}
