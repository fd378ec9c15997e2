import DermaSimulation
import Testing

/// That two processes, and debug and release builds, agree is shown by `Tools/test`, which compares their trace hashes.
@Suite("Determinism")
struct DeterminismTests {
    @Test("A story gives the same run to the byte", arguments: UInt64(1)...20)
    func repeats(_ seed: UInt64) throws {
        let scenario = ScenarioGenerator().scenario(seed)
        var first = Campaign(checkers: { [] })
        var second = Campaign(checkers: { [] })
        #expect(try first.play(scenario).traceHash == second.play(scenario).traceHash)
    }

    @Test("Another salt gives another run")
    func salt() throws {
        let scenario = ScenarioGenerator().scenario(1)
        var other = scenario
        other.salt += 1
        var campaign = Campaign(checkers: { [] })
        #expect(try campaign.play(scenario).traceHash != campaign.play(other).traceHash)
    }

    @Test("Checkers only look: with them the run is the same", arguments: UInt64(1)...5)
    func checkersOnlyLook(_ seed: UInt64) throws {
        let scenario = ScenarioGenerator().scenario(seed)
        var unwatched = Campaign(checkers: { [] })
        var watched = Campaign()
        let run = try watched.play(scenario)
        if run.violation == nil { #expect(try unwatched.play(scenario).traceHash == run.traceHash) }
    }
}
