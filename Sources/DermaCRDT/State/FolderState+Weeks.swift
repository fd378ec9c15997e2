public import DermaCausality

extension FolderState {
    /// What seven days of urticaria activity come to by a party's own observations: a total only if each day has one that is
    /// complete, or one was chosen. What was taken back does not count. O(observations).
    /// - Returns: nil if the calendar has no such week.
    public func urticariaWeek(endingOn last: CivilDay, by party: AccountID) -> UrticariaWeek.Outcome? {
        guard let week = UrticariaWeek(endingOn: last) else { return nil }
        let observations = scores.filter { $0.added.party == party && $0.retraction == nil }.map {
            DatedScore(id: $0.id, score: $0.score, day: $0.day)
        }
        let chosen = week.days.compactMap { fields[.countedScore($0)]?.shown(entries)?.value.asItem }
        return week.outcome(of: observations, chosen: Set(chosen))
    }
}
