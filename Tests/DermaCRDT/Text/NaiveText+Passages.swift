@testable import DermaCRDT

/// The passages of the overlap report by their definition (`Spec/14-text.md`), one scalar at a time.
extension Naive {
    func passages(upTo last: (ID) -> ID) -> [TextPassage<Int>] {
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
        let rows = rows().reduce(into: [Row]()) { joined, row in
            guard let before = joined.last else { return joined.append(row) }
            let one = join(before, row)
            let between = before.places.upperBound..<row.places.lowerBound
            if between.contains(where: { texts($0, sides(one)) == one.overlap.events.count }) {
                joined.append(row)
            } else {
                joined[joined.count - 1] = one
            }
        }
        return rows.enumerated().map { number, row in
            let sides = sides(row)
            func isBound(_ place: Int) -> Bool {
                texts(place, sides) == sides.count
                    || rows.enumerated().contains { $0 != number && $1.places.contains(place) }
            }
            func isSince(_ place: Int) -> Bool { texts(place, sides) == 0 && nodes[place].deletedBy.isEmpty }
            let before = (0..<row.places.lowerBound).reversed().prefix { !isBound($0) }
            let after = (row.places.upperBound..<nodes.count).prefix { !isBound($0) }
            let first = before.filter { texts($0, sides) > 0 }.min() ?? row.places.lowerBound
            let end = (after.filter { texts($0, sides) > 0 }.max() ?? row.places.upperBound - 1) + 1
            let shown = (first..<end).filter { nodes[$0].deletedBy.isEmpty }
            let position = nodes[..<first].count { $0.deletedBy.isEmpty }
            return TextPassage(
                overlap: row.overlap, range: position..<position + shown.count, text: text(shown),
                sides: sides.map { side in text((first..<end).filter { texts($0, [side]) > 0 || isSince($0) }) })
        }
    }

    private func join(_ first: Row, _ second: Row) -> Row {
        let (a, b) = (first.overlap, second.overlap)
        let events = Dictionary(grouping: a.events + b.events, by: \.agent).values.compactMap { $0.max() }.sorted()
        let overlap = TextOverlap(
            position: a.position, count: b.position + b.count - a.position, deleted: a.deleted + b.deleted,
            kind: max(a.kind, b.kind), events: events)
        return (overlap, first.places.lowerBound..<second.places.upperBound)
    }
}
