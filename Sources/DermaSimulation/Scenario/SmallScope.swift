/// Every story of up to a few lines, from a fixed set of lines: what a generator may miss by chance cannot hide in these
/// (the small scope hypothesis, Jackson 2006).
public struct SmallScope: Sendable {
    /// How many lines a story has at most, after the beginning that all share.
    public let linesMax: Int

    /// All stories of up to `linesMax` lines.
    public init(linesMax: Int) { self.linesMax = max(0, min(linesMax, 4)) }

    private static let cast = Cast(patients: [2], clinics: [1])
    private static let (phone, tablet, clinic) = (Lane.device(0), Lane.device(1), Lane.device(Cast.roomPerAccount))

    /// A folder with something in it that both devices have.
    private static let beginning: [(Lane, Verb, [Int])] = [
        (phone, .folder, []), (phone, .diary, [0, 60]), (phone, .backup, []), (.relay, .relayBackup, []),
        (phone, .sync, []), (tablet, .sync, []),
    ]

    private static let lines: [(Lane, Verb, [Int])] = [
        (phone, .sync, []), (tablet, .sync, []), (clinic, .sync, []), (phone, .comment, [0, 0, 40]),
        (tablet, .comment, [0, 1, 40]), (phone, .edit, [0, 0, 40]), (tablet, .edit, [0, 0, 50]),
        (phone, .rename, [0]), (tablet, .photo, [0, 3000]), (phone, .share, [0, 0, 1, 1]),
        (tablet, .share, [0, 0, 3, 2]), (phone, .withdraw, [0, 0]), (clinic, .comment, [0, 0, 40]),
        (phone, .link, []), (phone, .revoke, [1]), (phone, .cut, [1, 700]), (tablet, .cut, [0, 900]),
        (phone, .lostAnswer, [1]), (phone, .kill, [1, 1, 5]), (tablet, .powerCut, [2, 1, 5]),
        (phone, .diskFull, [30]), (phone, .clock, [-600_000]), (phone, .restore, [0]), (phone, .clone, [0]),
        (tablet, .lose, []), (.relay, .relayCrash, [1, 1, 5]), (.relay, .relayRestore, [0]), (.relay, .quota, [30]),
        (tablet, .newer, [0]), (tablet, .replay, [2, 0]), (tablet, .omit, [1, 0]), (tablet, .flip, [1, 100]),
        (tablet, .fork, [60]), (phone, .equivocate, [0]), (phone, .intake, [0, 1]),
        (tablet, .intake, [0, 1]), (tablet, .week, [0, 0, 7, 2, 1]), (phone, .bin, [0, 0]),
    ]

    /// How many stories there are.
    public var count: Int {
        (0...linesMax).reduce(0) { sum, lines in sum + Self.power(lines) }
    }

    private static func power(_ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { product, _ in product * lines.count }
    }

    /// The story at a place below `count`, shorter ones first.
    public subscript(place: Int) -> Scenario {
        var rest = place
        var length = 0
        while length < linesMax, rest >= Self.power(length) {
            rest -= Self.power(length)
            length += 1
        }
        var chosen: [(Lane, Verb, [Int])] = []
        for _ in 0..<length {
            chosen.append(Self.lines[rest % Self.lines.count])
            rest /= Self.lines.count
        }
        let items = (Self.beginning + chosen).enumerated().map { index, line in
            ScenarioItem(at: Int64(index + 1) * 20_000, line.0, line.1, line.2)
        }
        // The stage has drawn from the first salt.
        return Scenario(salt: UInt64(place) + 1, cast: Self.cast, items: items)
    }
}
