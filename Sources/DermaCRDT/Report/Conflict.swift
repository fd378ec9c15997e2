import DermaCausality

/// How something was resolved that people did without knowing of each other.
public enum Resolution: Hashable, Sendable {
    /// Several values stand; the one with the greatest id is shown.
    case oneIsShown
    /// The texts were merged by character, where several rewrote one passage.
    case merged(TextOverlapKind)
    /// A retraction stands; the amendment that did not know of it is in the history.
    case retracted
    /// A folder was not moved into itself: it stays where it was.
    case notMoved
    /// What was edited stays, although someone who did not know of the edit removed it.
    case kept
}

/// Something that was resolved by rule, with both sides. The same on every replica.
public struct Conflict: Hashable, Sendable {
    /// One side.
    public struct Side: Hashable, Sendable {
        /// What was written: of a row of a text, what stands in the passage on this side, with what was written there since; of an
        /// edit that met a removal or a retraction, the whole text by then. Nil for a removal or a retraction.
        public let text: String?
        /// By whom, and when by the device's clock.
        public let stamp: OpStamp
        /// Of a passage of a text, which of the events of the author's replica is concerned, from 0; elsewhere 0.
        public let event: Int
        /// Of a row of a text: what makes this side of the text as it is shown, and leaves every scalar that is in both; elsewhere
        /// none. None too if it is shown.
        public let edits: [TextOp]
        /// The first entry of another device that had seen it: it had arrived by that device's clock. Nil if nobody else
        /// has written since.
        public let received: OpStamp?

        /// The side's name.
        public var id: SideID { SideID(stamp.id, event: event) }
    }

    /// Of a row of a text: the part that several rewrote, with what stands beside it that the sides have differently.
    public struct Passage: Hashable, Sendable {
        /// Where it is in the text as it is shown, in scalars.
        public let range: Range<Int>
        /// What it is in the text as it is shown.
        public let text: String
    }

    /// Where.
    public let place: ConflictPlace
    /// How.
    public let resolution: Resolution
    /// The sides, ascending by id.
    public let sides: [Side]
    /// What is shown: of an open conflict what the rule gave, of a settled one what settled it. Nil if nothing is.
    public let shown: String?
    /// Who settled it and when: a later act that saw all sides.
    public let settled: OpStamp?
    /// Of a row of a text, or of a removed diary entry: the text as it is shown, for settling to be compared with. Nil if
    /// nobody wrote one.
    public internal(set) var shownText: ShownText?
    /// What a row of a text is about.
    public internal(set) var passage: Passage?

    /// Whether a person has settled it.
    public var isSettled: Bool { settled != nil }
}
