import DermaFuzzing
import DermaFuzzingWorlds
import Foundation
import Testing

@Suite("Fuzzing")
struct ReplayTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(
        "Every committed input and every finding passes without sanitizers too", arguments: FuzzTarget.all.map(\.name))
    func replay(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let inputs = Self.inputs("Tools/fuzzers/corpora/\(name)") + Self.inputs("Tests/Regressions/Fuzz/\(name)")
        #expect(!inputs.isEmpty || name == "jpeg", "there is no corpus")
        for input in inputs + Self.photos(for: name) {
            do {
                try target.check([UInt8](Data(contentsOf: input)))
            } catch {
                Issue.record("\(input.lastPathComponent): \(error)")
            }
        }
    }

    @Test("The seeds are those that the vectors and the photos give: run `Tools/fuzz --seeds`")
    func seeds() throws {
        let made = try Seeds(root: Self.root).files
        let folder = Self.root.appending(path: "Tools/fuzzers/corpora")
        for (name, bytes) in made {
            #expect((try? Data(contentsOf: folder.appending(path: name))) == Data(bytes), "\(name)")
        }
        let held = FuzzTarget.all.flatMap { target in
            Self.inputs("Tools/fuzzers/corpora/\(target.name)").map { "\(target.name)/\($0.lastPathComponent)" }
        }
        // What a fuzzer has found has the name that libFuzzer gave it: 40 digits.
        #expect(Set(held.filter { $0.count < 40 }) == Set(made.keys))
    }

    @Test(
        "Every decoder takes at least one seed", arguments: FuzzTarget.all.filter { !$0.decoders.isEmpty }.map(\.name))
    func decoders(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try Seeds(root: Self.root).files.filter { $0.key.hasPrefix(name + "/") }.map(\.value)
        for (index, decoder) in target.decoders.enumerated() {
            #expect(
                seeds.contains { $0.first == UInt8(index) && decoder.accepts(Array($0.dropFirst())) }, "\(decoder.name)"
            )
        }
    }

    private static func inputs(_ folder: String) -> [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }

    /// Intake's corpus is the photo fixtures.
    private static func photos(for target: String) -> [URL] {
        guard target == "jpeg" else { return [] }
        return ["valid", "broken"].flatMap { inputs("Tests/Fixtures/photos/\($0)") }
    }
}
