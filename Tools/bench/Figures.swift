/// A row of the table.
struct Figure: Sendable {
    let id: String
    let title: String
    /// The most that it should be.
    var goal: Double?
    /// A side of the figure that the one before it in the table explains.
    init(_ id: String, _ title: String, _ goal: Double? = nil) {
        self.id = id
        self.title = title
        self.goal = goal
    }

    /// Both figures of memory.
    static func memory(_ id: String, peak: Double? = nil) -> [Figure] {
        [Figure(id + ".after", "· MB more after it"), Figure(id + ".peak", "· MB more at the highest", peak)]
    }
}

/// Figures that one child process measures.
struct Group: Sendable {
    let name: String
    let figures: [Figure]
    let measure: @Sendable () throws -> Void
    var hasPeers = true
}

extension Bench {
    /// The table "Text". Goals as set in the design; smaller is better everywhere.
    static let groups: [Group] = [
        Group(
            name: "typed",
            figures: [Figure("typed", "automerge-paper, 259,778 edits, each its own call: CPU ms", 14)]
                + Figure.memory("typed"), measure: typedRows),
        Group(name: "insert", figures: [Figure("random.insert", "50,000 insertions at random places: CPU ms", 8)]) {
            try insertRows("random.insert") { $1.below($0 + 1) }
        },
        Group(name: "prepend", figures: [Figure("random.prepend", "50,000 insertions at the start: CPU ms", 4.5)]) {
            try insertRows("random.prepend") { _, _ in 0 }
        },
        Group(
            name: "open",
            figures: [Figure("open", "automerge-paper, open what is stored and read the text: CPU ms", 0.3)]
                + Figure.memory("open") + [Figure("open.history", "· and decode its history: CPU ms")],
            measure: openRows),
        Group(
            name: "history",
            figures: [Figure("history", "automerge-paper, take in all as foreign bytes: CPU ms", 2.4)]
                + Figure.memory("history"), measure: historyRows),
        Group(
            name: "friendsforever",
            figures: [Figure("friendsforever", "friendsforever, take in all as foreign bytes: CPU ms", 7)]
                + Figure.memory("friendsforever") + [Figure("friendsforever.runs", "· as values in memory: CPU ms", 7)]
        ) { try concurrentRows("friendsforever") },
        Group(
            name: "friendsforever-open",
            figures: [Figure("friendsforever.open", "friendsforever, open what is stored: CPU ms", 1.2)]
                + Figure.memory("friendsforever.open")
        ) { try concurrentOpenRows("friendsforever") },
        Group(
            name: "a1",
            figures: [Figure("a1", "a1 (204 agents), take in all as foreign bytes: CPU ms", 20)]
                + Figure.memory("a1") + [Figure("a1.runs", "· as values in memory: CPU ms", 20)]
        ) { try concurrentRows("a1") },
        Group(
            name: "a1-open",
            figures: [Figure("a1.open", "a1, open what is stored: CPU ms", 0.7)] + Figure.memory("a1.open")
        ) { try concurrentOpenRows("a1") },
        Group(
            name: "scattered",
            figures: [Figure("branches.scattered", "two branches of 20,000 scattered edits, merge one: CPU ms", 47)]
                + Figure.memory("branches.scattered", peak: 10)
        ) { try branchRows(scattered: true) },
        Group(
            name: "together",
            figures: [Figure("branches.typed", "two branches of 20,000 typed characters, merge one: CPU ms", 0.24)]
                + Figure.memory("branches.typed")
        ) { try branchRows(scattered: false) },
        Group(
            name: "stored",
            figures: [
                Figure("stored", "automerge-paper stored with all history: bytes", 80_000),
                Figure("stored.forgetful", "· without the deleted text: bytes", 50_000),
            ], measure: storedRows),
        Group(
            name: "updates",
            figures: [
                Figure("updates.1", "update of 1 edit, longest of 20: bytes", 9),
                Figure("updates.1.median", "· median"),
                Figure("updates.20", "update of 20 edits, longest of 20: bytes", 34),
                Figure("updates.20.median", "· median"),
                Figure("updates.200", "update of 200 edits, longest of 20: bytes", 190),
                Figure("updates.200.median", "· median"),
            ], measure: updateRows),
        Group(
            name: "single", figures: [Figure("apply-one", "take in an update of 1 edit: CPU µs", 3.5)],
            measure: singleRows),
        Group(
            name: "diary",
            figures: [
                Figure("diary.bytes", "1,000 diary texts, stored: bytes", 600_000),
                Figure("diary.open", "· open all: CPU ms", 10),
            ] + Figure.memory("diary.open", peak: 5) + [
                Figure("diary.edit", "· update of one word: bytes, median", 16)
            ],
            measure: diaryRows),
        Group(
            name: "folder",
            figures: [
                Figure("folder.bytes", "the same with fields, authors and times, one folder: bytes", 600_000),
                Figure("folder.open", "· open it and read all texts: CPU ms", 10),
            ] + Figure.memory("folder.open", peak: 5) + [
                Figure("folder.edit", "· op of one word, with the entry's name: bytes, median"),
                Figure("folder.items", "· list all entries with their fields: CPU ms"),
                Figure("folder.conflicts", "· work out the conflict report: CPU ms"),
            ],
            measure: folderRows, hasPeers: false),
        Group(
            name: "thread-ops",
            figures: [
                Figure(
                    "thread.op.add", "300 comments as a folder's ops, with names: bytes besides the text to add one", 40
                ),
                Figure("thread.op.edit", "· to put a word into one", 20),
                Figure("thread.op.delete", "· to delete one", 8),
            ], measure: threadOpRows, hasPeers: false),
        Group(
            name: "thread",
            figures: [
                Figure("thread.add", "300 comments: bytes besides the text to add one, median", 40),
                Figure("thread.edit", "· to put a word into one", 20), Figure("thread.delete", "· to delete one", 8),
            ], measure: threadRows),
        Group(
            name: "mutants",
            figures: [
                Figure("mutants.traps", "hostile bytes: crashes", 0),
                Figure("mutants.hangs", "· hangs of over 10 s", 0),
                Figure("mutants.different", "· taken in as another text: %"),
            ], measure: {}),
    ]
}
