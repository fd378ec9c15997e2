import DermaTestSupport
import Foundation
import GRDB
import Testing

/// What a person sees when something is wrong: an error that names it and says what to do, its exit code, and nothing lost.
@Suite("Bad input on the command line")
struct BadInputTests {
    private let scratch: Scratch
    private var home: String { scratch("phone") }

    init() throws {
        scratch = try Scratch()
        #expect(try Tool.run("init", "--home", scratch("phone"), "--words-file", scratch("words")).status == 0)
        #expect(try Tool.run("folder", "create", "--home", scratch("phone"), "Left forearm").status == 0)
        _ = try Tool.run("comment", "add", "--home", scratch("phone"), "Left forearm", "Redder")
    }

    private func shown() throws -> String { try Tool.run("show", "--home", home, "--json").output }

    @Test("Broken, cut and foreign files are named, the good ones among them are added")
    func brokenPhotos() throws {
        let files = try Fixtures.names(in: "broken").map { Fixtures.photo("broken/" + $0) }
        #expect(files.count >= 10)
        let before = try shown()
        for file in files {
            let outcome = try Tool.run("photo", "add", "--home", home, "Left forearm", file)
            #expect(outcome.status == 65, "\(file): \(outcome.error)")
            #expect(outcome.error.contains(file))
            #expect(outcome.error.split(separator: "\n").count == 1)
        }
        #expect(try shown() == before)
        let good = Fixtures.photo("valid/orientation-6.jpg")
        let mixed = try Tool.run("photo", "add", "--home", home, "Left forearm", files[0], good, files[1])
        #expect(mixed.status == 65)
        #expect(mixed.output.contains("orientation-6.jpg"))
        #expect(mixed.error.contains(files[0]) && mixed.error.contains(files[1]))
        let missing = try Tool.run("photo", "add", "--home", home, "Left forearm", scratch("nothing.jpg"))
        #expect(missing.status == 66 && missing.error.contains("nothing.jpg"))
    }

    @Test("A wrong passcode is refused and changes nothing")
    func wrongPasscode() throws {
        let before = try shown()
        let outcome = try Tool.run("folder", "create", "--home", home, "Other", passcode: "wrong horse")
        #expect(outcome.status == 77)
        #expect(outcome.error.contains("passcode is wrong"))
        #expect(!outcome.error.contains("horse"))
        #expect(try shown() == before)
        #expect(try Tool.run("init", "--home", scratch("other"), passcode: "short").status == 65)
    }

    @Test("A mistyped clinic code is refused before anything is sent")
    func mistypedCode() throws {
        let outcome = try Tool.run(
            "share", "--home", home, "Left forearm", "--code", "9YRC-UFNC-AC39", "--until", "2099-01-01", "--for",
            "care")
        #expect(outcome.status == 65)
        #expect(outcome.error.contains("mistyped"))
    }

    @Test("A relay that is not there, a hotel's log-in page and a plain address elsewhere are told apart")
    func noRelay() throws {
        let before = try shown()
        let absent = try Tool.run("sync", "--home", home, "--relay", "ws://127.0.0.1:9")
        #expect(absent.status == 69)
        #expect(absent.error.contains("127.0.0.1:9"))
        let portal = try FixedAnswer("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>")
        let captured = try Tool.run("sync", "--home", home, "--relay", "ws://127.0.0.1:\(portal.port)")
        #expect(captured.status == 76, "\(captured.error)")
        #expect(captured.error.contains("127.0.0.1:\(portal.port)"))
        let plain = try Tool.run("sync", "--home", home, "--relay", "ws://relay.example.org")
        #expect(plain.status == 69, "\(plain.error)")
        #expect(try shown() == before)
    }

    @Test("A database of a newer version is left alone")
    func newerDatabase() throws {
        let path = home + "/device.sqlite"
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
            try queue.close()
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let outcome = try Tool.run("show", "--home", home)
        #expect(outcome.status == 78, "\(outcome.error)")
        #expect(outcome.error.contains("device.sqlite") && outcome.error.contains("newer version"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test("A database that is none, and a home that is none")
    func foreignFiles() throws {
        let empty = try Tool.run("show", "--home", scratch("nowhere"))
        #expect(empty.status == 78)
        #expect(empty.error.contains("derma init"))
        try FileManager.default.createDirectory(atPath: scratch("odd"), withIntermediateDirectories: true)
        try Data("not a database, and long enough to be looked at as one".utf8).write(
            to: URL(fileURLWithPath: scratch("odd/device.sqlite")))
        let outcome = try Tool.run("show", "--home", scratch("odd"))
        #expect(outcome.status == 74)
        #expect(outcome.error.contains("odd/device.sqlite"))
    }

    @Test("Random bytes on the socket do not hurt the relay")
    func randomBytes() throws {
        let relay = try RelayProcess(scratch)
        let port = try #require(relay.address.split(separator: ":").last.flatMap { UInt16($0) })
        var random = SeededRandom(7)
        for _ in 0..<50 { FixedAnswer.send(random.bytes(1 + random.below(3000)), to: port) }
        #expect(try Tool.run("sync", "--home", home, "--relay", relay.address).status == 0)
    }

    @Test("Errors are JSON where a program asked for it")
    func jsonErrors() throws {
        let outcome = try Tool.run("show", "--home", home, "Right forearm", "--json")
        #expect(outcome.status == 66)
        let object = try JSONSerialization.jsonObject(with: Data(outcome.error.utf8)) as? [String: String]
        #expect(object?["error"] == "notFound")
    }

    @Test(
        "Wrong usage exits with 64, and every command explains itself",
        arguments: [
            ["init"], ["device"], ["device", "link"], ["folder"], ["photo"], ["comment"], ["diary"], ["score"],
            ["share"],
            ["withdraw"], ["sync"], ["show"], ["conflicts"], ["export"], ["clinic"], ["relay"], ["relay", "run"],
        ])
    func help(_ command: [String]) throws {
        let help = try Tool.run(Tool.process(command + ["--help"]))
        #expect(help.status == 0)
        #expect(help.output.contains("USAGE"))
        #expect(try Tool.run(Tool.process(command + ["--no-such-option"])).status == 64)
    }
}
