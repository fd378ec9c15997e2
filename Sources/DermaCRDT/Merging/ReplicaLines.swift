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
/// A replica's ops come in their order, so that adding one does not move those of others; and what one of a line had seen, all
/// later ones of it have.
struct ReplicaLines<Element: NamedByOp>: Hashable, Sendable {
    /// The replicas ascending; none is empty.
    private(set) var lines: [[Element]] = []

    init() {}

    /// In any order, none twice. O(n log n).
    init(_ elements: some Sequence<Element>) {
        let byReplica = Dictionary(grouping: elements, by: \.id.dot.replica).sorted { $0.key < $1.key }
        lines = byReplica.map { $0.value.sorted { $0.id < $1.id } }
    }

    /// Adds what an op did, which was not added before. O(replicas + what its replica did later).
    mutating func add(_ element: Element) {
        let place = place(of: element.id.dot.replica)
        if place < lines.count, lines[place].first?.id.dot.replica == element.id.dot.replica {
            lines[place].insert(element, at: lines[place].partition { $0.id < element.id })
        } else {
            lines.insert([element], at: place)
        }
    }

    /// Takes out for good what these ops did. O(n).
    mutating func forget(_ gone: Set<OpID>) {
        if gone.isEmpty { return }
        lines = lines.map { $0.filter { !gone.contains($0.id) } }.filter { !$0.isEmpty }
    }

    var isEmpty: Bool { lines.isEmpty }

    /// How many ops there are. O(replicas).
    var count: Int { lines.reduce(0) { $0 + $1.count } }

    /// What the op with this id did. O(log n).
    subscript(id: OpID) -> Element? {
        let place = place(of: id.dot.replica)
        guard place < lines.count else { return nil }
        let inLine = lines[place].partition { $0.id < id }
        return inLine < lines[place].count && lines[place][inLine].id == id ? lines[place][inLine] : nil
    }

    private func place(of replica: ReplicaID) -> Int {
        lines.partition { line in line.first.map { $0.id.dot.replica < replica } ?? true }
    }
}

extension ReplicaLines: Sequence {
    /// Ascending by id.
    func makeIterator() -> some IteratorProtocol<Element> { lines.joined().makeIterator() }
}
