import Foundation

/// Runs the `derma` that was built with these tests, as a person would.
struct Tool {
    /// What a run ended with.
    struct Outcome {
        let status: Int32
        let output: String
        let error: String

        /// A value of the JSON object that was printed.
        func json(_ key: String) throws -> Any? {
            let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return (object as? [String: Any])?[key]
        }
    }

    static let passcode = "correct horse"

    /// The products stand beside the test bundle.
    static var path: String {
        get throws {
            for name in CommandLine.arguments + [Bundle.main.executablePath ?? ""] {
                let candidate = URL(fileURLWithPath: name).deletingLastPathComponent().appendingPathComponent("derma")
                    .path
                if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            }
            throw CocoaError(.fileNoSuchFile)
        }
    }

    /// Runs to the end without holding up a thread that others need.
    static func runAside(_ process: Process) async throws -> Outcome {
        let output = try Capture()
        let error = try Capture()
        process.standardOutput = output.handle
        process.standardError = error.handle
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        var waiting = ends.makeAsyncIterator()
        let status = await waiting.next() ?? -1
        return Outcome(status: status, output: try output.text, error: try error.text)
    }

    /// Prepares a run without starting it.
    static func process(_ arguments: [String], passcode: String = passcode) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["DERMA_PASSCODE"] = passcode
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs to the end.
    @discardableResult
    static func run(_ arguments: String..., passcode: String = passcode) throws -> Outcome {
        try run(process(arguments, passcode: passcode))
    }

    @discardableResult
    static func run(_ process: Process) throws -> Outcome {
        let output = try Capture()
        let error = try Capture()
        process.standardOutput = output.handle
        process.standardError = error.handle
        try process.run()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: try output.text, error: try error.text)
    }
}

/// Takes what a process prints, however much it is.
private struct Capture {
    let handle: FileHandle
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data().write(to: url)
        handle = try FileHandle(forWritingTo: url)
    }

    var text: String {
        get throws {
            defer { try? FileManager.default.removeItem(at: url) }
            return String(decoding: try Data(contentsOf: url), as: UTF8.self)
        }
    }
}

/// A directory of a test's own, gone when the last reference goes.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("derma-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { path + "/" + name }
}

/// Photos of the repository's own.
enum Fixtures {
    static func photo(_ name: String) -> String { directory.appendingPathComponent(name).path }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appendingPathComponent(folder).path).sorted()
    }

    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Fixtures/photos")
}
