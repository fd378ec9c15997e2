import DermaTestSupport
import Foundation
import Testing

/// Processes are killed without warning; what was acknowledged is there afterwards, and nothing is half there.
@Suite("Killed at any moment")
struct KillTests {
    @Test("A phone killed while it adds photos keeps those it has reported")
    func adding() throws {
        let scratch = try Scratch()
        let home = scratch("phone")
        try Tool.run("init", "--home", home, "--words-file", scratch("words"))
        try Tool.run("folder", "create", "--home", home, "Left forearm")
        let photo = Fixtures.photo("demo/forearm-1.jpg")
        var random = SeededRandom(11)
        var acknowledged = 0
        for _ in 0..<8 {
            let process = try Tool.process(["photo", "add", "--home", home, "Left forearm", photo])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(random.below(700_000)))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if process.terminationReason == .exit, process.terminationStatus == 0 { acknowledged += 1 }
        }
        let export = try Tool.run("export", "--home", home, "Left forearm", scratch("out"), "--json")
        #expect(export.status == 0, "\(export.error)")
        let exported = try FileManager.default.contentsOfDirectory(atPath: scratch("out")).filter {
            $0.hasSuffix(".jpg")
        }
        #expect(exported.count >= acknowledged)
        let sizes = try exported.map { try Data(contentsOf: URL(fileURLWithPath: scratch("out/" + $0))) }
        #expect(Set(sizes).count <= 1, "every exported photo is the same whole picture")
    }

    @Test("Phone, tablet and relay killed again and again still end with the same folder, and photos resume")
    func syncing() throws {
        let scratch = try Scratch()
        let relay = try RelayProcess(scratch)
        let (phone, tablet) = (scratch("phone"), scratch("tablet"))
        try Tool.run("init", "--home", phone, "--words-file", scratch("words"), "--relay", relay.address)
        try Tool.run("folder", "create", "--home", phone, "Left forearm")
        let photos = ["demo/forearm-1.jpg", "demo/forearm-2.jpg", "demo/forearm-3.jpg"].map(Fixtures.photo)
        try Tool.run(Tool.process(["photo", "add", "--home", phone, "Left forearm"] + photos))
        let request = try #require(Tool.run("device", "request", "--home", tablet, "--json").json("code") as? String)
        let answer = try #require(
            Tool.run("device", "link", "--home", phone, request, "--json").json("answer") as? String)
        try Tool.run("device", "accept", "--home", tablet, answer, "--relay", relay.address)

        var random = SeededRandom(13)
        for round in 0..<12 {
            let home = round % 3 == 2 ? tablet : phone
            let process = try Tool.process(["sync", "--home", home])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(250_000 + random.below(400_000)))
            if round % 4 == 3 { try relay.killAndRestart() }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        #expect(try Tool.run("sync", "--home", phone).status == 0)
        #expect(try Tool.run("sync", "--home", tablet).status == 0)
        try relay.killAndRestart()
        let again = try Tool.run("sync", "--home", tablet, "--json")
        #expect(try again.json("photosReceived") as? Int == 0)
        let shown = try Tool.run("show", "--home", phone, "--json").output
        #expect(try Tool.run("show", "--home", tablet, "--json").output == shown)
        #expect(try Tool.run("export", "--home", tablet, "Left forearm", scratch("out")).output.contains("3 photos"))
    }
}
