/// What a story is about: acts and faults that meet seldom when each is drawn from everything.
enum Theme: CaseIterable {
    case words, texts, deciding, arranging, photos, pictures, observing, sharing, devices

    /// What people do in it.
    var acts: [Verb] {
        switch self {
        case .words: [.rename, .comment, .amend, .diary, .edit, .trigger, .trigger, .travel]
        case .texts: [.diary, .type, .type, .edit, .undo, .remove, .comment, .retract, .decide]
        case .deciding: [.diary, .edit, .edit, .edit, .type, .undo, .decide, .decide]
        case .arranging: [.folder, .namesake, .photo, .intake, .nest, .nest, .rehome, .bin, .decide]
        case .photos: [.photo, .erase, .comment, .burst]
        case .pictures: [.intake, .intake, .misfile, .crop, .annotate, .annotate, .describe, .describe, .erase, .share]
        case .observing:
            [
                .score, .week, .week, .choose, .choose, .diary, .describe, .describe, .retract, .decide, .share,
                .travel,
            ]
        case .sharing: [.share, .withdraw, .comment, .score, .photo]
        case .devices: [.link, .comment, .rename, .share, .photo, .erase]
        }
    }

    /// What may go wrong in it.
    var faults: [Verb] {
        switch self {
        case .words: [.offline, .lostAnswer, .kill, .newer, .cut]
        case .pictures:
            [.cut, .background, .slowLink, .kill, .loss, .offline, .clone, .restore, .relayRestore, .diskFull]
        case .texts, .deciding, .arranging, .observing: [.offline, .lostAnswer, .kill, .clone, .restore, .cut]
        case .photos:
            [.cut, .background, .slowLink, .kill, .powerCut, .flip, .loss, .relayCrash, .relayRestore, .diskFull]
        case .sharing: [.clock, .offline, .forge, .backDate, .wrongKey]
        case .devices: [.revoke, .lose, .restore, .clone, .relayRestore, .equivocate, .rollback]
        }
    }
}
