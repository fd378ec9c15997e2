/// What a story is about: acts and faults that meet seldom when each is drawn from everything.
enum Theme: CaseIterable {
    case words, photos, sharing, devices

    /// What people do in it.
    var acts: [Verb] {
        switch self {
        case .words: [.rename, .comment, .amend, .diary, .edit, .trigger, .trigger]
        case .photos: [.photo, .erase, .comment, .burst]
        case .sharing: [.share, .withdraw, .comment, .score, .photo]
        case .devices: [.link, .comment, .rename, .share, .photo, .erase]
        }
    }

    /// What may go wrong in it.
    var faults: [Verb] {
        switch self {
        case .words: [.offline, .lostAnswer, .kill, .newer, .cut]
        case .photos: [.cut, .background, .kill, .powerCut, .flip, .loss, .relayCrash, .relayRestore, .diskFull]
        case .sharing: [.clock, .offline, .forge, .backDate]
        case .devices: [.revoke, .lose, .restore, .clone, .relayRestore, .equivocate, .rollback]
        }
    }
}
