public import DermaCausality

/// What is shown of each item.
extension FolderState {
    /// A photo and who added it.
    public struct Photo: Hashable, Sendable {
        public let id: PhotoID
        /// Opened with `DermaContent`.
        public let manifest: [UInt8]
        public let added: OpStamp
        /// What it shows of the body.
        public let site: Versions<SkinSite>
        /// The time that its file bore when it was imported: a claim beside that of the camera.
        public let fileTime: Versions<Timestamp>
        /// Whether it was entered in error, and where its copy is.
        public let error: Versions<EntryError>
        /// What it was made from, as by cropping.
        public let source: Versions<PhotoLink>
    }

    /// Whether something was entered in error, as by filing it under the wrong person.
    public struct EntryError: Hashable, Sendable {
        public let isError: Bool
        /// Where it was copied to.
        public let copy: PhotoLink?
    }

    /// A comment.
    public struct Comment: Hashable, Sendable {
        public let id: ItemID
        /// What it is about.
        public let subject: Subject
        public let added: OpStamp
        /// What it says; of an organisation's, the amendment that is shown.
        public let text: String
        /// An organisation's statement with its amendments; empty for the owner's comments, whose text merges.
        public let statement: Versions<String>
        /// When and by whom it was taken back; a stub with its history stays.
        public let retraction: OpStamp?
    }

    /// A diary entry.
    public struct DiaryEntry: Hashable, Sendable {
        public let id: ItemID
        public let added: OpStamp
        /// What it says; nil if nobody wrote anything yet.
        public let text: String?
        public let title: Versions<String>
        public let day: Versions<CivilDay>
        /// Where on the body.
        public let site: Versions<SkinSite>
        /// Suspected triggers, each with the first entry that says so.
        public let suspicions: [Version<Suspicion>]
        /// What was measured of the surroundings.
        public let readings: [Version<EnvironmentalReading>]
        /// Whether everything that was written was there to be seen when someone removed it.
        public let isRemoved: Bool
    }

    /// An observation.
    public struct ScoreEntry: Hashable, Sendable {
        public let id: ItemID
        public let score: Score
        public let day: CivilDay
        public let added: OpStamp
        /// It and its amendments.
        public let history: [Version<Score>]
        /// When and by whom it was taken back.
        public let retraction: OpStamp?
    }
}
