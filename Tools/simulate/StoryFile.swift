import ArgumentParser
import DermaSimulation
import Foundation

/// A file with a story.
enum StoryFile {
    static func read(_ path: String) throws -> Scenario {
        guard let data = FileManager.default.contents(atPath: path) else {
            tell("simulate: there is no file \(path)")
            throw ExitCode(66)
        }
        do {
            return try Scenario(text: String(decoding: data, as: UTF8.self))
        } catch {
            tell("simulate: \(path): \(error)")
            throw ExitCode(65)
        }
    }

    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            tell("simulate: \(path) cannot be written: choose another place")
            throw ExitCode(74)
        }
    }
}

extension CampaignReport.Failure {
    /// Saves the short story, and says how to play it again.
    func keep(in directory: String) throws {
        let path = "\(directory)/\(violation.checker)-\(seed).scenario"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try StoryFile.write("# \(violation)\n\(scenario)", to: path)
        tell("\(seed): \(violation)\nreplay with: simulate replay \(path)")
    }
}
