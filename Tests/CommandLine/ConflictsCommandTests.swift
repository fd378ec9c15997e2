import DermaTestSupport
import Foundation
import Testing

@Suite("Settling conflicts on the command line")
struct ConflictsCommandTests {
    private let scratch: Scratch
    private let relay: RelayProcess
    private var phone: String { scratch("phone") }
    private var tablet: String { scratch("tablet") }

    init() throws {
        scratch = try Scratch()
        relay = try RelayProcess(scratch)
    }

    private func run(_ home: String, _ arguments: String...) throws -> Tool.Outcome {
        let outcome = try Tool.run(try Tool.process(arguments + ["--home", home]))
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return outcome
    }

    private func meet() throws { for home in [phone, tablet, phone] { _ = try run(home, "sync") } }

    @Test("The passage is shown as each side has it, and choosing one leaves the rest of the text as it is")
    func passages() throws {
        _ = try run(phone, "init", "--words-file", scratch("words"))
        _ = try run(phone, "folder", "create", "Arm")
        let written = try run(phone, "diary", "write", "Arm", "Red today. Slept badly.", "--json")
        let entry = try #require(try written.json("entry") as? String)
        _ = try run(phone, "sync", "--relay", relay.address)
        _ = try run(tablet, "device", "recover", "--relay", relay.address, "--words-file", scratch("words"))
        try meet()
        _ = try run(phone, "diary", "edit", "Arm", entry, "--text", "Pink today. Slept badly.")
        _ = try run(tablet, "diary", "edit", "Arm", entry, "--text", "Dark today. Slept badly. Fever at night.")
        try meet()
        let report = try run(phone, "conflicts", "--json")
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [[String: Any]])
        let row = try #require(rows.first)
        let sides = try #require(row["sides"] as? [[String: Any]]).map { $0["text"] as? String }
        #expect(rows.count == 1 && Set(sides) == ["Pink", "Dark"])
        #expect(["PinkDark", "DarkPink"].contains(row["passage"] as? String))
        let text = try run(phone, "conflicts").output
        #expect(text.contains("“Pink”") && text.contains("“Dark”"), "\(text)")
        let letter = sides.first == "Pink" ? "a" : "b"
        _ = try run(phone, "conflicts", "settle", "1", "--side", letter)
        try meet()
        for home in [phone, tablet] {
            let shown = try run(home, "show").output
            #expect(shown.contains("Pink today. Slept badly. Fever at night."), "\(shown)")
            #expect(try run(home, "conflicts", "--open").output.contains("No conflicts."))
        }
    }
}
