import Foundation
import Testing

@Suite("A full disk")
struct FullDiskTests {
    /// Whether this machine lets a process mount a small file system of its own.
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        "Photos are added until the disk is full; the error says so, and everything reported before is there",
        .enabled(if: canMount))
    func photos() throws {
        let scratch = try Scratch()
        let script = """
            set -e
            mkdir "$1/disk" && mount -t tmpfs -o size=1500k tmpfs "$1/disk"
            "$2" init --home "$1/disk/phone" --words-file "$1/words" >/dev/null
            "$2" folder create --home "$1/disk/phone" Arm >/dev/null
            set +e
            added=0
            while "$2" photo add --home "$1/disk/phone" Arm "$3" >/dev/null 2>"$1/error"; do added=$((added + 1)); done
            "$2" photo add --home "$1/disk/phone" Arm "$3" >/dev/null 2>>"$1/error"
            echo "status $?"
            echo "added $added"
            rm -rf "$1/disk/phone/no-such"
            "$2" export --home "$1/disk/phone" Arm "$1/out" --json >/dev/null && ls "$1"/out/*.jpg | wc -l
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = [
            "-rm", "sh", "-c", script, "sh", scratch.path, try Tool.path, Fixtures.photo("demo/forearm-1.jpg"),
        ]
        process.environment = ["DERMA_PASSCODE": Tool.passcode, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
        let outcome = try Tool.run(process)
        let lines = outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.count == 3, "\(outcome.output) \(outcome.error)")
        #expect(lines.first == "status 74")
        let added = try #require(lines.dropFirst().first?.split(separator: " ").last.flatMap { Int($0) })
        #expect(added >= 1)
        #expect(lines.last == "\(added)")
        let error = try String(contentsOfFile: scratch("error"), encoding: .utf8)
        #expect(error.contains("no room left") && error.contains("disk"), "\(error)")
    }
}
