import ArgumentParser
import Foundation

/// Something a command prints: text for people, JSON for programs.
protocol Printable: Encodable {
    /// For people; without a newline at the end.
    var text: String { get }
}

/// How a command prints.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs.")
    var json = false

    func print(_ value: some Printable) throws {
        guard json else { return Swift.print(value.text) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// A short line about what was done, with the ids of what it was done to.
struct Done: Printable {
    let text: String
    let ids: [String: String]

    init(_ text: String, _ ids: [String: String] = [:]) {
        self.text = text
        self.ids = ids
    }

    func encode(to encoder: any Encoder) throws { try ids.encode(to: encoder) }
}

/// Progress of long work, on standard error and only where a person is looking.
enum ProgressLine {
    private static let isShown = isatty(STDERR_FILENO) == 1

    static func show(_ line: String) {
        if isShown { FileHandle.standardError.write(Data("\r\u{1b}[K\(line)".utf8)) }
    }

    static func clear() { show("") }
}
