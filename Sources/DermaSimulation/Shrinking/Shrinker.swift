/// Makes a failing story short: leaves out lines, accounts and devices, then makes numbers and pauses smaller, as long as
/// the same checker still objects. Delta debugging (Zeller and Hildebrandt 2002) on the lines.
public struct Shrinker {
    /// Plays a scenario and says what broke.
    public typealias Play = (Scenario) -> Violation?

    /// Runs that a shrinking may cost.
    public static let runsMax = 2_000

    /// How many runs it took.
    public private(set) var runs = 0
    private let checker: String
    private let play: Play

    /// A shrinker for one violation.
    public init(_ violation: Violation, play: @escaping Play) {
        checker = violation.checker
        self.play = play
    }

    /// The shortest story that it can find.
    public mutating func shrink(_ scenario: Scenario) -> Scenario {
        var best = scenario
        while runs < Self.runsMax {
            let before = best
            best = withFewerItems(best)
            best = withFewerActors(best)
            best = withSmallerNumbers(best)
            best = withShorterPauses(best)
            if best == before { break }
        }
        return best
    }

    private mutating func stillFails(_ scenario: Scenario) -> Bool {
        guard runs < Self.runsMax else { return false }
        runs += 1
        return play(scenario)?.checker == checker
    }

    /// Leaves out ever smaller pieces.
    private mutating func withFewerItems(_ scenario: Scenario) -> Scenario {
        var best = scenario
        var size = max(1, best.items.count / 2)
        while true {
            var start = 0
            while start < best.items.count {
                var shorter = best
                shorter.items.removeSubrange(start..<min(start + size, best.items.count))
                if stillFails(shorter) { best = shorter } else { start += size }
            }
            if size == 1 { return best }
            size = max(1, size / 2)
        }
    }

    /// Leaves out accounts and devices that have no line.
    private mutating func withFewerActors(_ scenario: Scenario) -> Scenario {
        var best = scenario
        for account in best.cast.accountNames.indices.reversed() {
            if let smaller = best.without(account: account), stillFails(smaller) { best = smaller }
        }
        for account in best.cast.accountNames.indices {
            while let smaller = best.withOneDeviceLess(account: account), stillFails(smaller) { best = smaller }
        }
        return best
    }

    /// Tries the least value of every number, then half of it.
    private mutating func withSmallerNumbers(_ scenario: Scenario) -> Scenario {
        var best = scenario
        for index in best.items.indices {
            for place in best.items[index].numbers.indices {
                let least = best.items[index].verb.parameters[place].range.lowerBound
                let target = least < 0 ? 0 : least
                while best.items[index].numbers[place] != target {
                    let value = best.items[index].numbers[place]
                    var smaller = best
                    smaller.items[index].numbers[place] = target
                    if stillFails(smaller) {
                        best = smaller
                        break
                    }
                    smaller.items[index].numbers[place] = target + (value - target) / 2
                    guard smaller != best, stillFails(smaller) else { break }
                    best = smaller
                }
            }
        }
        return best
    }

    /// Lets line follow line after a minute, or closer still.
    private mutating func withShorterPauses(_ scenario: Scenario) -> Scenario {
        var best = scenario
        for pause in [10_000, 60_000] as [Int64] {
            var even = best
            for index in even.items.indices { even.items[index].time = Int64(index + 1) * pause }
            if even != best, stillFails(even) { return even }
        }
        for index in best.items.indices {
            let before = index == 0 ? 0 : best.items[index - 1].time
            let excess = best.items[index].time - before - 10_000
            guard excess > 0 else { continue }
            var shorter = best
            for later in index..<shorter.items.count { shorter.items[later].time -= excess }
            if stillFails(shorter) { best = shorter }
        }
        return best
    }
}
