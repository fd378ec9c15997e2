/// The agents' order by id, as ranks that leave room between them: what decides ties.
struct AgentOrder: Sendable {
    /// By agent number; a greater id has a greater rank.
    private(set) var ranks: [Int64] = []
    /// Agent numbers, ascending by id.
    private var ascending: [Int32] = []

    /// Gives the next agent its rank. `isBefore`: whether an agent's id is smaller than the new one's. O(log n) comparisons;
    /// of fifty additions at one place, one ranks all anew.
    mutating func add(_ isBefore: (Int) -> Bool) {
        let place = ascending.partition { isBefore(Int($0)) }
        let low = place > 0 ? ranks[Int(ascending[place - 1])] : 0
        let high = place < ascending.count ? ranks[Int(ascending[place])] : Int64.max
        ascending.insert(Int32(ranks.count), at: place)
        ranks.append(low + (high - low) / 2)
        if high - low < 2 { respace() }
    }

    /// Forgets all agents from `count` on. O(n).
    mutating func truncate(to count: Int) {
        ranks.removeSubrange(count...)
        ascending.removeAll { Int($0) >= count }
    }

    private mutating func respace() {
        let step = Int64.max / Int64(ascending.count + 1)
        for (place, agent) in ascending.enumerated() { ranks[Int(agent)] = Int64(place + 1) * step }
    }
}
