import DermaCausality

@testable import DermaSimulation

/// A short story that ended well, for tests to spoil: two devices of a patient and a clinic, a folder with a photo and two
/// names that were written apart.
struct PlayedStory {
    private static let stage = Result { try Stage(Cast(patients: [2], clinics: [1])) }
    static let text = """
        derma-scenario 1
        salt 5
        patients 2
        clinics 1
        0d00:00:01.000 ana-1 folder
        0d00:00:02.000 ana-1 share folder=0 clinic=0 purposes=1 hours=400
        0d00:00:03.000 ana-1 photo folder=0 bytes=900
        0d00:00:04.000 ana-1 comment folder=0 on=0 length=20
        0d00:00:05.000 ana-1 sync
        0d00:00:07.000 ana-2 sync
        0d00:00:09.000 ana-1 rename folder=0
        0d00:00:10.000 ana-2 rename folder=0
        """

    /// The world as it came to rest, and as it was before anything happened.
    var world: World
    let before: World
    let moments: [Moment]
    let violation: Violation?

    init(checkers: [any Checker] = []) throws {
        let scenario = try Scenario(text: Self.text)
        let stage = try Self.stage.get()
        before = World(scenario, on: stage)
        var run = Run(scenario, on: stage, checkers: checkers, isRecording: true)
        run.play()
        world = run.world
        moments = run.moments
        violation = run.violation
    }

    func moment(_ lane: Lane, _ what: Moment.What, after milliseconds: Int64 = 0) -> Moment {
        Moment(time: world.now + milliseconds, lane: lane, what: what)
    }

    /// The first statement of which `pick` is true.
    func statement(_ pick: (Ledger.Said) -> Bool) -> Int? {
        world.ledger.statements.firstIndex { pick($0.said) }
    }
}

extension Ledger.Statement {
    /// The same, with something else said, another time or other causes.
    func spoilt(said: Ledger.Said? = nil, claim: Timestamp? = nil, seen: VersionVector? = nil) -> Self {
        Self(
            device: device, folder: folder, said: said ?? self.said, time: time, claim: claim ?? self.claim, dot: dot,
            hash: hash,
            seen: seen ?? self.seen)
    }
}
