import DermaSync
import DermaWire

/// A way in which a hostile relay spoils the next frames to one device.
struct Lie: Sendable {
    let verb: Verb
    /// Whom it is told: the device's place in the cast.
    let device: Int
    /// Frames that are still to be spoiled.
    var left: Int
    /// Frames that could be spoiled and pass first.
    var skip: Int
    /// Whether it waits for photos and halves, which come late in a session.
    let isForLate: Bool
    /// Chooses among the ways of telling it.
    let variant: Int

    init(_ item: ScenarioItem, to device: Int) {
        verb = item.verb
        self.device = device
        left = item["count"]
        skip = [0, 2, 6, 0][item["which"] % 4]
        isForLate = item["which"] % 4 == 3
        variant = item["which"] / 4
    }

    /// What is said instead of an honest frame.
    struct Telling {
        var frames: [RawFrame]
        /// A frame that comes after the next one.
        var held: Frame?
        /// What the rest of the connection is not to hear of.
        var hidden: Hostility.Hidden?

        init(_ frames: [Frame]) { self.frames = frames.map(\.raw) }
    }

    /// What is said instead of `frame`; nil if that cannot be spoiled in this way.
    func telling(_ frame: Frame, on connection: Int, knowing hostility: Hostility) -> Telling? {
        if isForLate, !frame.isLate { return nil }
        return switch verb {
        case .replay: replay(frame, hostility)
        case .reorder: reorder(frame)
        case .omit: omit(frame, on: connection)
        case .flip: flip(frame)
        case .mixUp: mixUp(frame, hostility).map { Telling([$0]) }
        case .lie: lie(frame, hostility).map(Telling.init)
        case .wrongKey: wrongKey(frame, hostility).map(Telling.init)
        default: nil
        }
    }

    /// The choice that `variant` makes.
    func pick<Element>(_ choices: [Element]) -> Element? {
        choices.isEmpty ? nil : choices[variant % choices.count]
    }
}

extension Lie {
    /// An earlier frame again, before the honest one or instead of it.
    private func replay(_ frame: Frame, _ hostility: Hostility) -> Telling? {
        let earlier = hostility.overheard.filter { $0.device == device && $0.frame != frame }
        guard let again = pick(earlier)?.frame else { return nil }
        return Telling(variant % 2 == 0 ? [again, frame] : [again])
    }

    private func reorder(_ frame: Frame) -> Telling? {
        var telling = Telling([])
        telling.held = frame
        return telling
    }

    /// One bit of the payload.
    private func flip(_ frame: Frame) -> Telling? {
        let raw = frame.raw
        guard !raw.payload.isEmpty else { return nil }
        var payload = raw.payload
        let bit = variant * 2_654_435_761 % (payload.count * 8)
        payload[bit / 8] ^= 1 << UInt8(bit % 8)
        var telling = Telling([])
        telling.frames = [RawFrame(type: raw.type, payload: payload)]
        return telling
    }
}

extension Frame {
    /// Whether it carries a photo, a word about one, or half a key.
    fileprivate var isLate: Bool {
        switch self {
        case .photoPiece, .photoStored, .halfReleased: true
        default: false
        }
    }
}
