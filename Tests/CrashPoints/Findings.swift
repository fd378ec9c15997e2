import Foundation
import Testing

/// What is wrong.
struct Finding: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// What was tried, and what was found wrong. `DERMA_CRASH=NAME` tries that one case alone.
struct Findings {
    /// The one case to try; nil for all.
    static let replayed = ProcessInfo.processInfo.environment["DERMA_CRASH"]

    private(set) var tried = 0
    private(set) var found: [String] = []

    mutating func add(_ finding: String) { found.append(finding) }

    /// Tries a case.
    mutating func check(_ name: String, _ body: () throws -> Void) {
        if let replayed = Self.replayed, replayed != name { return }
        tried += 1
        do {
            try body()
        } catch {
            found.append("\(error)\nReplay: DERMA_CRASH=\(name) swift test --filter CrashPoints")
        }
    }

    /// Fails the test with the first few findings.
    func expectNone(sourceLocation: SourceLocation = #_sourceLocation) {
        for finding in found.prefix(3) {
            Issue.record("\(found.count) of \(tried): \(finding)", sourceLocation: sourceLocation)
        }
    }
}
