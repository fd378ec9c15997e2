import DermaSync

/// A story for every byte at which a connection can be cut, in every kind of frame and both directions: whatever was on its
/// way, nothing is lost and all comes to rest.
public struct CutPoints: Sendable {
    /// A kind of frame, as the story first has it.
    public struct Kind: Hashable, Sendable {
        /// Its name in the registry of frames.
        public let name: String
        /// Whether the relay sends it.
        public let isDown: Bool
        /// Its length in bytes: it is cut before each of them.
        public let length: Int
        /// Whose connection carries it, when that begins, and how many bytes go before it that way.
        let device: Int
        let begins: Int64
        let before: Int
    }

    /// In the order of the story.
    public let kinds: [Kind]

    private static let cast = Cast(patients: [2], clinics: [1])
    private static let lines = """
        0d00:00:01.000 ana-1 folder
        0d00:00:02.000 ana-1 photo folder=0 bytes=300
        0d00:00:03.000 ana-1 comment folder=0 on=0 length=40
        0d00:00:04.000 ana-1 share folder=0 clinic=0 purposes=3 hours=100
        0d00:01:00.000 ana-1 sync
        0d00:02:00.000 ana-1 sync
        0d00:03:00.000 ana-2 sync
        0d00:04:00.000 north-1 sync
        0d00:05:00.000 north-1 comment folder=0 on=0 length=50
        0d00:06:00.000 north-1 sync
        0d00:07:00.000 ana-1 sync
        0d00:08:00.000 ana-1 withdraw folder=0 clinic=0
        0d00:09:00.000 ana-1 sync
        0d00:10:00.000 north-1 sync
        """

    /// Plays the story once, to see which frames it has.
    public init() throws {
        let story = try Self.story()
        var run = Run(story, on: try Stage(Self.cast), checkers: [], isRecording: true)
        run.play()
        var kinds: [Kind] = []
        var carried: [Int: [Int]] = [:]
        var begins: [Int: Int64] = [:]
        for moment in run.moments {
            switch moment.what {
            case .connected(let id): begins[id] = moment.time
            case .sent(let message):
                guard let begin = begins[message.connection], let code = FrameCode(rawValue: message.type) else {
                    break
                }
                let isDown = message.direction == .down
                let before = carried[message.connection, default: [0, 0]][isDown ? 1 : 0]
                carried[message.connection, default: [0, 0]][isDown ? 1 : 0] += message.bytes.count
                guard !kinds.contains(where: { $0.name == "\(code)" && $0.isDown == isDown }) else { break }
                kinds.append(
                    Kind(
                        name: "\(code)", isDown: isDown, length: message.bytes.count, device: message.device,
                        begins: begin, before: before))
            default: break
            }
        }
        self.kinds = kinds
    }

    /// How many stories there are.
    public var count: Int { kinds.reduce(0) { $0 + $1.length } }

    /// The story at a place below `count`.
    public subscript(place: Int) -> Scenario {
        get throws {
            let story = try Self.story()
            var byte = place
            for kind in kinds {
                guard byte >= kind.length else {
                    let cut = ScenarioItem(
                        at: max(0, kind.begins - 1), .device(kind.device), .cut,
                        [kind.isDown ? 1 : 0, kind.before + byte])
                    return Scenario(salt: story.salt, cast: story.cast, items: story.items + [cut])
                }
                byte -= kind.length
            }
            return story
        }
    }

    private static func story() throws -> Scenario {
        try Scenario(text: "derma-scenario 1\nsalt 1\npatients 2\nclinics 1\n" + lines)
    }
}
