/// Which events the author of an event knew of.
///
/// Runs are put into chains, in which each follows the one before it; of each other chain a run knows everything up to one
/// event. Events that everything precedes or follows are told by their numbers, so that a run has entries only for what is
/// concurrent around it: O(k · c) time and memory for k runs in c chains that go on at the same time. Asking is O(log k).
/// Source: Fidge, "Timestamps in message-passing systems that preserve the partial ordering", 1988 (per process, not chain).
struct Knowledge {
    private struct Entry {
        let chain: Int32
        /// The last event of the chain that is known.
        var event: Int32
    }

    private let graph: Parents
    /// The last event of each solo slice, ascending.
    private var solos: [Int] = []
    /// By run: its chain, and what its first event knows of others, by chain.
    private var chains: [Int32] = []
    private var entries: [[Entry]] = []

    init(_ graph: Parents, _ authors: Authors) {
        self.graph = graph
        let plan = Plan(graph, from: [], to: graph.heads, firstNew: 0)
        for slice in plan.slices where slice.isSolo { solos.append(Int(slice.end) - 1) }
        // The last event of each chain.
        var tails: [Int32] = []
        var ownChains: [Int: Int32] = [:]
        for run in graph.runs {
            let base = lastSolo(before: Int(run.start))
            var chain: Int32 = -1
            var known: [Entry] = []
            let parents = graph.parents(of: run)
            for parent in parents.reversed() {
                let place = graph.index(of: Int(parent))
                let its = chains[place]
                if chain < 0, tails[Int(its)] == parent { chain = its }
                guard Int(parent) > base else { continue }
                Self.unite(&known, entries[place] + [Entry(chain: its, event: parent)], above: base)
            }
            // Its author's own chain, if that can be: who took over another's would make that one begin a new one.
            let agent = authors.author(of: Int(run.start)).agent
            if let own = ownChains[agent], isKnown(tails[Int(own)], of: own, known, above: base) { chain = own }
            if chain < 0 {
                chain = Int32(tails.count)
                tails.append(0)
            } else if parents.count == 1, let parent = parents.first, case let place = graph.index(of: Int(parent)),
                chains[place] == chain
            {
                // Nothing but what its own chain knew.
                known = entries[place]
            }
            ownChains[agent] = chain
            tails[Int(chain)] = run.end - 1
            chains.append(chain)
            entries.append(known)
        }
    }

    private func isKnown(_ event: Int32, of chain: Int32, _ known: [Entry], above base: Int) -> Bool {
        if Int(event) <= base { return true }
        let place = known.partition { $0.chain < chain }
        return place < known.count && known[place].chain == chain && known[place].event >= event
    }

    /// Adds `others`, of which only the last is out of order, to what is known.
    private static func unite(_ known: inout [Entry], _ others: [Entry], above base: Int) {
        let all = (known + others).filter { Int($0.event) > base }.sorted {
            ($0.chain, $0.event) < ($1.chain, $1.event)
        }
        known.removeAll(keepingCapacity: true)
        for entry in all {
            if let last = known.last, last.chain == entry.chain {
                known[known.count - 1] = entry
            } else {
                known.append(entry)
            }
        }
    }

    /// Whether whoever made `event` knew of `other`, another event.
    func has(_ event: Int, seen other: Int) -> Bool {
        if other >= event { return false }
        let index = graph.index(of: event)
        let start = Int(graph.runs[index].start)
        if start <= other || other <= lastSolo(before: start) { return true }
        let chain = chains[graph.index(of: other)]
        if chain == chains[index] { return true }
        let known = entries[index]
        let place = known.partition { $0.chain < chain }
        return place < known.count && known[place].chain == chain && Int(known[place].event) >= other
    }

    /// Events of which an author may know one, by chain the earliest.
    struct Earliest {
        fileprivate var byChain: [Int32: Int] = [:]
        fileprivate var first = Int.max
    }

    /// O(n log k).
    func earliest(of events: some Sequence<Int>) -> Earliest {
        var earliest = Earliest()
        for event in events {
            let chain = chains[graph.index(of: event)]
            earliest.byChain[chain] = min(earliest.byChain[chain] ?? event, event)
            earliest.first = min(earliest.first, event)
        }
        return earliest
    }

    /// Whether whoever made `event` knew of one of others. O(log k), and for each chain that goes on beside it or that is of the
    /// others, whichever are fewer.
    func has(_ event: Int, seenAnyOf others: Earliest) -> Bool {
        if others.first >= event { return false }
        let index = graph.index(of: event)
        if others.first <= lastSolo(before: Int(graph.runs[index].start)) { return true }
        if let own = others.byChain[chains[index]], own < event { return true }
        let known = entries[index]
        if known.count <= others.byChain.count {
            return known.contains { entry in others.byChain[entry.chain].map { $0 <= Int(entry.event) } ?? false }
        }
        return others.byChain.contains { chain, other in
            let place = known.partition { $0.chain < chain }
            return place < known.count && known[place].chain == chain && Int(known[place].event) >= other
        }
    }

    /// Some events, by chain, to be told who knew of which.
    struct Gathered {
        fileprivate var byChain: [Int32: [Int]] = [:]
        fileprivate let all: [Int]
    }

    /// O(n (log n + log k)).
    func gathered(_ events: some Sequence<Int>) -> Gathered {
        var gathered = Gathered(all: events.sorted())
        for event in gathered.all { gathered.byChain[chains[graph.index(of: event)], default: []].append(event) }
        return gathered
    }

    /// Those of some events that whoever made `event` knew of. O(log k), what is known, and for each chain that goes on beside it
    /// or that some are of, whichever are fewer.
    func known(to event: Int, of some: Gathered) -> [Int] {
        let index = graph.index(of: event)
        let base = lastSolo(before: Int(graph.runs[index].start))
        let known = entries[index]
        var found = Array(some.all.prefix { $0 <= base })
        func add(_ chain: Int32, upTo last: Int) {
            for other in some.byChain[chain] ?? [] where other > base && other <= last { found.append(other) }
        }
        add(chains[index], upTo: event - 1)
        if known.count <= some.byChain.count {
            for entry in known where entry.chain != chains[index] { add(entry.chain, upTo: Int(entry.event)) }
        } else {
            for chain in some.byChain.keys where chain != chains[index] {
                let place = known.partition { $0.chain < chain }
                if place < known.count, known[place].chain == chain { add(chain, upTo: Int(known[place].event)) }
            }
        }
        return found
    }

    private func lastSolo(before event: Int) -> Int {
        let place = solos.partition { $0 < event }
        return place > 0 ? solos[place - 1] : -1
    }

    /// Whether neither of two different events knew of the other.
    func areConcurrent(_ a: Int, _ b: Int) -> Bool { !has(a, seen: b) && !has(b, seen: a) }
}

extension RandomAccessCollection where Index == Int {
    /// The first place whose element does not fulfil `isBefore`, which those before it do. O(log n).
    @inline(__always)
    func partition(_ isBefore: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) >> 1
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
