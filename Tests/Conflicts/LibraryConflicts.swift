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
        (scene, other, third) = try Scene.withThreeFolders()
    }

    /// Both of the patient's devices have synced and show the same arrangement.
    private mutating func meet() throws {
        for _ in 0..<2 { try scene.syncAll() }
        #expect(scene.phone.arrangement.tree == scene.tablet.arrangement.tree)
        #expect(scene.phone.libraryConflicts == scene.tablet.libraryConflicts)
        #expect(scene.phone.arrangement.recovered == scene.tablet.arrangement.recovered)
        for folder in [scene.folder, other, third] {
            #expect(scene.phone.arrangement.photosShown(in: folder) == scene.tablet.arrangement.photosShown(in: folder))
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
        let homes = [scene.folder, other, third].filter { scene.phone.arrangement.photosShown(in: $0) == [link] }
        #expect(homes.count == 1 && homes != [other] && scene.phone.arrangement.home(of: link) == homes.first)
        let conflict = try #require(scene.phone.libraryConflicts.first)
        #expect(scene.phone.libraryConflicts.count == 1 && !conflict.isSettled)
        #expect(conflict.place == .field(.home(link)) && conflict.sides.count == 2)
        #expect(scene.clinic.state(of: scene.folder)?.photos.isEmpty == true)
        #expect(scene.clinic.state(of: other) == nil && scene.clinic.state(of: third) == nil)

        let shared = try #require(conflict.sides.firstIndex { $0.text == scene.folder.description })
        try scene.tablet.settleInLibrary(conflict, as: .side(shared))
        try meet()
        #expect(scene.phone.arrangement.photosShown(in: scene.folder) == [link])
        #expect(scene.phone.libraryConflicts.first?.settled?.author == scene.tablet.author)
        // C07, as far as it goes without an act that shares it: being shown there lets the clinic see nothing.
        #expect(scene.clinic.state(of: scene.folder)?.photos.isEmpty == true)
    }

    @Test("Folders moved into each other on two devices: neither is lost, one stays where it was, flagged")
    mutating func movedIntoEachOther() throws {
        try scene.phone.move(other, into: third)
        try scene.tablet.move(third, into: other)
        try meet()
        let tree = scene.phone.arrangement.tree
        let parents = [tree.parent(of: other), tree.parent(of: third)]
        #expect(parents.filter { $0 == nil }.count == 1)
        let conflict = try #require(scene.phone.libraryConflicts.first { $0.resolution == .notMoved })
        #expect(conflict.sides.count == 2 && !conflict.isSettled)
        // Moving the one that was not moved, having seen both, settles it.
        let stayed = tree.parent(of: other) == nil ? other : third
        try scene.phone.move(stayed, into: scene.folder)
        try meet()
        #expect(scene.phone.arrangement.tree.parent(of: stayed) == scene.folder)
        #expect(scene.phone.libraryConflicts.filter { !$0.isSettled }.isEmpty)
        #expect(throws: DeviceError.notAllowed) { try scene.phone.move(scene.folder, into: scene.folder) }
    }

    /// Erased, the photo is shown in no folder, and its note in none.
    @Test("The note on an erased photo is recovered, also if the photo had been moved to another folder")
    mutating func noteOfErased() throws {
        let photo = try scene.phone.add(.sample(&random), to: scene.folder)
        try meet()
        try scene.phone.move(photo, of: scene.folder, to: other)
        try scene.phone.erase(photo, in: scene.folder)
        try scene.phone.delete(scene.folder)
        try scene.tablet.edit(.note(photo), in: scene.folder) { (text) throws(TextError) in
            try text.insert("left", at: 0)
        }
        try meet()
        #expect(
            scene.phone.arrangement.recovered == [Recovered(.item(.note(photo), of: scene.folder), in: scene.folder)])
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
            #expect(
                device.arrangement.recovered == [Recovered(.item(.photo(late), of: scene.folder), in: scene.folder)],
                "\(known) was there to be seen")
            #expect(try device.jpeg(of: late, in: scene.folder) != nil)
        }
        #expect(scene.clinic.state(of: scene.folder)?[photo: late] == nil)
        #expect(scene.clinic.ended[scene.folder] != nil)
        try scene.tablet.restore(scene.folder)
        try meet()
        #expect(!scene.phone.isDeleted(scene.folder) && scene.phone.arrangement.recovered.isEmpty)
        #expect(scene.phone.arrangement.photosShown(in: scene.folder).count == 2)
    }

    @Test(
        "C12: whatever was written offline into a folder that another device deleted is recovered; what was seen is not"
    )
    mutating func writtenIntoDeletedFolder() throws {
        let day = try #require(CivilDay(iso: "2026-11-22"))
        let score = try #require(Score(.severity, items: [3]))
        let (folder, owner, clinic) = (scene.folder, scene.phone.account, scene.clinic.account)
        let photo = try scene.phone.add(.sample(&random), to: folder)
        let known = try scene.phone.writeDiary(DiaryDraft(text: "Red"), in: folder)
        let changed = try scene.phone.writeDiary(DiaryDraft(text: "Itchy"), in: folder)
        let remark = try scene.phone.comment("Since June", on: .folder, in: folder)
        try meet()
        try scene.phone.delete(folder)
        #expect(scene.phone.arrangement.recovered == [], "\(known) and \(remark) were there to be seen")
        let entry = try scene.tablet.writeDiary(DiaryDraft(text: "Blisters since this morning"), in: folder)
        try scene.tablet.changeDiary(changed, DiaryDraft(title: "Worse"), in: folder)
        let comment = try scene.tablet.comment("On the back too", on: .folder, in: folder)
        let taken = try scene.tablet.comment("No", on: .folder, in: folder)
        try scene.tablet.retract(taken, in: folder)
        let scored = try scene.tablet.record(score, on: day, in: folder)
        let clinics = try scene.clinic.comment("Use the cream", on: .folder, in: folder)
        try scene.tablet.edit(.note(photo), in: folder) { (text) throws(TextError) in try text.insert("left", at: 0) }
        try meet()
        let items: Set<FolderItem> = [
            .diary(entry), .diary(changed), .comment(comment, by: owner), .score(scored, by: owner), .note(photo),
        ]
        for device in [scene.phone, scene.tablet] {
            #expect(device.isDeleted(folder) && device.arrangement.recovered.allSatisfy { $0.folder == folder })
            let recovered = Set(device.arrangement.recovered.map(\.what))
            #expect(
                recovered.subtracting([.item(.comment(clinics, by: clinic), of: folder)])
                    == Set(items.map { .item($0, of: folder) }))
        }
        // Whoever deletes it again has seen all that.
        try scene.tablet.delete(folder)
        try meet()
        #expect(scene.phone.isDeleted(folder) && scene.phone.arrangement.recovered == [])
    }

    @Test("A folder that was moved offline into one that another device deleted is recovered, and stands above it")
    mutating func movedIntoDeletedFolder() throws {
        let (box, inside) = (other, third)
        try scene.phone.move(box, into: scene.folder)
        try meet()
        try scene.phone.delete(box)
        try scene.tablet.move(inside, into: box)
        try meet()
        for device in [scene.phone, scene.tablet] {
            #expect(device.arrangement.tree.parent(of: inside) == scene.folder)
            #expect(device.arrangement.recovered == [Recovered(.folder(inside), in: box)])
        }
        #expect(throws: DeviceError.notFound) { try scene.phone.move(scene.folder, into: box) }
        // It stood in there before: to bring the folder back brings it back there.
        try scene.tablet.restore(box)
        try meet()
        #expect(scene.phone.arrangement.tree.parent(of: inside) == box && scene.phone.arrangement.recovered == [])
        // Who deletes the folder now knows of it: it moves up, and that is no news.
        try scene.phone.delete(box)
        try meet()
        #expect(
            scene.tablet.arrangement.tree.parent(of: inside) == scene.folder && scene.tablet.arrangement.recovered == []
        )
        #expect(!scene.tablet.isDeleted(inside))
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
        #expect(third.libraryID == library && third.arrangement.tree == scene.phone.arrangement.tree)
    }
}
