import DermaSimulation
import Foundation

/// What a campaign came to, for people and for programs.
struct CampaignView: Encodable {
    struct Failure: Encodable {
        let seed: UInt64
        let checker: String
        let reason: String
        let lines: Int
    }

    struct Reached: Encodable {
        let machine: String
        let state: String
        let event: String
        let count: Int
    }

    let runs: Int
    let moments: Int
    let seconds: Double
    let timesRealTime: Double
    let deviceYears: Double
    let faults: [String: Int]
    let kindsNeverSeen: [String]
    /// The same for the same stories, whatever the machine, the build and the number of jobs.
    let traceHash: String
    let failures: [Failure]
    let reached: [Reached]

    init(_ report: CampaignReport, took: Duration) {
        runs = report.runs
        moments = report.moments
        seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        timesRealTime = Double(report.virtualTime) / 1000 / max(seconds, 0.001)
        deviceYears = report.deviceYears
        faults = Dictionary(uniqueKeysWithValues: report.faults.map { ($0.key.rawValue, $0.value) })
        kindsNeverSeen = report.kindsNeverSeen.map(\.rawValue)
        traceHash = report.traceHash.map { String(format: "%02x", $0) }.joined()
        failures = report.failures.map {
            Failure(
                seed: $0.seed, checker: $0.violation.checker, reason: $0.violation.reason,
                lines: $0.scenario.items.count)
        }
        reached = report.coverage.reached.map {
            Reached(
                machine: $0.transition.machine, state: $0.transition.state, event: $0.transition.event, count: $0.count)
        }
    }

    var text: String {
        var lines = [
            "\(runs) stories, \(moments) moments, \(Self.rounded(deviceYears)) device-years in \(Self.rounded(seconds)) s: "
                + "\(Int(timesRealTime)) times real time",
            "\(failures.count) broke something",
            "",
            "faults that had an effect, \(faults.count) kinds:",
        ]
        lines += Self.columns(faults.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
        lines.append("trace \(traceHash)")
        if !kindsNeverSeen.isEmpty { lines.append("never: " + kindsNeverSeen.joined(separator: ", ")) }
        for machine in Set(reached.map(\.machine)).sorted() {
            let own = reached.filter { $0.machine == machine }
            let states = Set(own.map(\.state)).count
            let events = Set(own.map(\.event)).count
            lines.append("")
            lines.append("\(machine): \(own.count) transitions of \(states) states × \(events) events:")
            lines += Self.columns(own.map { "\($0.state) ← \($0.event) \($0.count)" })
        }
        return lines.joined(separator: "\n")
    }

    private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private static func columns(_ cells: [String]) -> [String] {
        stride(from: 0, to: cells.count, by: 3).map { start in
            "  "
                + cells[start..<min(start + 3, cells.count)]
                .map { $0 + String(repeating: " ", count: max(1, 36 - $0.count)) }.joined()
        }
    }
}
