extension World {
    /// Plays one line of the story.
    mutating func perform(_ item: ScenarioItem) {
        switch item.verb {
        case .sync:
            guard case .device(let device) = item.lane else { return }
            startSync(device)
        case .folder, .rename, .comment, .burst, .amend, .diary, .edit, .trigger, .score, .photo, .erase, .share,
            .withdraw, .link, .revoke, .type, .undo, .remove, .retract, .decide, .nest, .rehome, .bin, .namesake,
            .describe, .week, .choose, .intake, .misfile, .crop, .annotate, .travel:
            guard case .device(let device) = item.lane else { return }
            let deed = act(item, by: device)
            note(item.lane, .did(item, deed))
            settle(device)
        case .offline, .cut, .halfOpen, .slowLink, .loss, .captive, .lostAnswer, .clog, .background:
            disturb(item)
        case .kill, .powerCut, .diskFull, .clock, .backup, .restore, .clone, .lose: strike(item)
        case .relayCrash, .relayBackup, .relayRestore, .quota, .relaySlow: strikeRelay(item)
        case .replay, .reorder, .omit, .fork, .rollback, .flip, .mixUp, .lie, .wrongKey: corrupt(item)
        case .equivocate, .backDate, .exceed, .forge, .newer:
            guard case .device(let device) = item.lane else { return }
            misbehave(item, by: device)
            settle(device)
        }
    }
}
