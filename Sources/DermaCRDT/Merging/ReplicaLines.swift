import DermaCausality

/// Something that an op did, and that is named by it.
protocol NamedByOp: Hashable, Sendable {
    var id: OpID { get }
}

extension OpID: NamedByOp {
    var id: OpID { self }
}

/// What ops did to one thing: a line of each replica, oldest first.
///
/// A replica's ops come in their order, so that adding one does not move those of others; and who had seen one of a line had
/// seen those before it.
struct ReplicaLines<Element: NamedByOp>: Hashable, Sendable {
    /// The replicas ascending; none is empty.
    private(set) var lines: [[Element]] = []

    init() {}

    /// Adds what an op did, which was not added before. O(replicas + what its replica did later).
    mutating func add(_ element: Element) {
        let replica = element.id.dot.replica
        let place = lines.partition { line in line.first.map { $0.id.dot.replica < replica } ?? true }
        if place < lines.count, lines[place].first?.id.dot.replica == replica {
            lines[place].insert(element, at: lines[place].partition { $0.id < element.id })
        } else {
            lines.insert([element], at: place)
        }
    }

    var isEmpty: Bool { lines.isEmpty }

    /// Ascending by id. O(n).
    var all: [Element] { Array(lines.joined()) }
}

extension ReplicaLines: Sequence {
    /// Ascending by id.
    func makeIterator() -> some IteratorProtocol<Element> { lines.joined().makeIterator() }
}
