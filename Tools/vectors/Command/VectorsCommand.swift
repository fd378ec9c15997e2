import DermaVectors
import Foundation

/// Writes the protocol's test vectors, or compares them with what the code makes of them now.
@main
enum VectorsCommand {
    private static let help = """
        usage: vectors --output DIR   write the test vectors to DIR, which is made if it is not there
               vectors --check DIR    compare DIR with what the code gives; fails with the name of the first file that differs
               vectors --help
        """

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("--help", 1): print(help)
            case ("--output", 2): try write(to: URL(filePath: arguments[1], directoryHint: .isDirectory))
            case ("--check", 2): try check(URL(filePath: arguments[1], directoryHint: .isDirectory))
            default: fail(help, status: 2)
            }
        } catch {
            fail("vectors: \(error)", status: 1)
        }
    }

    private static func write(to directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for file in try Vectors.files() {
            try Data(file.bytes()).write(to: directory.appending(path: file.name), options: .atomic)
        }
    }

    private static func check(_ directory: URL) throws {
        let files = try Vectors.files()
        for file in files {
            guard let held = try? Data(contentsOf: directory.appending(path: file.name)),
                Array(held) == (try file.bytes())
            else {
                fail("vectors: \(file.name) differs: run `vectors --output` and look at what has changed", status: 1)
            }
        }
        let names = Set(files.map(\.name))
        let found = try FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false)).sorted()
        if let stray = found.first(where: { $0.hasSuffix(".json") && !names.contains($0) }) {
            fail("vectors: \(stray) is made by no generator: remove it", status: 1)
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(status)
    }
}
