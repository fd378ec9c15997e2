import DermaCRDT
import DermaClient
import Testing

@testable import DermaSimulation

@Suite("A choice in a text that does not stand is seen")
struct ChoicesTests {
    /// Two entries that both devices wrote anew; of one of them a side is chosen.
    private static let story = """
        0d00:00:01.000 ana-1 folder
        0d00:01:00.000 ana-1 diary folder=0 length=60
        0d00:01:01.000 ana-1 diary folder=0 length=60
        0d00:02:00.000 ana-1 sync
        0d00:03:00.000 ana-2 sync
        0d01:00:00.000 ana-1 edit folder=0 item=0 length=40
        0d01:00:01.000 ana-1 edit folder=0 item=1 length=40
        0d01:00:02.000 ana-2 edit folder=0 item=0 length=50
        0d01:00:03.000 ana-2 edit folder=0 item=1 length=50
        0d02:00:00.000 ana-2 sync
        0d02:01:00.000 ana-1 sync
        0d02:02:00.000 ana-2 sync
        0d03:00:00.000 ana-2 decide folder=0 which=0 side=1
        """

    @Test("Another side than the one that is shown, and a row that is asked about again")
    func choices() throws {
        let run = try Played.run(Self.story, Checkers.all)
        #expect(run.violation == nil && ChoicesStand.complaint(of: run, in: run.world) == nil)
        let place = try #require(
            run.world.ledger.statements.lastIndex { if case .choice = $0.said { true } else { false } })
        let statement = run.world.ledger.statements[place]
        guard case .choice(let conflict, let side?) = statement.said else {
            throw StageError(reason: "no side was chosen")
        }
        let state = try #require(run.world.actors[1]?.device.state(of: statement.folder))
        let open = try #require(state.conflicts.first { $0.textPlace != conflict.textPlace && !$0.isSettled })
        for (said, complaint) in [
            (Ledger.Said.choice(conflict, side: 1 - side), "is not shown a choice"),
            (.choice(open, side: side), "is asked again after a choice"),
        ] {
            var world = run.world
            world.ledger.statements[place] = statement.spoilt(said: said)
            #expect(ChoicesStand.complaint(of: run, in: world)?.contains(complaint) == true)
        }
        var world = run.world
        world.ledger.statements[place] = statement.spoilt(said: .choice(open, side: nil))
        #expect(ChoicesStand.complaint([], in: world)?.contains("though all who wrote on knew of it") == true)
    }
}
