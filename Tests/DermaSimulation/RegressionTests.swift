import DermaSimulation
import Foundation
import Testing

/// Every story that once broke something, named by its cause, holds.
@Suite("Regressions")
struct RegressionTests {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Regressions")

    static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [])
        .filter { $0.hasSuffix(".scenario") }.sorted()

    @Test("There are some, so that this suite cannot pass by finding none")
    func some() { #expect(!Self.files.isEmpty) }

    @Test("A story that once broke something holds", arguments: files)
    func holds(_ file: String) throws {
        let text = String(
            decoding: try Data(contentsOf: Self.directory.appendingPathComponent(file)), as: UTF8.self)
        var campaign = Campaign()
        let run = try campaign.play(try Scenario(text: text))
        #expect(run.violation == nil, "simulate replay Tests/Regressions/\(file)")
    }
}
