import DermaCRDT
import DermaCausality
import DermaContent
import DermaTestSupport
import Testing

@testable import DermaClient

@Suite("What is recovered from a deleted folder, and what no longer is")
struct RecoveredConflicts {
    var scene: Scene
    private var random = SeededRandom(32)
    private let box: FolderID
    private let inside: FolderID

    init() throws {
        (scene, box, inside) = try Scene.withThreeFolders()
    }

    private mutating func recovered() throws -> [Recovered] {
        for _ in 0..<2 { try scene.syncAll() }
        #expect(scene.phone.arrangement.recovered == scene.tablet.arrangement.recovered)
        return scene.phone.arrangement.recovered
    }

    @Test("A folder that was moved there, until it is deleted itself")
    mutating func deletedToo() throws {
        try scene.phone.delete(box)
        try scene.tablet.move(inside, into: box)
        #expect(try recovered() == [Recovered(.folder(inside), in: box)])
        try scene.tablet.delete(inside)
        #expect(try recovered() == [])
    }

    @Test(
        "A folder that was moved there, whoever brought the deleted one back knowing of that, if another deletion stands"
    )
    mutating func broughtBack() throws {
        let before = scene
        // Which of a deletion and a return is shown depends on the devices' names.
        var shown = 0
        for (deleter, other) in [(Scene.Member.phone, Scene.Member.tablet), (.tablet, .phone)] {
            scene = before
            try scene[other].move(inside, into: box)
            try scene[other].delete(box)
            try scene[other].restore(box)
            try scene[deleter].delete(box)
            let recovered = try recovered()
            let isDeleted = scene.phone.isDeleted(box)
            #expect(recovered == (isDeleted ? [Recovered(.folder(inside), in: box)] : []))
            if isDeleted { shown += 1 }
        }
        #expect(shown == 1)
    }

    @Test("A photo of another folder that was moved there, until it is erased")
    mutating func erased() throws {
        let photo = try scene.phone.add(.sample(&random), to: inside)
        _ = try recovered()
        try scene.tablet.move(photo, of: inside, to: box)
        try scene.phone.delete(box)
        #expect(try recovered() == [Recovered(.item(.photo(photo), of: inside), in: box)])
        try scene.phone.erase(photo, in: inside)
        #expect(try recovered() == [])
        #expect(scene.phone.arrangement.photosShown(in: box) == [])
    }

    @Test("Folders of one name are suggested to whom they belong, and not to whom they were shared with")
    mutating func suggestedToOwner() throws {
        _ = try scene.phone.createFolder(named: "Face")
        let folders = scene.phone.arrangement.folders
        for (account, count) in [(scene.phone.account, 1), (scene.clinic.account, 0)] {
            #expect(Arrangement(of: account, library: nil, folders: folders).suggestions.count == count)
        }
    }
}
