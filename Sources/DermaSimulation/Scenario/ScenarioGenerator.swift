/// Makes a scenario of a seed, as swarm testing does (Groce and others 2012): every run draws which faults it has at all,
/// so that some runs have few kinds at full strength.
public struct ScenarioGenerator: Sendable {
    /// Casts to choose from: few, because a cast costs a second to bring together.
    public static let casts = [
        Cast(patients: [2], clinics: []), Cast(patients: [2], clinics: [1]), Cast(patients: [3], clinics: [1]),
        Cast(patients: [2, 2], clinics: [2, 1]), Cast(patients: [3, 1, 2], clinics: [1, 1]),
    ]

    /// Verbs that may be drawn.
    public var verbs: [Verb]
    /// Lines in a story, at most.
    public var itemsMax: Int
    /// How long a story is at most, in milliseconds.
    public var durationMax: Int64

    /// A generator of whole stories.
    public init(verbs: [Verb] = Verb.allCases, itemsMax: Int = 120, durationMax: Int64 = 30 * 86_400_000) {
        self.verbs = verbs
        self.itemsMax = itemsMax
        self.durationMax = durationMax
    }

    /// The scenario of a seed.
    public func scenario(_ seed: UInt64) -> Scenario {
        var random = SeededRandom(seed, 2)
        let cast = Self.casts[random.below(Self.casts.count)]
        let theme = random.below(2) == 0 ? nil : Theme.allCases[random.below(Theme.allCases.count)]
        let faults = swarm(about: theme, &random)
        let acts = acts(about: theme)
        let duration = durationMax / Int64(1 + random.below(30))
        let faultShare = faults.isEmpty ? 0 : 5 + random.below(40)
        // Who syncs seldom writes without knowing of the others.
        let syncShare = (100 - faultShare) * (10 + random.below(50)) / 100
        var items = opening(of: cast, &random)
        // Short stories as often as long ones: what two lines can break is found sooner in few.
        let count = random.number(in: 8...max(9, itemsMax >> random.below(3)))
        let devices = devices(of: cast, about: theme)
        for _ in 0..<count {
            let lane = Lane.device(devices[random.below(devices.count)])
            let draw = random.below(100)
            let verb: Verb
            if draw < faultShare {
                verb = faults[random.below(faults.count)]
            } else if draw < faultShare + syncShare || acts.isEmpty {
                verb = .sync
            } else {
                verb = acts[random.below(acts.count)]
            }
            let time = Int64(random.number() % UInt64(max(duration, 1)))
            items.append(item(verb, lane, at: time, &random))
        }
        return Scenario(salt: seed, cast: cast, items: items)
    }

    /// Folders to begin with, and in half of the stories with a clinic one that it is let into.
    private func opening(of cast: Cast, _ random: inout SeededRandom) -> [ScenarioItem] {
        guard verbs.contains(.folder) else { return [] }
        var items = cast.initial.prefix(2).map { ScenarioItem(at: 1000, .device($0), .folder) }
        guard !cast.clinics.isEmpty, verbs.contains(.share), verbs.contains(.sync), random.below(2) == 0 else {
            return items
        }
        for time in stride(from: Int64(2000), through: 3000, by: 1000) {
            items.append(item(.share, .device(0), at: time, &random))
        }
        items.append(ScenarioItem(at: 4000, .device(0), .sync))
        for clinic in cast.initial where cast.isClinic(clinic) {
            items.append(ScenarioItem(at: 8000, .device(clinic), .sync))
        }
        return items
    }

    /// The faults of one run: each kind is in it or not. Now and then just one to three, at full strength.
    private func swarm(about theme: Theme?, _ random: inout SeededRandom) -> [Verb] {
        // Half of the worlds are honest: what alarms in them is a false alarm.
        let isHonest = random.below(2) == 0
        let all = (theme?.faults ?? verbs).filter { verbs.contains($0) && $0.isFault && !(isHonest && $0.isHostile) }
        switch random.below(5) {
        case 0: return []
        case 1, 2: return all.isEmpty ? [] : (0...random.below(3)).map { _ in all[random.below(all.count)] }
        case 3: return all.filter { _ in random.below(100) < 10 }
        default: return all.filter { _ in random.below(100) < 40 }
        }
    }

    /// What people do in one run: everything, or what the story is about.
    private func acts(about theme: Theme?) -> [Verb] {
        (theme?.acts ?? verbs).filter { verbs.contains($0) && !$0.isFault && $0 != .sync }
    }

    /// The devices that are there at the beginning, twice, and two of each account that may come, if any do.
    private func devices(of cast: Cast, about theme: Theme?) -> [Int] {
        if let theme, !theme.acts.contains(.link) { return cast.initial }
        let later = cast.initial.filter { !cast.initial.contains($0 + 1) }.flatMap { [$0 + 1, $0 + 2] }
        return cast.initial + cast.initial + later.filter { $0 % Cast.roomPerAccount > 0 }
    }

    private func item(_ verb: Verb, _ lane: Lane, at time: Int64, _ random: inout SeededRandom) -> ScenarioItem {
        let numbers = verb.parameters.map { parameter -> Int in
            // Small numbers as often as large ones: what breaks at the third byte is as likely as at the thousandth.
            let span = parameter.range.upperBound - parameter.range.lowerBound
            let scale = span > 64 && random.below(2) == 0 ? max(1, span >> random.below(16)) : span
            return random.number(in: parameter.range.lowerBound...(parameter.range.lowerBound + scale))
        }
        return ScenarioItem(at: time, lane, verb, numbers)
    }
}
