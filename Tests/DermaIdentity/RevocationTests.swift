import DermaCausality
import DermaIdentity
import DermaTestSupport
import DermaWire
import Testing

@Suite("Removing a device")
struct RevocationTests {
    /// Phone (1) and tablet (2) are in and know it; the laptop (3) is not.
    private var story = ControlStory()
    private let phone = 1
    private let tablet = 2
    private let laptop = 3

    init() {
        story.write(.device(story.admission(of: tablet)), by: phone)
        story.hear(tablet)
    }

    private func author(_ writer: Int) -> AuthorID { story.keys(of: writer).author }

    /// The state, checked to be the same in every causal order.
    private func state() throws -> ControlState {
        let state = try story.state()
        let expected = ControlSnapshot(state)
        for order in story.causalOrders() {
            let differences = ControlSnapshot(try story.state(order)).differences(from: expected)
            try #require(differences == [], "\(order)")
        }
        return state
    }

    private mutating func revoke(_ device: Int, by writer: Int, after count: Int = .max) {
        story.write(.revocation(story.revocation(of: device, after: count)), by: writer)
    }

    @Test("What was seen of it counts; what it signs later has no effect, whatever date it bears")
    mutating func later() throws {
        story.write(.epoch(.sample(1)), by: tablet)
        story.hear(phone)
        revoke(tablet, by: phone)
        story.write(.epoch(.sample(2, number: 2)), by: tablet, at: -1_000_000)
        story.write(.grant(.sample(1)), by: tablet)
        let state = try state()
        #expect(state.isRevoked(author(tablet)) && !state.isMember(author(tablet)))
        #expect(state.activeDevices == [author(phone)] && state.devices.count == 2)
        #expect(state.epochs[.arm]?.map(\.record.number) == [1])
        #expect(state.grants.isEmpty && state.refused.count == 2 && state.undone.count == 2)
        #expect(state.signingKey(of: author(tablet)) == story.keys(of: tablet).signing)
    }

    @Test("A withdrawal stands, also one that nobody had seen: permission goes toward less")
    mutating func withdrawal() throws {
        let grant = Grant.sample(1)
        story.write(.grant(grant), by: phone)
        story.hear(tablet)
        revoke(tablet, by: phone)
        story.write(.withdrawal(Withdrawal(folder: grant.folder, organisation: grant.organisation)), by: tablet)
        let state = try state()
        #expect(state.isWithdrawn(grant.id) && state.undone.isEmpty && state.refused.isEmpty)
        #expect(throws: AccessDenied(.withdrawn)) {
            try state.access(of: grant.organisation, to: grant.folder, at: .min).get()
        }
    }

    @Test("Whom it let in before stays; whom it lets in after is nobody, but what that one signs verifies")
    mutating func admissions() throws {
        story.write(.device(story.admission(of: laptop)), by: tablet)
        story.hear(laptop)
        story.write(.epoch(.sample(1)), by: laptop)
        var before = story
        before.hear(phone)
        before.write(.revocation(before.revocation(of: tablet)), by: phone)
        #expect(try before.state().activeDevices == [author(phone), author(laptop)].sorted())
        #expect(try before.state().epochs[.arm]?.count == 1)

        revoke(tablet, by: phone, after: 0)
        let state = try state()
        #expect(state.activeDevices == [author(phone)] && state.epochs.isEmpty && state.undone.count == 2)
        #expect(state.signingKey(of: author(laptop)) == story.keys(of: laptop).signing)
        #expect(!state.isMember(author(laptop)))
    }

    @Test("Of two devices that remove each other both are out; a new one comes in by the identity keys")
    mutating func eachOther() throws {
        revoke(tablet, by: phone)
        revoke(phone, by: tablet)
        #expect(try state().activeDevices.isEmpty)
        story.hear(ControlStory.identity)
        story.write(.device(story.admission(of: laptop)), by: ControlStory.identity)
        #expect(try state().activeDevices == [author(laptop)])
    }

    @Test("The identity keys outrank devices: what they disown undoes no one")
    mutating func identity() throws {
        // A thief has the tablet and removes the phone; the words disown all that the tablet did since.
        revoke(phone, by: tablet)
        #expect(try state().activeDevices == [author(tablet)])
        story.hear(ControlStory.identity)
        revoke(tablet, by: ControlStory.identity, after: 0)
        let state = try state()
        #expect(state.activeDevices == [author(phone)])
        #expect(state.revocations.map(\.record.device) == [author(tablet)])
    }

    @Test("The identity keys cannot be removed, and a stranger removes nobody")
    mutating func refused() throws {
        revoke(ControlStory.identity, by: phone)
        revoke(phone, by: laptop)
        let state = try state()
        #expect(!state.hasRevocations && state.refused.count == 2)
        #expect(state.isMember(story.genesis.author))
    }

    @Test("Who knew of its own removal removes nobody")
    mutating func knowing() throws {
        revoke(tablet, by: phone)
        story.hear(tablet)
        revoke(phone, by: tablet)
        #expect(try state().activeDevices == [author(phone)])
    }

    @Test("Of two removals of one device only what both cover counts, and it is one removal")
    mutating func twice() throws {
        story.write(.device(story.admission(of: laptop)), by: phone)
        story.write(.epoch(.sample(1)), by: tablet)
        story.write(.epoch(.sample(2, number: 2)), by: tablet)
        story.hear(laptop)
        story.hear(phone)
        revoke(tablet, by: phone, after: 1)
        revoke(tablet, by: laptop, after: 2)
        let state = try state()
        #expect(state.epochs[.arm]?.map(\.record.number) == [1] && state.revocations.count == 2)
        #expect(state.activeDevices == [author(phone), author(laptop)].sorted())
    }

    @Test("A removed device's keys never come back")
    mutating func again() throws {
        revoke(tablet, by: phone)
        story.write(.device(story.admission(of: tablet, label: 7)), by: phone)
        #expect(try !state().isMember(author(tablet)))
    }

    @Test("A device that removes itself is out, and what it did before counts")
    mutating func itself() throws {
        story.write(.epoch(.sample(1)), by: tablet)
        revoke(tablet, by: tablet)
        story.write(.epoch(.sample(2, number: 2)), by: tablet)
        let state = try state()
        #expect(state.activeDevices == [author(phone)] && state.epochs[.arm]?.count == 1)
    }

    @Test("A new key and new epochs are due until their author knows of the removal")
    mutating func due() throws {
        story.write(.generation(.sample(1)), by: phone)
        story.write(.epoch(.sample(1)), by: phone)
        #expect(try !state().isRotationDue(for: .arm, at: 0) && state().newestGeneration != nil)
        story.write(.epoch(.sample(2, number: 2)), by: tablet)
        story.hear(phone)
        revoke(tablet, by: phone)
        #expect(try state().isRotationDue(for: .arm, at: 0) && state().newestGeneration == nil)
        // Handing the old key on does not make it new.
        story.write(.generation(.sample(1)), by: phone)
        #expect(try state().newestGeneration == nil)
        story.write(.generation(.sample(2, 2)), by: phone)
        story.write(.epoch(.sample(3, number: 3)), by: phone)
        #expect(try state().newestGeneration?.record.number == 2)
        #expect(try !state().isRotationDue(for: .arm, at: 0))
    }

    @Test("An epoch that only the removed device announced is due for a change, also when a grant hands it over")
    mutating func handedOver() throws {
        story.write(.epoch(.sample(1)), by: phone)
        story.write(.epoch(.sample(9, number: 9)), by: tablet)
        story.hear(phone)
        story.write(.grant(.sample(1, epochs: [(1, 1), (9, 9)])), by: phone)
        revoke(tablet, by: phone, after: 0)
        let state = try state()
        #expect(state.newestEpoch(of: .arm)?.number == 9)
        #expect(state.isRotationDue(for: .arm, at: 0))
    }
}
