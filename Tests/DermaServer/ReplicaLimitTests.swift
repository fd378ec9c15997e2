import DermaCRDT
import DermaCausality
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Replicas of one author")
struct ReplicaLimitTests {
    @Test("An author with as many replicas as may be gets no other, and its entries stay on the device")
    func limit() throws {
        var world = World()
        var phone = try world.patient()
        let folder = try phone.createFolder(named: "Left forearm")
        for number in 1..<Limits.replicasPerAuthorMax {
            try phone.store.set([Setting.replicaPrefix + folder.description: nonce(number)])
            _ = try phone.comment("\(number)", on: .folder, in: folder)
        }
        #expect(try world.sync(&phone).refusals.isEmpty)
        try phone.store.set([Setting.replicaPrefix + folder.description: nonce(999)])
        _ = try phone.comment("one too many", on: .folder, in: folder)
        #expect(try world.sync(&phone).refusals == [Refusal(.limitReached, folder: folder)])
        #expect(try world.relay.store.log.origins(in: folder).count == Limits.replicasPerAuthorMax)
        #expect(phone.state(of: folder)?.comments.count == Limits.replicasPerAuthorMax)
    }

    private func nonce(_ number: Int) -> [UInt8] { [0, 0, 0, 0, 0, 0, UInt8(number / 256), UInt8(number % 256)] }
}
