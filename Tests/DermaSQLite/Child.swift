import Foundation

/// A process of the helper `CrashChild`, which writes into a store and prints a line for everything that was acknowledged.
final class Child {
    private let process = Process()
    private let output = Pipe()
    private var unread = Data()

    init(_ arguments: String...) throws {
        // The build puts it beside the test runner.
        process.executableURL = Bundle.main.bundleURL.appendingPathComponent("CrashChild")
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
    }

    /// Waits until the child has printed so many more lines, or has ended.
    func lines(_ count: Int) throws -> [String] {
        var lines: [String] = []
        while lines.count < count {
            guard let end = unread.firstIndex(of: UInt8(ascii: "\n")) else {
                let more = output.fileHandleForReading.availableData
                guard !more.isEmpty else { return lines }
                unread += more
                continue
            }
            lines.append(String(decoding: unread[..<end], as: UTF8.self))
            unread = Data(unread[unread.index(after: end)...])
        }
        return lines
    }

    /// Kills the child as a battery that is pulled would, and gives what it had printed until then.
    @discardableResult
    func kill() -> [String] {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        unread += output.fileHandleForReading.readDataToEndOfFile()
        return String(decoding: unread, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    deinit { if process.isRunning { kill() } }
}
