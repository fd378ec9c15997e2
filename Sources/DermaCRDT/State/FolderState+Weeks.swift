public import DermaCausality

extension FolderState {
    /// What seven days of urticaria activity come to by a party's own observations: a total only if each day has one that is
    /// complete, or one was chosen in that day's field. What was taken back does not count. O(n log n) in the scores.
    /// - Returns: nil if the calendar has no such week.
    public func urticariaWeek(endingOn last: CivilDay, by party: AccountID) -> UrticariaWeek.Outcome? {
        guard let week = UrticariaWeek(endingOn: last) else { return nil }
        let observations = scores.filter { $0.added.party == party && $0.retraction == nil }.map {
            DatedScore(id: $0.id, score: $0.score, day: $0.day)
        }
        // What another day's field names was chosen for that day.
        let chosen = observations.filter { value(of: .countedScore($0.day)) == .item($0.id) }.map(\.id)
        return week.outcome(of: observations, chosen: Set(chosen))
    }
}
