/// What happens in a line of a scenario: an act of a person, or a fault.
///
/// Every verb takes a few whole numbers, so that a scenario can be written, read, shrunk and decoded from a fuzzer's
/// bytes by one rule. Numbers that pick something (`folder=3`) count modulo what there is; if there is nothing to pick,
/// nothing happens.
public enum Verb: String, CaseIterable, Hashable, Sendable {
    // What people do.
    case sync, folder, rename, comment, burst, amend, diary, edit, trigger, score, photo, erase, share, withdraw, link
    case type, undo, remove, retract, decide, nest, rehome, bin
    case namesake, describe, week, choose, intake, misfile, crop, annotate, travel
    // The network.
    case offline, cut, halfOpen, slowLink, loss, captive, lostAnswer, clog
    // Phones.
    case kill, powerCut, diskFull, background, clock, backup, restore, clone, lose, revoke, newer
    // The relay.
    case relayCrash, relayBackup, relayRestore, quota, relaySlow
    // A hostile relay.
    case replay, reorder, omit, fork, rollback, flip, mixUp, lie, wrongKey
    // Hostile people with devices of their own.
    case equivocate, backDate, exceed, forge

    /// One number that a verb takes.
    public struct Parameter: Hashable, Sendable {
        /// Its name in a scenario.
        public let name: String
        /// The values that a generator draws from; others are cut to it.
        public let range: ClosedRange<Int>

        init(_ name: String, _ range: ClosedRange<Int>) {
            self.name = name
            self.range = range
        }
    }

    /// Whether it is a fault; if not, a person does it.
    public var isFault: Bool {
        switch self {
        case .sync, .folder, .rename, .comment, .burst, .amend, .diary, .edit, .trigger, .score, .photo, .erase, .share,
            .withdraw, .link, .type, .undo, .remove, .retract, .decide, .nest, .rehome, .bin, .namesake, .describe,
            .week, .choose, .intake, .misfile, .crop, .annotate, .travel, .backup, .relayBackup:
            false
        default: true
        }
    }

    /// Whether an honest world has no such thing: alarms may be raised after it, and must be after some.
    public var isHostile: Bool {
        switch self {
        case .replay, .reorder, .omit, .fork, .rollback, .flip, .mixUp, .lie, .wrongKey, .equivocate, .backDate,
            .exceed,
            .forge:
            true
        default: false
        }
    }

    /// Whether it happens at the relay and not at a device.
    public var isOfRelay: Bool {
        switch self {
        case .relayCrash, .relayBackup, .relayRestore, .quota, .relaySlow, .rollback: true
        default: false
        }
    }
}
