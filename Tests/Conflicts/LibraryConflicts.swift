import DermaCRDT
import DermaCausality
import DermaContent
import DermaIdentity
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("How folders and photos are arranged")
struct LibraryConflicts {
    var scene: Scene
    private var random = SeededRandom(31)
    private let other: FolderID
    private let third: FolderID

    init() throws {
        scene = try Scene.shared()
        other = try scene.phone.createFolder(named: "Trunk")
        third = try scene.phone.createFolder(named: "Face")
        try scene.syncAll()
    }

    /// Both of the patient's devices have synced and show the same arrangement.
    private mutating func meet() throws {
        for _ in 0..<2 { try scene.syncAll() }
        #expect(scene.phone.folderTree == scene.tablet.folderTree)
        #expect(scene.phone.libraryConflicts == scene.tablet.libraryConflicts)
        #expect(scene.phone.recovered == scene.tablet.recovered)
        for folder in [scene.folder, other, third] {
            #expect(scene.phone.photosShown(in: folder) == scene.tablet.photosShown(in: folder))
        }
    }

    @Test("C06: a photo moved to two folders has one home, flagged, and nobody is shown more than before")
    mutating func movedTwice() throws {
        let photo = try scene.phone.add(.sample(&random), to: other)
        let link = PhotoLink(photo, in: other)
        try meet()
        // One of the targets is shared with the clinic.
        try scene.phone.move(photo, of: other, to: scene.folder)
        try scene.tablet.move(photo, of: other, to: third)
        try meet()
        let homes = [scene.folder, other, third].filter { scene.phone.photosShown(in: $0) == [link] }
        #expect(homes.count == 1 && homes != [other] && scene.phone.home(of: link) == homes.first)
        let conflict = try #require(scene.phone.libraryConflicts.first)
        #expect(scene.phone.libraryConflicts.count == 1 && !conflict.isSettled)
        #expect(conflict.place == .field(.home(link)) && conflict.sides.count == 2)
        #expect(scene.clinic.state(of: scene.folder)?.photos.isEmpty == true)
        #expect(scene.clinic.state(of: other) == nil && scene.clinic.state(of: third) == nil)

        let shared = try #require(conflict.sides.firstIndex { $0.text == scene.folder.description })
        try scene.tablet.settleInLibrary(conflict, as: .side(shared))
        try meet()
        #expect(scene.phone.photosShown(in: scene.folder) == [link])
        #expect(scene.phone.libraryConflicts.first?.settled?.author == scene.tablet.author)
        // C07, as far as it goes without an act that shares it: being shown there lets the clinic see nothing.
        #expect(scene.clinic.state(of: scene.folder)?.photos.isEmpty == true)
    }

    @Test("Folders moved into each other on two devices: neither is lost, one stays where it was, flagged")
    mutating func movedIntoEachOther() throws {
        try scene.phone.move(other, into: third)
        try scene.tablet.move(third, into: other)
        try meet()
        let tree = scene.phone.folderTree
        let parents = [tree.parent(of: other), tree.parent(of: third)]
        #expect(parents.filter { $0 == nil }.count == 1)
        let conflict = try #require(scene.phone.libraryConflicts.first { $0.resolution == .notMoved })
        #expect(conflict.sides.count == 2 && !conflict.isSettled)
        // Moving the one that was not moved, having seen both, settles it.
        let stayed = tree.parent(of: other) == nil ? other : third
        try scene.phone.move(stayed, into: scene.folder)
        try meet()
        #expect(scene.phone.folderTree.parent(of: stayed) == scene.folder)
        #expect(scene.phone.libraryConflicts.filter { !$0.isSettled }.isEmpty)
        #expect(throws: DeviceError.notAllowed) { try scene.phone.move(scene.folder, into: scene.folder) }
    }

    @Test("C12: a photo that was added offline to a deleted folder is recovered, and shared with nobody")
    mutating func deletedFolder() throws {
        let known = try scene.phone.add(.sample(&random), to: scene.folder)
        try meet()
        try scene.phone.delete(scene.folder)
        let late = try scene.tablet.add(.sample(&random), to: scene.folder)
        try meet()
        for device in [scene.phone, scene.tablet] {
            #expect(device.isDeleted(scene.folder))
            #expect(device.recovered == [PhotoLink(late, in: scene.folder)], "\(known) was there to be seen")
            #expect(try device.jpeg(of: late, in: scene.folder) != nil)
        }
        #expect(scene.clinic.state(of: scene.folder)?[photo: late] == nil)
        #expect(scene.clinic.ended[scene.folder] != nil)
        try scene.tablet.restore(scene.folder)
        try meet()
        #expect(!scene.phone.isDeleted(scene.folder) && scene.phone.recovered.isEmpty)
        #expect(scene.phone.photosShown(in: scene.folder).count == 2)
    }

    @Test("The library is the account's own: devices find the same one, nobody else is let in or can claim it")
    mutating func ownLibrary() throws {
        let library = try #require(scene.phone.libraryID)
        #expect(scene.tablet.libraryID == library && scene.clinic.libraryID == nil)
        try scene.phone.move(other, into: third)
        try meet()
        #expect(!scene.phone.folderIDs.contains(library))
        #expect(scene.clinic.state(of: library) == nil)
        let clinic = scene.record
        #expect(throws: DeviceError.notAllowed) {
            try scene.phone.share(
                library, with: clinic, for: [.care], until: scene.end, wording: Scene.wording)
        }
        // A third device, linked later, finds it too.
        var third = try scene.world.linked(to: &scene.phone, "Spare")
        try scene.syncAll()
        try scene.world.sync(&third)
        #expect(third.libraryID == library && third.folderTree == scene.phone.folderTree)
    }
}
