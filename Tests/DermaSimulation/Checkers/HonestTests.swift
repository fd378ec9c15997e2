import Testing

@testable import DermaSimulation

@Suite("Honest worlds")
struct HonestTests {
    static let checkers: [any Checker] = [
        NoncesUnique(), Confidential(), Authentic(), RemovedOpensNothing(), GrantsOnly(), HalvesDestroyed(),
        WithdrawnStaysWithdrawn(), NeverBack(), NoMisbehaviour(), Bounded(), BackgroundBudget(), QuietSyncIsCheap(),
        RetriesBackOff(),
    ]

    @Test(
        "The checkers of secrecy, authenticity and bounds have nothing to say",
        arguments: [Played.shared, Played.shutOut])
    func silent(_ lines: String) throws {
        let run = try Played.run(lines, Self.checkers)
        #expect(run.violation == nil)
        #expect(!run.world.ledger.sharing.grants.isEmpty)
    }
}
