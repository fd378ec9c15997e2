import DermaSimulation

/// What one run came to, for people and for programs.
struct Verdict: Encodable {
    struct Broken: Encodable {
        let checker: String
        let reason: String
        let time: String
        let lane: String
    }

    let salt: UInt64
    let held: Bool
    let broken: Broken?
    let moments: Int
    let simulated: String
    let faults: [String: Int]
    let traceHash: String

    init(_ run: Run) {
        let cast = run.world.scenario.cast
        salt = run.world.scenario.salt
        held = run.violation == nil
        broken = run.violation.map {
            Broken(
                checker: $0.checker, reason: $0.reason, time: Scenario.text(of: $0.time), lane: cast.name(of: $0.lane))
        }
        moments = run.momentCount
        simulated = Scenario.text(of: run.world.now)
        faults = Dictionary(uniqueKeysWithValues: run.world.faults.map { ($0.key.rawValue, $0.value) })
        traceHash = "\(run.traceHash)"
    }

    var text: String {
        let seen = faults.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let verdict =
            broken.map { "BROKEN at \($0.time), \($0.lane): \($0.checker): \($0.reason)" } ?? "Everything held."
        return """
            \(verdict)
            \(moments) things happened in \(simulated); faults: \(seen.isEmpty ? "none" : seen)
            trace \(traceHash)
            """
    }
}
