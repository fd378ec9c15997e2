/// An observation of a day, with what tells it from all others.
public struct DatedScore<ID: Hashable & Sendable>: Hashable, Sendable {
    /// Tells it from all other observations.
    public let id: ID
    /// What was observed.
    public let score: Score
    /// The day it is about.
    public let day: CivilDay

    /// An observation.
    public init(id: ID, score: Score, day: CivilDay) {
        self.id = id
        self.score = score
        self.day = day
    }
}

/// Seven days whose urticaria activity scores make a weekly one (UAS7).
public struct UrticariaWeek: Hashable, Sendable {
    /// The days, first to last.
    public let days: [CivilDay]

    /// The seven days that end on `last`; nil if the calendar has not so many.
    public init?(endingOn last: CivilDay) {
        days = (-6...0).compactMap { last.advanced(by: $0) }
        guard days.count == 7 else { return nil }
    }

    /// Why a day has no total.
    public enum Gap: Sendable {
        /// No observation.
        case missing
        /// The day's observation, or the one chosen, lacks an answer.
        case incomplete
        /// There are several, and not exactly one of them was chosen.
        case doubled

        /// The name in exports.
        public var name: String { String(describing: self) }
    }

    /// A day that keeps the week from having a total.
    public struct OpenDay: Hashable, Sendable {
        /// The day.
        public let day: CivilDay
        /// What is wrong with it.
        public let gap: Gap

        /// A day and what is wrong with it.
        public init(day: CivilDay, gap: Gap) {
            self.day = day
            self.gap = gap
        }
    }

    /// What a week comes to.
    public enum Outcome: Hashable, Sendable {
        /// 0 to 42.
        case total(ScoreTotal)
        /// The days that have no total, first to last.
        case open([OpenDay])
    }

    /// The week's total, or the days that keep it from having one. Neither adds two observations of a day nor takes
    /// the mean of them nor counts a missing one as zero. O(observations).
    ///
    /// - Parameters:
    ///   - observations: In any order; those of other days and instruments are passed over.
    ///   - chosen: The observations to take where a day has several.
    public func outcome<ID>(of observations: some Sequence<DatedScore<ID>>, chosen: Set<ID> = []) -> Outcome {
        let byDay = Dictionary(grouping: observations.filter { $0.score.instrument == .uas }, by: \.day)
        var sum = 0
        var open: [OpenDay] = []
        for day in days {
            let all = byDay[day] ?? []
            let choice = all.filter { chosen.contains($0.id) }
            let taken = choice.isEmpty ? all : choice
            if let total = taken.first?.score.total, taken.count == 1 {
                sum += total.hundredths
            } else {
                open.append(OpenDay(day: day, gap: taken.isEmpty ? .missing : taken.count > 1 ? .doubled : .incomplete))
            }
        }
        return open.isEmpty ? .total(ScoreTotal(hundredths: sum)) : .open(open)
    }
}
