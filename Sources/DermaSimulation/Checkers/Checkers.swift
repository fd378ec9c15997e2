/// Every checker.
public enum Checkers {
    /// New ones, for one run.
    public static var all: [any Checker] {
        [
            Durable(), CursorAfterRows(), OneContentPerDot(), CausesFirst(), Converged(), NoDuplicates(), OutboxEmpty(),
            BoundedCatchUp(), ClonesPart(), FullDiskHeals(), PhotosWhole(), ErasedStaysErased(), HistoryKept(), Live(),
            NoncesUnique(), Confidential(), Authentic(), OwnersWord(), TriggersRight(), RemovedOpensNothing(),
            RemovedCountsForNothing(), GrantsOnly(), HalvesDestroyed(),
            WithdrawnStaysWithdrawn(), NeverBack(), NoMisbehaviour(), Bounded(), BackgroundBudget(), QuietSyncIsCheap(),
            RetriesBackOff(), NoFalseAlarm(), LiesDetected(), NewerKept(), FieldsRight(), WeekTotals(),
            SuggestionsRight(), TimesRight(), ClaimsKept(), PicturesLinked(), RecoveredRight(), UndoneGone(),
            ChoicesStand(),
            SnapshotsHold(),
        ]
    }
}
