import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity

/// A week has a total exactly if each of its days has one whole rating, or one was chosen of several: worked out by brute force
/// from what was really said and seen. No rating is added to another one of its day, and none that is missing counts as zero.
public struct WeekTotals: StateChecker {
    public static let name = "week totals"
    public init() {}

    private struct Rating {
        let item: ItemID
        let answers: [UInt8?]
        let day: CivilDay
        let party: AccountID
    }

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device, let last = World.day(6) else { return nil }
        for folder in device.folderIDs {
            guard let state = device.state(of: folder), let told = world.told(in: folder, on: device) else { continue }
            let ratings = ratings(told, world)
            let fields = told.fields
            for party in Set(ratings.map(\.party)).sorted() {
                let wanted = total(of: ratings.filter { $0.party == party }, fields)
                let shown = state.urticariaWeek(endingOn: last, by: party).map(text) ?? "nothing"
                guard shown == wanted else {
                    return "\(world.name(place)) makes \(shown) of the week in folder \(folder), which is \(wanted)"
                }
            }
        }
        return nil
    }

    /// The ratings that were not taken back.
    private static func ratings(_ told: [Ledger.Statement], _ world: World) -> [Rating] {
        told.compactMap { statement in
            guard case .score(let item, let score, let day) = statement.said, score.instrument == .uas,
                let party = world.party(of: statement)
            else { return nil }
            let isRetracted = told.contains { $0.said == .retraction(item) && world.party(of: $0) == party }
            return isRetracted ? nil : Rating(item: item, answers: score.items, day: day, party: party)
        }
    }

    private static func total(of ratings: [Rating], _ fields: [FieldPlace: [FieldValue]]) -> String {
        var sum = 0
        var gaps: [String] = []
        for day in (0..<7).compactMap(World.day) {
            let all = ratings.filter { $0.day == day }
            let chosen = all.filter { fields[.countedScore(day)]?.last == .item($0.item) }
            let taken = chosen.isEmpty ? all : chosen
            if taken.isEmpty {
                gaps.append("\(day) missing")
            } else if taken.count > 1 {
                gaps.append("\(day) doubled")
            } else if taken[0].answers.contains(nil) {
                gaps.append("\(day) incomplete")
            } else {
                sum += taken[0].answers.reduce(0) { $0 + Int($1 ?? 0) }
            }
        }
        return gaps.isEmpty ? "\(sum)" : gaps.joined(separator: ", ")
    }

    private static func text(_ outcome: UrticariaWeek.Outcome) -> String {
        switch outcome {
        case .total(let total): "\(total)"
        case .open(let days): days.map { "\($0.day) \($0.gap.name)" }.joined(separator: ", ")
        }
    }
}
