extension Verb {
    private static let pick = 0...15
    // People come back to the same few things: that is where they meet.
    private static let place = Parameter("folder", 0...3)
    private static let item = Parameter("item", 0...2)
    private static let text = Parameter("length", 1...400)
    private static let day = Parameter("day", 0...6)
    private static let window = Parameter("seconds", 1...172_800)
    private static let operations = Parameter("operations", 0...12)
    private static let count = Parameter("count", 1...8)

    /// The numbers it takes, in the order of the scenario.
    public var parameters: [Parameter] {
        switch self {
        case .sync, .folder, .link, .backup, .relayBackup, .lose: []
        case .rename, .equivocate: [Self.place]
        case .forge, .newer, .exceed: [Self.place, Parameter("which", Self.pick)]
        case .comment: [Self.place, Parameter("on", Self.pick), Self.text]
        case .burst: [Self.place, Parameter("count", 2...24)]
        case .amend, .edit: [Self.place, Self.item, Self.text]
        case .diary: [Self.place, Self.text]
        case .trigger: [Self.place, Self.item, Parameter("which", 0...2), Parameter("add", 0...1)]
        case .score: [Self.place, Parameter("value", 0...10), Self.day]
        // A week begins anew after its seventh day. Itch 4: that question was not answered.
        case .week:
            [Self.place, Self.day, Parameter("days", 1...7), Parameter("wheals", 0...3), Parameter("itch", 0...4)]
        case .choose: [Self.place, Parameter("which", Self.pick)]
        case .photo: [Self.place, Parameter("bytes", 100...300_000)]
        case .erase, .remove, .undo: [Self.place, Self.item]
        case .type: [Self.place, Self.item, Parameter("at", 0...60), Parameter("delete", 0...6), Self.text]
        case .retract: [Self.place, Parameter("which", Self.pick)]
        // Of a text the first or the second side, or as it is shown.
        case .decide: [Self.place, Parameter("which", Self.pick), Parameter("side", 0...2)]
        case .nest: [Self.place, Parameter("into", 0...4)]
        case .rehome: [Self.place, Self.item, Parameter("into", 0...3)]
        case .bin: [Self.place, Parameter("back", 0...1)]
        case .namesake: [Parameter("name", 0...1)]
        // What: the folder's site; an entry's site, day or title; a photo's site or the time of its file.
        case .describe: [Self.place, Self.item, Parameter("what", 0...5), Parameter("value", 0...7)]
        case .intake: [Self.place, Parameter("picture", 0...3)]
        case .misfile: [Self.place, Self.item, Parameter("into", 0...3)]
        case .crop: [Self.place, Self.item]
        case .annotate: [Self.place, Self.item, Parameter("part", 0...7), Parameter("stale", 0...1)]
        // Into a zone, or on from summer to winter time.
        case .travel: [Parameter("zone", 0...5)]
        case .share:
            [Self.place, Parameter("clinic", Self.pick), Parameter("purposes", 1...63), Parameter("hours", 1...480)]
        case .withdraw: [Self.place, Parameter("clinic", Self.pick)]
        case .offline: [Parameter("seconds", 60...31_536_000)]
        case .cut: [Parameter("down", 0...1), Parameter("bytes", 0...200_000)]
        case .halfOpen: [Parameter("down", 0...1), Self.window]
        case .slowLink: [Parameter("milliseconds", 1...60_000), Parameter("bytesPerSecond", 50...20_000), Self.window]
        case .loss, .captive, .clog, .background, .diskFull, .quota: [Self.window]
        case .lostAnswer: [Self.count]
        case .kill: [Self.operations, Parameter("applied", 0...1), Parameter("seconds", 1...600)]
        case .powerCut: [Self.operations, Parameter("survival", 0...2), Parameter("seconds", 1...600)]
        case .clock: [Parameter("minutes", -5_256_000...5_256_000)]
        case .restore, .clone: [Parameter("backup", Self.pick)]
        case .revoke: [Parameter("device", Self.pick)]
        case .relayCrash: [Self.operations, Parameter("applied", 0...1), Parameter("seconds", 1...3_600)]
        case .relayRestore: [Parameter("backup", Self.pick), Parameter("photosOnly", 0...1)]
        case .rollback: [Parameter("backup", Self.pick)]
        case .relaySlow: [Parameter("milliseconds", 1...20_000), Self.window]
        case .replay, .reorder, .omit, .flip, .mixUp, .lie, .wrongKey: [Self.count, Parameter("which", 0...255)]
        case .fork: [Self.window]
        case .backDate: [Self.place, Parameter("days", 1...4_000)]
        }
    }
}
