import DermaCausality
import DermaIdentity
import DermaTestSupport
import Testing

@Suite("When a new epoch is due")
struct RotationTests {
    private var story: ControlStory

    init() {
        story = ControlStory()
        story.write(.device(story.admission(of: 2)), by: 1)
        story.hear(2)
    }

    private func isDue(at time: Int64 = 0) throws -> Bool { try story.state().isRotationDue(for: .arm, at: time) }

    @Test("Without an epoch, at once; with one that nobody else reads, not")
    mutating func first() throws {
        #expect(try isDue())
        story.write(.epoch(.sample(1, of: .leg)), by: 1)
        #expect(try isDue())
        story.write(.epoch(.sample(1)), by: 1)
        #expect(try !isDue())
    }

    /// A28: the phone judges by itself, without a connection, from the instant of the end on.
    @Test("A28: when a reader's grant ends, whether the grant brought the epoch or the epoch named the grant")
    mutating func expiry() throws {
        story.write(.epoch(.sample(1)), by: 1)
        story.write(.grant(.sample(1, until: 100, epochs: [(1, 1)])), by: 1)
        #expect(try !isDue(at: 99))
        #expect(try isDue(at: 100))
        story.write(.epoch(.sample(2, number: 2)), by: 1)
        #expect(try !isDue(at: 100))
        story.write(.grant(.sample(2, to: .hospital, until: 200)), by: 1)
        #expect(try !isDue(at: 500), "the hospital was not given the epoch")
        story.write(.epoch(.sample(3, number: 3, grants: [GrantID(.filled(2))])), by: 1)
        #expect(try !isDue(at: 199))
        #expect(try isDue(at: 200))
    }

    @Test("When a reader's grant is withdrawn, until an epoch without it has begun")
    mutating func withdrawal() throws {
        story.write(.epoch(.sample(1)), by: 1)
        story.write(.grant(.sample(1, epochs: [(1, 1)])), by: 1)
        story.write(.withdrawal(Withdrawal(folder: .arm, organisation: .hospital)), by: 1)
        story.write(.withdrawal(Withdrawal(folder: .leg, organisation: .clinic)), by: 1)
        #expect(try !isDue(), "others were withdrawn")
        story.write(.withdrawal(Withdrawal(folder: .arm, organisation: .clinic)), by: 1)
        #expect(try isDue())
        // Granting again does not make the old grant's key good.
        story.write(.grant(.sample(2)), by: 1)
        #expect(try isDue())
        story.write(.epoch(.sample(2, number: 2, grants: [GrantID(.filled(2))])), by: 1)
        #expect(try !isDue())
    }

    @Test("When a grant was replaced by a newer one, whose key is another")
    mutating func replacement() throws {
        story.write(.epoch(.sample(1)), by: 1)
        story.write(.grant(.sample(1, until: 100, epochs: [(1, 1)])), by: 1)
        story.write(.grant(.sample(2, until: 900, epochs: [(1, 1)])), by: 1)
        #expect(try isDue())
    }

    /// A member that announces the epoch again, without its readers, may not make them forgotten.
    @Test("When any announcement of the epoch names a grant that has ended, whoever made it", arguments: [1, 2])
    mutating func announcedTwice(namedBy writer: Int) throws {
        story.write(.grant(.sample(1, until: 100)), by: 1)
        story.hear(2)
        story.write(.epoch(.sample(1, grants: [GrantID(.filled(1))])), by: writer)
        story.write(.epoch(.sample(1)), by: 3 - writer)
        for order in story.causalOrders() {
            #expect(try !story.state(order).isRotationDue(for: .arm, at: 99))
            #expect(try story.state(order).isRotationDue(for: .arm, at: 100))
        }
    }

    @Test("The newest epoch: the highest number, and of two at once the greater id, for everyone")
    mutating func newest() throws {
        #expect(try story.state().newestEpoch(of: .arm) == nil)
        story.write(.epoch(.sample(9, number: 1)), by: 1)
        story.hear(2)
        story.write(.epoch(.sample(3, number: 2)), by: 1)
        story.write(.epoch(.sample(5, number: 2)), by: 2)
        story.write(.epoch(.sample(8, number: 7, of: .leg)), by: 2)
        for order in story.causalOrders() {
            let newest = try #require(try story.state(order).newestEpoch(of: .arm))
            #expect(newest.number == 2 && newest.id == EpochID(.filled(5)))
            #expect(try story.state(order).epochs[.arm]?.map(\.record.id.raw) == [.filled(9), .filled(3), .filled(5)])
        }
    }

    @Test("An organisation knows of the epochs before its grant from the grant alone")
    mutating func fromGrants() throws {
        story.write(.grant(.sample(1, epochs: [(4, 1), (2, 9)])), by: 1)
        let newest = try #require(try story.state().newestEpoch(of: .arm))
        #expect(newest.number == 4 && newest.id == EpochID(.filled(1)))
        #expect(try story.state().readers(of: EpochID(.filled(9)), in: .arm).map(\.id) == [GrantID(.filled(1))])
        #expect(try story.state().readers(of: EpochID(.filled(9)), in: .leg).isEmpty)
        #expect(try story.state().newestEpoch(of: .leg) == nil)
    }
}
