import ArgumentParser
import DermaSimulation
import Foundation

/// How a command says what it found.
struct Output: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false

    func print(_ value: some Encodable, text: @autoclosure () -> String) throws {
        guard json else { return Swift.print(text()) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// Something for the person at the terminal, not for the next program.
func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

/// One line on a terminal that is written again and again.
struct ProgressLine {
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

    func show(_ text: String) {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
    }

    func clear() { show("") }
}
