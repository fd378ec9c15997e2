extension FolderState {
    /// The weekly urticaria score of the owner's own observations, or the days that keep it from having one; nil if the
    /// calendar does not have that week. Where a day has several, the one that the field `countedScore` shows counts.
    /// O(n log n) in the scores.
    public func urticariaWeek(endingOn last: CivilDay) -> UrticariaWeek.Outcome? {
        let observations = scores.filter { $0.added.party == owner && $0.retraction == nil }
            .map { DatedScore(id: $0.id, score: $0.score, day: $0.day) }
        let chosen = observations.filter { value(of: .countedScore($0.day)) == .item($0.id) }.map(\.id)
        return UrticariaWeek(endingOn: last)?.outcome(of: observations, chosen: Set(chosen))
    }
}
