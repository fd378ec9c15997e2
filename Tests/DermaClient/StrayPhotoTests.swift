import DermaCausality
import DermaClient
import DermaContent
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Photos without an entry")
struct StrayPhotoTests {
    @Test("A device stopped between sealing a photo and writing its entry forgets the photo, and no other")
    func stray() throws {
        var world = World()
        var phone = try world.patient()
        let folder = try phone.createFolder(named: "Left forearm")
        var random = SeededRandom(5)
        let photo = CleanedPhoto.sample(&random)
        let kept = try phone.add(photo, to: folder)
        var store = phone.store
        let stray = PhotoName(folder: folder, photo: PhotoID(.zero))
        try store.photos.begin(stray, chunks: [ChunkReference(id: ChunkID(.zero), length: 3)])
        try store.photos.write([1, 2, 3], at: 0, to: stray)
        try store.photos.commit(stray, offset: 3)

        let reopened = try TestDevice.open(store: store, passcode: World.passcode, environment: world.environment())
        #expect(try reopened.store.photos.photos(in: folder) == [kept])
        #expect(try reopened.jpeg(of: kept, in: folder) == photo.jpeg)
    }
}
