import DermaCRDT
import DermaCausality

/// What weeks of urticaria activity come to.
extension FolderModel {
    private struct Rating {
        let item: ItemID
        let party: AccountID
        let score: Score
        let day: CivilDay
        let isRetracted: Bool
    }

    private var ratings: [Rating] {
        scores.keys.compactMap { key in
            let isRetracted = !retractions(of: key).isEmpty
            switch observation(key).current.last?.op.op {
            case .addScore(_, let score, let day), .amendScore(_, let score, let day):
                guard score.instrument == .uas else { return nil }
                return Rating(item: key.item, party: key.party, score: score, day: day, isRetracted: isRetracted)
            default: return nil
            }
        }
    }

    /// For each party, the weeks that end on a day that somebody rated.
    var weeks: [String] {
        let ratings = ratings
        return Set(ratings.map(\.party)).sorted().flatMap { party in
            Set(ratings.map(\.day)).sorted().map { last in
                let own = ratings.filter { $0.party == party && !$0.isRetracted }
                let days = (-6...0).compactMap { last.advanced(by: $0) }.map { day in total(of: day, own) }
                let gaps = days.compactMap { if case .failure(let gap) = $0 { gap.text } else { nil } }
                let sum = days.reduce(0) { sum, day in
                    if case .success(let points) = day { sum + points } else { sum }
                }
                return "week to \(last) by \(party) \(gaps.isEmpty ? "\(sum)" : "\(gaps)")"
            }
        }
    }

    private struct Gap: Error { let text: String }

    /// What one day comes to: only what was chosen for it counts, if anything was.
    private func total(of day: CivilDay, _ ratings: [Rating]) -> Result<Int, Gap> {
        let all = ratings.filter { $0.day == day }
        let chosen = all.filter { field(.countedScore(day)).current.last?.text == FieldValue.item($0.item).text }
        let taken = chosen.isEmpty ? all : chosen
        guard let rating = taken.first else { return .failure(Gap(text: "\(day) missing")) }
        guard taken.count == 1 else { return .failure(Gap(text: "\(day) doubled")) }
        guard !rating.score.items.contains(nil) else { return .failure(Gap(text: "\(day) incomplete")) }
        return .success(rating.score.items.reduce(0) { $0 + Int($1 ?? 0) })
    }
}

extension FolderState {
    /// The same as a device shows it.
    var weeks: [String] {
        let rated = scores.filter { $0.score.instrument == .uas }
        return Set(rated.map(\.added.party)).sorted().flatMap { party in
            Set(rated.map(\.day)).sorted().map { last in
                let shown =
                    switch urticariaWeek(endingOn: last, by: party) {
                    case .total(let total)?: "\(total)"
                    case .open(let days)?: "\(days.map { "\($0.day) \($0.gap.name)" })"
                    case nil: "nothing"
                    }
                return "week to \(last) by \(party) \(shown)"
            }
        }
    }
}
