import DermaCausality
import DermaClient
import DermaSync
import DermaWire
import Testing

@testable import DermaSimulation

/// A world in which a story was played honestly, to be doctored, so that it is seen that a checker can fail.
enum Played {
    private static let stage = Result { try Stage(Cast(patients: [2], clinics: [1])) }
    private static let twoClinics = Result { try Stage(Cast(patients: [1], clinics: [1, 1])) }

    /// Ana writes, shows her folder to a clinic, which comments; then she shuts it out and writes again.
    static let shared = """
        0d00:00:01.000 ana-1 folder
        0d00:00:02.000 ana-1 photo folder=0 bytes=5000
        0d00:00:03.000 ana-1 comment folder=0 on=0 length=40
        0d00:00:04.000 ana-1 share folder=0 clinic=0 purposes=3 hours=100
        0d00:01:00.000 ana-1 sync
        0d00:02:00.000 ana-1 sync
        0d00:03:00.000 north-1 sync
        0d00:04:00.000 north-1 comment folder=0 on=0 length=50
        0d00:05:00.000 north-1 sync
        0d00:06:00.000 ana-1 sync
        """
    static let shutOut =
        shared + "\n0d01:00:00.000 ana-1 withdraw folder=0 clinic=0\n0d01:00:01.000 ana-1 diary folder=0 length=30\n"

    static func run(_ lines: String, _ checkers: [any Checker] = [], withTwoClinics: Bool = false) throws -> Run {
        let heading = withTwoClinics ? "patients 1\nclinics 1 1\n" : "patients 2\nclinics 1\n"
        let scenario = try Scenario(text: "derma-scenario 1\nsalt 11\n\(heading)\(lines)")
        var run = try Run(
            scenario, on: (withTwoClinics ? twoClinics : stage).get(), checkers: checkers, isRecording: true)
        run.play()
        return run
    }
}

extension Checker {
    /// What a checker says of each moment of a story that has been played, and of its end.
    static func complaint(of run: Run, in world: World) -> String? {
        var checker = Self()
        for moment in run.moments {
            if let complaint = checker.observe(moment, in: world) { return complaint }
        }
        return checker.conclude(world)
    }

    /// The same of moments of one's own.
    static func complaint(_ moments: [Moment], in world: World) -> String? {
        var checker = Self()
        for moment in moments {
            if let complaint = checker.observe(moment, in: world) { return complaint }
        }
        return checker.conclude(world)
    }
}

extension Run {
    /// The first moment of a kind.
    func first(_ isWanted: (Moment) -> Bool) throws -> Moment { try #require(moments.first { isWanted($0) }) }

    /// What a device of a patient or clinic appended first.
    func appended(by lane: Lane, where isWanted: (DiskFaults.Append) -> Bool) throws -> (Moment, DiskFaults.Append) {
        for moment in moments where moment.lane == lane {
            if case .appended(let append) = moment.what, isWanted(append) { return (moment, append) }
        }
        throw StageError(reason: "nothing of the kind was appended")
    }

    /// A message as it might have been.
    func message(_ frame: Frame, _ direction: Direction, at time: Int64 = 0, on connection: Int = 0) -> Moment {
        message(frame.bytes, direction, at: time, on: connection)
    }

    func message(_ bytes: [UInt8], _ direction: Direction, at time: Int64 = 0, on connection: Int = 0) -> Moment {
        let device = world.connections[connection].device
        return Moment(
            time: time, lane: direction == .up ? .device(device) : .relay,
            what: .sent(
                Message(connection: connection, device: device, direction: direction, bytes: bytes, arrival: time)))
    }

    /// The end of a sync as it might have been.
    func synced(_ device: Int, _ failure: SyncFailure? = nil, at time: Int64 = 0, on connection: Int = 0) -> Moment {
        Moment(
            time: time, lane: .device(device),
            what: .synced(
                SyncOutcome(connection: connection, report: SyncReport(), failure: failure, began: 0, carried: 0)))
    }
}
