import DermaVectors
import Foundation
import Testing

@Suite("Vectors: regeneration")
struct RegenerationTests {
    @Test("The code makes the very bytes that the repository holds, and no others")
    func sameBytes() throws {
        let files = try Vectors.files()
        for file in files {
            let held = try Data(contentsOf: Repository.file("Spec/Vectors/\(file.name)"))
            #expect(
                Array(held) == (try file.bytes()), "\(file.name): run `vectors --output` and look at what has changed")
        }
        let found = try FileManager.default.contentsOfDirectory(
            atPath: Repository.file("Spec/Vectors").path(percentEncoded: false))
        #expect(Set(found.filter { $0.hasSuffix(".json") }) == Set(files.map(\.name)))
    }

    @Test("All vectors together stay below a mebibyte and a quarter")
    func size() throws {
        #expect(try Vectors.files().reduce(0) { $0 + (try $1.bytes().count) } < 5 << 18)
    }

    @Test("No two cases of a file have one name")
    func names() throws {
        for file in try Vectors.files() {
            let cases = Vector.all(String(file.name.dropLast(".json".count)))
            #expect(Set(cases.map(\.name)).count == cases.count, "\(file.name)")
        }
    }
}
