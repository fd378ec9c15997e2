import DermaFuzzingWorlds
import Foundation

/// Writes the fuzzers' seeds into a folder: `fuzz-seeds REPOSITORY DIRECTORY`.
@main
enum SeedsCommand {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().map { URL(filePath: $0, directoryHint: .isDirectory) }
        guard arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: fuzz-seeds REPOSITORY DIRECTORY\n".utf8))
            exit(2)
        }
        for (name, bytes) in try Seeds(root: arguments[0]).files {
            let file = arguments[1].appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }
}
