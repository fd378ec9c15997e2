import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("What was written beyond a deletion")
struct BeyondDeletionTests {
    /// "A refused op has no effect": the photo is what the first `addPhoto` made of it.
    @Test("A refused addPhoto does not bring back a photo whose own addPhoto the deletion had seen")
    func refused() {
        let owner = AccountID(9)
        var phone = Replica(1, of: owner)
        var tablet = Replica(2, of: owner)
        let first = phone.write(.addPhoto(PhotoID(7), manifest: [1]))
        let second = tablet.write(.addPhoto(PhotoID(7), manifest: [2]))
        exchange(&phone, &tablet)
        #expect(phone.state.refused == Set(second))
        #expect(phone.state.items(writtenBeyond: VersionVector(first.map(\.dot))) == [])
    }
}
