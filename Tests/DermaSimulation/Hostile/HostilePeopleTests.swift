import DermaCRDT
import DermaClient
import DermaSync
import Testing

@testable import DermaSimulation

@Suite("People who hold valid keys and do what they must not")
struct HostilePeopleTests {
    typealias Line = (seconds: Int64, who: String, what: String)

    private static func story(_ act: String, by who: String) -> [Line] {
        [
            (1, "ana-1", "folder"), (2, "ana-1", "comment folder=0 on=0 length=40"),
            (3, "ana-1", "share folder=0 clinic=0 purposes=1 hours=48"), (4, "ana-1", "sync"), (5, "ana-2", "folder"),
            (6, "ana-2", "sync"), (7, "north-1", "sync"), (8, "ana-1", "sync"), (20, who, act),
            (21, who, "comment folder=0 on=0 length=40"), (30, "ana-1", "sync"), (31, "ana-2", "sync"),
            (32, "north-1", "sync"), (40, "ana-2", "comment folder=0 on=0 length=50"), (41, "ana-2", "sync"),
        ]
    }

    private func play(_ act: String, by who: String) throws -> Run {
        let run = try HostileStory.play(Self.story(act, by: who), withClinic: true)
        #expect(run.violation == nil, "\(who) \(act): \(run.violation?.description ?? "")")
        run.expectNothingIsLost("\(who) \(act)")
        return run
    }

    @Test("One number, two entries: the relay refuses the second, and who is shown both is alarmed")
    func equivocate() throws {
        let run = try play("equivocate folder=0", by: "ana-1")
        #expect(run.world.ledger.handmade.map(\.refusals) == [[.fork]])
        #expect(run.signals(at: 1).union(run.signals(at: 12)).contains("fork"))
        // Once by the device, once by the relay that plays along.
        #expect(run.count(of: .equivocate) == 2)
        #expect(run.world.ledger.split.count == 1)
    }

    @Test("A claim to an earlier time moves nothing, and brings no access back")
    func backDate() throws {
        let run = try play("backDate folder=0 days=400", by: "ana-2")
        #expect(run.count(of: .backDate) == 1)
        let late = try HostileStory.play(
            [
                (1, "ana-1", "folder"), (2, "ana-1", "share folder=0 clinic=0 purposes=1 hours=1"),
                (3, "ana-1", "sync"),
                (4, "north-1", "sync"), (7_200, "north-1", "backDate folder=0 days=1"),
            ], withClinic: true)
        #expect(late.world.ledger.handmade.map(\.refusals) == [[.accessExpired]])
    }

    static let excesses: [(Int, [RefusalCode])] = [
        (0, []), (1, [.malformed]), (2, [.malformed]), (3, [.malformed]), (4, [.malformed]), (5, [.gap]),
        (6, [.malformed]), (7, [.malformed]),
    ]

    @Test("What is beyond the limits is refused, or has no effect", arguments: excesses)
    func exceed(which: Int, refusals: [RefusalCode]) throws {
        let run = try play("exceed folder=0 which=\(which)", by: "ana-2")
        #expect(run.world.ledger.handmade.map(\.refusals) == [refusals])
        guard which == 0 else { return }
        let phone = try #require(run.world.actors[0]?.device)
        #expect(phone.folderIDs.contains { phone.health(of: $0)?.unreadable.count == 1 })
    }

    static let forgeries: [(Int, String, [RefusalCode])] = [
        (0, "ana-2", [.badSignature]), (1, "north-1", [.neverGranted]), (2, "ana-2", []), (2, "north-1", []),
        (3, "ana-2", [.notMember]), (3, "north-1", [.notMember]), (4, "north-1", [.folderTaken]), (5, "ana-2", []),
        (5, "north-1", []), (6, "north-1", [.neverGranted]), (7, "ana-2", [.badHalf]), (8, "north-1", [.notMember]),
        (8, "ana-2", [.notMember]),
    ]

    @Test("What is in another's name or place is refused, or believed by nobody", arguments: forgeries)
    func forge(which: Int, who: String, refusals: [RefusalCode]) throws {
        let run = try play("forge folder=0 which=\(which)", by: who)
        #expect(run.world.ledger.handmade.map(\.refusals) == [refusals])
        #expect(run.world.ledger.hostile.count == 1)
        let phone = try #require(run.world.actors[0]?.device)
        let folders = phone.folderIDs
        if which == 2 { #expect(folders.contains { phone.health(of: $0)?.unreadable.count == 1 }) }
        if which == 5 { #expect(folders.contains { phone.state(of: $0)?.refused.count == 1 }) }
    }

    @Test("What a newer version adds is kept, handed on and said to be there", arguments: 0..<4)
    func newer(which: Int) throws {
        let run = try play("newer folder=0 which=\(which)", by: "ana-2")
        #expect(run.count(of: .newer) == 1)
        guard which < 3 else {
            #expect(run.world.ledger.handmade.map(\.refusals) == [[]])
            return
        }
        let dot = try #require(run.world.ledger.newer.first?.dot)
        for place in run.world.running {
            let device = try #require(run.world.actors[place]?.device)
            let count = device.folderIDs.compactMap { device.state(of: $0) }.count {
                $0.newer.contains { $0.dot == dot }
            }
            #expect(count == 1, "\(place)")
        }
    }
}
