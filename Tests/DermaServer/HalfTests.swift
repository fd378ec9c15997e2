import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("The relay's half of a grant's key")
struct HalfTests {
    var scene: Scene
    private let grant: Grant
    private let half: Bytes32

    init() throws {
        scene = try Scene.shared()
        grant = try #require(scene.phone.control.grants.values.first).record
        half = try #require(scene.phone.relayHalf(of: grant.id))
    }

    private var isHeld: Bool { get throws { try scene.world.relay.store.half(of: grant.id) != nil } }

    private func request(
        _ grant: GrantID, for purpose: Purposes = .care, by device: TestDevice
    ) -> Frame {
        let request = HalfRequest(grant: grant, purpose: purpose, claimedTime: scene.world.clock.time)
        return .halfRequest(
            HalfRequestFrame(
                account: scene.phone.account, request: request,
                signature: device.secrets.sign(.halfRequest, request.encoded)))
    }

    @Test("It is deposited once it is wanted, and is what the grant says")
    func deposited() throws {
        #expect(try scene.world.relay.store.half(of: grant.id) == half)
        #expect(Bytes32.hash(.half, half) == grant.halfCommitment)
    }

    @Test("Another half than the grant's is not taken")
    mutating func wrongHalf() throws {
        var phone = scene.world.login(scene.phone)
        let wrong = Frame.halfDeposit(HalfFrame(grant: grant.id, half: .zero))
        #expect(scene.world.send(wrong, as: &phone).refusal == .badHalf)
        let unknown = Frame.halfDeposit(HalfFrame(grant: GrantID(.zero), half: half))
        #expect(scene.world.send(unknown, as: &phone).refusal == .badHalf)
        #expect(try scene.world.relay.store.half(of: grant.id) == half)
        // Nor from the clinic, which knows it.
        var clinic = scene.world.login(scene.clinic)
        let right = Frame.halfDeposit(HalfFrame(grant: grant.id, half: half))
        #expect(scene.world.send(right, as: &clinic).refusal == .badHalf)
        #expect(scene.world.send(right, as: &phone) == [.halfStored(grant.id)])
    }

    @Test("It goes to the organisation that it was granted to, for a purpose that was granted")
    mutating func released() throws {
        var clinic = scene.world.login(scene.clinic)
        let released: [Frame] = [.halfReleased(HalfFrame(grant: grant.id, half: half))]
        for purpose in [Purposes.care, .teaching, [.care, .teaching]] {
            #expect(scene.world.send(request(grant.id, for: purpose, by: scene.clinic), as: &clinic) == released)
        }
        for purpose in [Purposes.research, [.care, .research], .machineLearning, .publication, .audit] {
            let answer = scene.world.send(request(grant.id, for: purpose, by: scene.clinic), as: &clinic)
            #expect(answer.refusal == .purposeNotGranted)
        }
    }

    @Test("It goes to nobody else")
    mutating func notReleased() throws {
        var other = try scene.world.clinic("Eye clinic", "RX2")
        try scene.world.sync(&other)
        var peer = scene.world.login(other)
        #expect(scene.world.send(request(grant.id, by: other), as: &peer).refusal == .neverGranted)
        var phone = scene.world.login(scene.phone)
        #expect(scene.world.send(request(grant.id, by: scene.phone), as: &phone).refusal == .neverGranted)
        // A request that the right device did not sign.
        var clinic = scene.world.login(scene.clinic)
        #expect(scene.world.send(request(grant.id, by: other), as: &clinic).refusal == .badSignature)
        #expect(scene.world.send(request(GrantID(.zero), by: scene.clinic), as: &clinic).refusal == .neverGranted)
    }

    @Test("It is not released from the end on, and is destroyed then")
    mutating func ended() throws {
        var clinic = scene.world.login(scene.clinic)
        scene.world.clock.advance(by: Scene.term)
        #expect(scene.world.send(request(grant.id, by: scene.clinic), as: &clinic).refusal == .accessExpired)
        #expect(try isHeld)
        try scene.world.relay.sweep(at: scene.end - 1)
        #expect(try isHeld)
        try scene.world.relay.sweep(at: scene.end)
        #expect(try !isHeld)
        // It is not wanted any more, and not taken.
        var phone = scene.world.login(scene.phone)
        #expect(
            !scene.world.send(.everything(of: scene.phone.control.folder), as: &phone).contains(.halfWanted(grant.id)))
        let deposit = Frame.halfDeposit(HalfFrame(grant: grant.id, half: half))
        #expect(scene.world.send(deposit, as: &phone).refusal == .badHalf)
    }

    @Test("It is destroyed by a withdrawal, and cannot be brought back")
    mutating func withdrawn() throws {
        var clinic = scene.world.login(scene.clinic)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        #expect(try isHeld)
        try scene.world.sync(&scene.phone)
        #expect(try !isHeld)
        #expect(scene.world.send(request(grant.id, by: scene.clinic), as: &clinic).refusal == .accessWithdrawn)
        var phone = scene.world.login(scene.phone)
        let deposit = Frame.halfDeposit(HalfFrame(grant: grant.id, half: half))
        #expect(scene.world.send(deposit, as: &phone).refusal == .badHalf)
    }

    @Test("A26: it stays dead when the folder is shared again", arguments: [false, true])
    mutating func sharedAgain(_ together: Bool) throws {
        var clinic = scene.world.login(scene.clinic)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        if !together { try scene.world.sync(&scene.phone) }
        let next = try scene.share(for: [.care])
        try scene.world.sync(&scene.phone)
        #expect(try !isHeld)
        #expect(try scene.world.relay.store.half(of: next) != nil)
        let old = scene.world.send(request(grant.id, by: scene.clinic), as: &clinic)
        #expect(old.refusal != nil && !old.isEmpty)
        #expect(scene.world.send(request(next, by: scene.clinic), as: &clinic).refusal == nil)
    }

    @Test("A half that is missing is asked for until it is there")
    mutating func askedAgain() throws {
        let other = try scene.phone.createFolder(named: "Right forearm")
        let grant = try scene.phone.share(
            other, with: scene.record, for: .care, until: scene.end, wording: Scene.wording)
        // The connection ends before the phone can answer.
        try scene.world.sync(&scene.phone) { frame in
            if case .halfWanted = frame { [] } else { [frame] }
        }
        #expect(try scene.world.relay.store.half(of: grant) == nil)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.health(of: other)?.lockedCount != 0)
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.relay.store.half(of: grant) != nil)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: other) == scene.phone.state(of: other))
    }
}
