@testable import DermaCRDT

/// Repeatable randomness (Steele, Lea, Flood, "SplitMix", 2014).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 &+ 1 }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    mutating func below(_ n: Int) -> Int { Int(next() % UInt64(max(n, 1))) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

typealias Doc = TextDocument<Int>
typealias ID = TextEventID<Int>

/// One event that does one thing to one scalar.
struct NaiveEvent {
    let id: ID
    let parents: [ID]
    let position: Int
    /// nil: deletes.
    let scalar: Unicode.Scalar?
}

/// Runs as single events, in their order.
func single(_ runs: [TextRun<Int>]) -> [NaiveEvent] {
    var all: [NaiveEvent] = []
    for run in runs {
        var sequence = run.sequence
        var parents = run.parents
        func add(_ position: Int, _ scalar: Unicode.Scalar?) {
            let id = ID(run.agent, sequence)
            all.append(NaiveEvent(id: id, parents: parents, position: position, scalar: scalar))
            parents = [id]
            sequence += 1
        }
        for op in run.ops {
            switch op {
            case .insert(let at, let text):
                for (offset, scalar) in text.unicodeScalars.enumerated() { add(at + offset, scalar) }
            case .delete(let at, let count, let isBackward):
                for index in 0..<count { add(isBackward ? at + count - 1 - index : at, nil) }
            }
        }
    }
    return all
}

/// FugueMax by its definition: a tree of scalars, every event looked at on its own.
///
/// Source: Weidner, Kleppmann, "The Art of the Fugue", 2023, section 4 and algorithm 2.
struct Naive {
    final class Node {
        let id: ID?
        let scalar: Unicode.Scalar
        var lefts: [Node] = []
        var rights: [Node] = []
        var rightOrigin: ID?
        var deletedBy: Set<ID> = []
        init(_ id: ID?, _ scalar: Unicode.Scalar) {
            self.id = id
            self.scalar = scalar
        }
    }

    let root = Node(nil, " ")
    var ancestors: [ID: Set<ID>] = [:]
    var nodes: [ID: Node] = [:]

    init(_ events: [NaiveEvent]) { for event in events { apply(event) } }

    func order() -> [Node] {
        var all: [Node] = []
        func visit(_ node: Node) {
            for child in node.lefts { visit(child) }
            all.append(node)
            for child in node.rights { visit(child) }
        }
        visit(root)
        return all
    }

    func text(at version: [ID]? = nil) -> String {
        let seen = version.map { version in
            version.reduce(into: Set<ID>()) {
                $0.formUnion(ancestors[$1] ?? []); $0.insert($1)
            }
        }
        var text = String.UnicodeScalarView()
        for node in order() {
            guard let id = node.id else { continue }
            if let seen {
                if seen.contains(id), node.deletedBy.isDisjoint(with: seen) { text.append(node.scalar) }
            } else if node.deletedBy.isEmpty {
                text.append(node.scalar)
            }
        }
        return String(text)
    }

    mutating func apply(_ event: NaiveEvent) {
        var seen: Set<ID> = []
        for parent in event.parents {
            seen.formUnion(ancestors[parent] ?? [])
            seen.insert(parent)
        }
        ancestors[event.id] = seen
        let order = order()
        let view = order.filter { $0.id == nil || seen.contains($0.id ?? event.id) }
        let visible = view.filter { $0.id == nil || $0.deletedBy.isDisjoint(with: seen) }
        guard let scalar = event.scalar else {
            visible[event.position + 1].deletedBy.insert(event.id)
            return
        }
        let left = visible[event.position]
        let place = view.firstIndex { $0 === left } ?? 0
        let right = place + 1 < view.count ? view[place + 1] : nil
        let node = Node(event.id, scalar)
        nodes[event.id] = node
        node.rightOrigin = right?.id
        let hasRight = left.rights.contains { seen.contains($0.id ?? event.id) }
        if hasRight, let right {
            right.lefts.append(node)
            right.lefts.sort { ($0.id ?? event.id) < ($1.id ?? event.id) }
        } else {
            func rank(_ node: Node) -> Int {
                order.firstIndex { $0.id != nil && $0.id == node.rightOrigin } ?? order.count
            }
            left.rights.append(node)
            left.rights.sort { rank($0) != rank($1) ? rank($0) > rank($1) : ($0.id ?? event.id) < ($1.id ?? event.id) }
        }
    }
}
