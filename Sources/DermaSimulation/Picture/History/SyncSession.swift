import DermaCausality
import DermaClient
import DermaSync

/// One connection of a device to the relay, from its first message to its end.
struct SyncSession: Sendable {
    /// How a sync ended.
    enum Ending: Sendable {
        case finished(SyncOutcome)
        /// The process died in it, or the story ended.
        case cutOff
    }

    /// Messages that one side sent in a row, drawn as one line.
    struct Turn: Sendable {
        let direction: Direction
        /// The frames' names in the order in which they were sent.
        var frames: [String]
        /// The highest kind among them.
        var kind: FrameKind
        var bytes: Int
        var sent: Int64
        /// When each of them arrived, or would have; ascending.
        var arrivals: [Int64]
        /// Whether nobody took them in.
        var isLost: Bool
        /// The folders of which they changed what the receiver knows.
        var changed: [FolderID] = []

        var hasEffect: Bool { !changed.isEmpty }

        /// When the last of them arrived, or would have.
        var arrival: Int64 { arrivals.last ?? sent }
    }

    let device: Int
    let began: Int64
    var ended: Int64
    var turns: [Turn] = []
    var ending = Ending.cutOff
    /// Faults that had an effect in it, with how often.
    var faults: [(verb: Verb, count: Int)] = []
    /// Whether it brought the same refusals as the device's sync before.
    var repeatsRefusals = false
    /// Whether it failed just as the device's sync before did.
    var repeatsFailure = false

    init(device: Int, began: Int64) {
        self.device = device
        self.began = began
        ended = began
    }

    /// Whether it ended well.
    var isFinished: Bool {
        if case .finished(let outcome) = ending { outcome.failure == nil } else { false }
    }

    /// Whether it ended well, nothing was new, and nothing was remarkable.
    var isQuiet: Bool {
        guard case .finished(let outcome) = ending, outcome.failure == nil else { return false }
        return outcome.isQuiet && outcome.report.alarms.isEmpty
            && (outcome.report.refusals.isEmpty || repeatsRefusals) && !turns.contains(where: \.isLost)
    }

    /// The same with its hello and login, four messages that are the same in every sync, as one there and back.
    var withShortLogin: SyncSession {
        let login = turns.prefix { $0.kind == .login && !$0.isLost }
        guard login.count >= 4, let first = login.first, var answer = login.dropFirst(3).first else { return self }
        var session = self
        var call = first
        call.frames += turns[2].frames
        call.bytes += turns[2].bytes
        answer.frames = turns[1].frames + answer.frames
        answer.bytes += turns[1].bytes
        // Drawn to the middle and back, as if the four were one question and one answer.
        answer.sent = (first.sent + answer.arrival) / 2
        call.arrivals = [answer.sent]
        session.turns.replaceSubrange(0..<4, with: [call, answer])
        return session
    }

    mutating func add(_ message: Message, at time: Int64) {
        let types = FrameKind.types(in: message.bytes)
        let names = types.map { FrameCode(rawValue: $0).map { "\($0)" } ?? "no frame" }
        let kind = types.map(FrameKind.init(type:)).max() ?? .login
        let isLost = message.arrival == nil
        // A lost message stands where it would have arrived on a link like any other.
        let arrival = message.arrival ?? time + 40
        if let last = turns.last, last.direction == message.direction, last.isLost == isLost, last.arrival >= time {
            let index = turns.count - 1
            turns[index].frames += names
            turns[index].kind = max(last.kind, kind)
            turns[index].bytes += message.bytes.count
            turns[index].arrivals.append(max(last.arrival, arrival))
        } else {
            turns.append(
                Turn(
                    direction: message.direction, frames: names, kind: kind, bytes: message.bytes.count, sent: time,
                    arrivals: [arrival], isLost: isLost))
        }
    }

    mutating func add(_ verb: Verb) {
        if let index = faults.firstIndex(where: { $0.verb == verb }) {
            faults[index].count += 1
        } else {
            faults.append((verb, 1))
        }
    }

    /// Where a turn begins and ends.
    func lanes(of turn: Turn) -> (from: Lane, to: Lane) {
        turn.direction == .up ? (.device(device), .relay) : (.relay, .device(device))
    }
}
