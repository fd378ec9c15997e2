import DermaTestSupport
import Foundation
import Testing

@Suite("Erasing a photo on the command line")
struct PhotoErasureTests {
    @Test("It is pending until the next sync, says so, and is shown as removed with its comments")
    func erase() throws {
        let scratch = try Scratch()
        let relay = try RelayProcess(scratch)
        let home = scratch("phone")
        try Tool.run("init", "--home", home, "--words-file", scratch("words"))
        try Tool.run("folder", "create", "--home", home, "Arm")
        try Tool.run("photo", "add", "--home", home, "Arm", Fixtures.photo("valid/orientation-6.jpg"))
        let photo = try #require(try Self.photos(of: home, "photos").first?["id"] as? String)
        try Tool.run("comment", "add", "--home", home, "Arm", "red edge", "--photo", photo)
        #expect(try Tool.run("sync", "--home", home, "--relay", relay.address).status == 0)

        let erased = try Tool.run("photo", "erase", "--home", home, "Arm", String(photo.prefix(8)))
        #expect(erased.status == 0 && erased.output.contains("for good") && erased.output.contains("Pending"))
        let again = try Tool.run("photo", "erase", "--home", home, "Arm", photo, "--json")
        #expect(try again.json("isPending") as? Bool == true && again.json("photo") as? String == photo)
        let removed = try #require(try Self.photos(of: home, "removedPhotos").first)
        #expect(removed["isPending"] as? Bool == true && removed["by"] as? String != "")
        #expect((removed["comments"] as? [[String: Any]])?.first?["text"] as? String == "red edge")
        let shown = try Tool.run("show", "--home", home).output
        #expect(shown.contains("photo removed") && shown.contains("pending") && shown.contains("red edge"))
        #expect(try Self.photos(of: home, "photos").isEmpty)

        let synced = try Tool.run("sync", "--home", home, "--json")
        #expect(try synced.json("photosErased") as? Int == 1)
        #expect(try Self.photos(of: home, "removedPhotos").first?["isPending"] as? Bool == false)
        #expect(try !Tool.run("show", "--home", home).output.contains("pending"))
        #expect(try Tool.run("photo", "erase", "--home", home, "Arm", "ffffffff").status == 66)
        #expect(try Tool.run("comment", "add", "--home", home, "Arm", "more", "--photo", photo).status == 66)
    }

    private static func photos(of home: String, _ key: String) throws -> [[String: Any]] {
        let data = Data(try Tool.run("show", "--home", home, "--json").output.utf8)
        let folders = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        return try #require(folders.first?[key] as? [[String: Any]])
    }
}
