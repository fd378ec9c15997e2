/// A while in which something was the matter with a lane.
struct Band: Sendable {
    enum Kind: Int, CaseIterable, Sendable {
        case offline, poorLink, down, diskFull, lost

        /// How a legend calls it.
        var label: String {
            switch self {
            case .offline: "offline"
            case .poorLink: "poor network, slow relay"
            case .down: "crashed"
            case .diskFull: "disk full"
            case .lost: "lost for good"
            }
        }
    }

    let kind: Kind
    let lane: Lane
    let began: Int64
    var ended: Int64
    /// What it was, in words.
    let reason: String

    /// What a line of a scenario brings over a lane; nil if nothing that lasts.
    init?(_ item: ScenarioItem) {
        switch item.verb {
        case .offline: kind = .offline
        case .slowLink, .loss, .captive, .clog, .halfOpen, .background, .relaySlow: kind = .poorLink
        case .diskFull, .quota: kind = .diskFull
        default: return nil
        }
        lane = item.lane
        began = item.time
        ended = item.time + Int64(item["seconds"]) * 1000
        reason = item.verb.phrase
    }

    init(_ kind: Kind, _ lane: Lane, from began: Int64, to ended: Int64) {
        self.kind = kind
        self.lane = lane
        self.began = began
        self.ended = ended
        reason = kind.label
    }
}
