import DermaCRDT
import DermaClient
import DermaSync
import Testing

@testable import DermaSimulation

/// A short story with one hostile act in it, played to its end.
enum HostileStory {
    private static let stages: [Cast: Stage] = {
        var stages: [Cast: Stage] = [:]
        for cast in [Cast(patients: [2], clinics: []), Cast(patients: [2], clinics: [1])] {
            stages[cast] = try? Stage(cast)
        }
        return stages
    }()

    /// Two devices of one patient, and a clinic if the story has one; times in seconds.
    static func play(
        _ lines: [(seconds: Int64, who: String, what: String)], withClinic: Bool = false,
        checkers: [any Checker] = [Converged(), NoFalseAlarm(), LiesDetected(), NewerKept()]
    ) throws -> Run {
        let cast = Cast(patients: [2], clinics: withClinic ? [1] : [])
        let heading = "derma-scenario 1\nsalt 7\npatients 2\nclinics \(withClinic ? "1" : "")\n"
        let text = lines.map { "\(Scenario.text(of: $0.seconds * 1000)) \($0.who) \($0.what)" }.joined(separator: "\n")
        let scenario = try Scenario(text: heading + text)
        var run = Run(scenario, on: try #require(stages[cast]), checkers: checkers, isRecording: true)
        run.play()
        return run
    }
}

extension Run {
    /// How often a verb had an effect.
    func count(of verb: Verb) -> Int { world.faults[verb] ?? 0 }

    /// The syncs of a device, in order.
    func syncs(of device: Int) -> [SyncOutcome] {
        moments.compactMap { moment in
            guard case .synced(let outcome) = moment.what, moment.lane == .device(device) else { return nil }
            return outcome
        }
    }

    /// Whatever a device was told when something was wrong, by its stable names.
    func signals(at device: Int) -> Set<String> {
        var signals: Set<String> = []
        for outcome in syncs(of: device) {
            signals.formUnion(outcome.report.alarms.map(\.kind.rawValue))
            signals.formUnion(outcome.report.refusals.map { "refused \($0.code)" })
            if let failure = outcome.failure { signals.insert("failed \(failure)".components(upTo: "(")) }
        }
        return signals
    }

    /// What people wrote, as far as it can be found on every device of the patient again.
    func expectNothingIsLost(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        for statement in world.ledger.statements {
            for place in world.running where !world.scenario.cast.isClinic(place) {
                guard let device = world.actors[place]?.device, let state = device.state(of: statement.folder) else {
                    Issue.record("no folder on \(place)", sourceLocation: sourceLocation)
                    continue
                }
                switch statement.said {
                case .comment(let item, let text):
                    let said = state.revisions(of: .comment(item)).map(\.value)
                    let stated = state.comments.flatMap { $0.statement.history.map(\.value) }
                    #expect((said + stated).contains(text), comment, sourceLocation: sourceLocation)
                case .photo(let photo, let hash):
                    let jpeg = try? device.jpeg(of: photo, in: statement.folder)
                    #expect(jpeg.map(Ledger.hash(ofJPEG:)) == hash, comment, sourceLocation: sourceLocation)
                case .diary(let item, _): #expect(state[diary: item] != nil, comment, sourceLocation: sourceLocation)
                default: break
                }
            }
        }
    }
}

extension String {
    fileprivate func components(upTo character: Character) -> String { String(prefix { $0 != character }) }
}
