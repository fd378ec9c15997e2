import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

/// Rows of the conflict table as far as the control log decides them, on devices 1 and 2 of one account.
@Suite("Permission merges toward less access")
struct AccessTests {
    private var story: ControlStory

    init() {
        story = ControlStory()
        story.write(.device(story.admission(of: 2)), by: 1)
        story.hear(2)
    }

    private static let withdrawal = ControlRecord.withdrawal(Withdrawal(folder: .arm, organisation: .clinic))

    /// What `Access` says.
    private struct View: Equatable {
        var grants: [Grant]
        var purposes: Purposes
        var end: Int64
    }

    /// The clinic's access to the arm: the same in every order of arrival.
    private func access(at time: Int64 = 0) throws -> Result<View, AccessDenied> {
        let expected = try story.state().access(of: .clinic, to: .arm, at: time)
        for order in story.causalOrders() {
            #expect(try story.state(order).access(of: .clinic, to: .arm, at: time) == expected, "\(order)")
        }
        return expected.map { View(grants: $0.grants, purposes: $0.purposes, end: $0.end) }
    }

    private static func denied(_ reason: AccessEnded) -> Result<View, AccessDenied> { .failure(AccessDenied(reason)) }

    @Test("A grant gives what it says, to whom and where it says")
    mutating func granted() throws {
        #expect(try access() == Self.denied(.neverGranted))
        let grant = Grant.sample(1, for: [.care, .teaching], until: 100)
        story.write(.grant(grant), by: 1)
        #expect(try access() == .success(View(grants: [grant], purposes: [.care, .teaching], end: 100)))
        let state = try story.state()
        #expect(state.access(of: .clinic, to: .leg, at: 0) == .failure(AccessDenied(.neverGranted)))
        #expect(state.access(of: .hospital, to: .arm, at: 0) == .failure(AccessDenied(.neverGranted)))
        #expect(state.grantsInForce(at: 0) == [grant] && state.grantsInForce(on: .leg, at: 0).isEmpty)
    }

    @Test("It ends at the exact millisecond")
    mutating func expiry() throws {
        let grant = Grant.sample(1, until: 100)
        story.write(.grant(grant), by: 1)
        #expect(try access(at: 99) == .success(View(grants: [grant], purposes: .care, end: 100)))
        #expect(try access(at: 100) == Self.denied(.expired(100)))
        #expect(try access(at: .max) == Self.denied(.expired(100)))
        #expect(try !story.state().isInForce(grant, at: 100) && story.state().isInForce(grant, at: .min))
    }

    @Test("Withdrawn: at once, for this organisation and folder only")
    mutating func withdrawn() throws {
        story.write(.grant(.sample(1)), by: 1)
        story.write(.grant(.sample(2, to: .hospital)), by: 1)
        story.write(.grant(.sample(3, on: .leg)), by: 1)
        story.write(Self.withdrawal, by: 1)
        #expect(try access() == Self.denied(.withdrawn))
        #expect(try access(at: 1000) == Self.denied(.withdrawn))
        let state = try story.state()
        #expect(state.grantsInForce(at: 0).map(\.id) == [GrantID(.filled(2)), GrantID(.filled(3))])
    }

    @Test("C21: extended on one device, withdrawn on the other: withdrawn")
    mutating func c21() throws {
        story.write(.grant(.sample(1, until: 100)), by: 1)
        story.hear(2)
        story.write(.grant(.sample(2, until: 1000)), by: 1)
        story.write(Self.withdrawal, by: 2)
        #expect(try access() == Self.denied(.withdrawn))
    }

    @Test("C22: two ends set at once: the earlier")
    mutating func c22() throws {
        story.write(.grant(.sample(1, until: 500)), by: 1)
        story.hear(2)
        let (long, short) = (Grant.sample(2, until: 900), Grant.sample(3, until: 300))
        story.write(.grant(long), by: 1)
        story.write(.grant(short), by: 2)
        #expect(try access() == .success(View(grants: [long, short], purposes: .care, end: 300)))
        #expect(try access(at: 300) == Self.denied(.expired(300)))
    }

    @Test("C23: a purpose added on one device, left out on the other: off; C25: two grants, one stricter view")
    mutating func c23c25() throws {
        let (wide, narrow) = (
            Grant.sample(1, for: [.care, .research, .teaching], until: 200),
            Grant.sample(2, for: [.care, .audit], until: 900)
        )
        story.write(.grant(wide), by: 1)
        story.write(.grant(narrow), by: 2)
        #expect(try access() == .success(View(grants: [wide, narrow], purposes: .care, end: 200)))
    }

    @Test("A grant replaces those that it knew of: it may shorten, lengthen, narrow and widen")
    mutating func replaced() throws {
        story.write(.grant(.sample(1, for: .care, until: 100)), by: 1)
        let longer = Grant.sample(2, for: [.care, .research], until: 900)
        story.write(.grant(longer), by: 1)
        #expect(try access(at: 100) == .success(View(grants: [longer], purposes: [.care, .research], end: 900)))
        let shorter = Grant.sample(3, for: .audit, until: 200)
        story.hear(2)
        story.write(.grant(shorter), by: 2)
        #expect(try access() == .success(View(grants: [shorter], purposes: .audit, end: 200)))
        #expect(try access(at: 200) == Self.denied(.expired(200)))
    }

    @Test("After a withdrawal a new act lets in again, if it knew of the withdrawal")
    mutating func again() throws {
        story.write(.grant(.sample(1, until: 900)), by: 1)
        story.write(Self.withdrawal, by: 1)
        // Device 2 has not heard of anything: its grant does not count.
        story.write(.grant(.sample(2, until: 900)), by: 2)
        #expect(try access() == Self.denied(.withdrawn))
        let renewed = Grant.sample(3, until: 100)
        story.write(.grant(renewed), by: 1)
        #expect(try access() == .success(View(grants: [renewed], purposes: .care, end: 100)))
        // Two withdrawals at once: a grant must know of both.
        story.write(Self.withdrawal, by: 2)
        #expect(try access() == Self.denied(.withdrawn))
        story.hear(1)
        let last = Grant.sample(4, until: 100)
        story.write(.grant(last), by: 1)
        #expect(try access() == .success(View(grants: [last], purposes: .care, end: 100)))
        // The withdrawn ones stay withdrawn, whatever was granted since.
        let withdrawn = try (1...4).map { try story.state().isWithdrawn(GrantID(.filled($0))) }
        #expect(withdrawn == [true, true, true, false])
    }

    @Test("One grant id used twice: everyone keeps the same one and refuses the other")
    mutating func reusedID() throws {
        story.write(.grant(.sample(1, for: .care, until: 100)), by: 1)
        story.write(.grant(.sample(1, for: .research, until: 900)), by: 2)
        _ = try access()
        #expect(try story.state().grants.count == 1 && story.state().refused.count == 1)
    }

    @Test("A30: purposes are a set of six bits, never empty")
    func purposes() throws {
        for byte in 0...255 as ClosedRange<UInt8> {
            let isSet = (1...63).contains(byte)
            #expect(((try? Purposes(decoding: [byte])) != nil) == isSet)
            if isSet { #expect(try Purposes(decoding: [byte]).encoded == [byte]) }
        }
        #expect(
            Purposes(rawValue: 63).names == [
                "care", "teaching", "research", "audit", "publication", "machine-learning",
            ])
        #expect(([.care, .audit] as Purposes).names == ["care", "audit"])
    }
}
