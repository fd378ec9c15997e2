import DermaClient
import DermaIdentity
import Testing

@testable import DermaSimulation

@Suite("A relay that lies, and then tells the truth")
struct HostileRelayTests {
    typealias Line = (seconds: Int64, who: String, what: String)

    /// The phone writes, the tablet is lied to, both go on; the clinic looks on.
    private static func story(_ verb: Verb, which: Int) -> [Line] {
        [
            (1, "ana-1", "folder"), (2, "ana-1", "comment folder=0 on=0 length=40"), (3, "ana-1", "sync"),
            (5, "ana-2", "sync"), (6, "ana-1", "share folder=0 clinic=0 purposes=1 hours=48"),
            (7, "ana-1", "comment folder=0 on=0 length=40"), (8, "ana-1", "diary folder=0 length=60"),
            (9, "ana-1", "photo folder=0 bytes=3000"), (10, "ana-1", "photo folder=0 bytes=3000"),
            (11, "ana-1", "sync"),
            (20, "ana-2", "\(verb) count=8 which=\(which)"), (20, "north-1", "\(verb) count=8 which=\(which)"),
            (21, "ana-2", "sync"), (21, "north-1", "sync"), (60, "ana-2", "comment folder=0 on=0 length=40"),
            (61, "ana-2", "sync"), (62, "north-1", "sync"), (90, "ana-1", "comment folder=0 on=0 length=40"),
            (91, "ana-1", "sync"), (100, "ana-2", "sync"), (101, "north-1", "sync"),
        ]
    }

    /// What each verb must be answered with somewhere, whatever else it is.
    static let signals: [(Verb, Set<String>)] = [
        (.replay, ["failed session"]), (.reorder, ["failed session"]), (.omit, ["withheld", "gap", "failed session"]),
        (.flip, ["forged", "badPhoto", "withheld", "failed session"]),
        (.mixUp, ["forged", "badPhoto", "withheld"]),
        (.lie, ["stranger", "withheld", "refused accessExpired", "failed notMember"]), (.wrongKey, ["forged"]),
    ]

    @Test("Each way of lying has an effect, is noticed, and does no harm that lasts", arguments: signals)
    func lies(verb: Verb, expected: Set<String>) throws {
        var signals: Set<String> = []
        var effects = 0
        for which in stride(from: 0, through: 255, by: 3) {
            let run = try HostileStory.play(Self.story(verb, which: which), withClinic: true)
            #expect(run.violation == nil, "\(verb) which=\(which): \(run.violation?.description ?? "")")
            if run.violation == nil { run.expectNothingIsLost("\(verb) which=\(which)") }
            effects += run.count(of: verb)
            for device in run.world.running { signals.formUnion(run.signals(at: device)) }
        }
        #expect(effects > 60)
        #expect(signals.isSuperset(of: expected), "\(signals.sorted())")
    }

    @Test("A relay that goes back is filled up again")
    func rollback() throws {
        let run = try HostileStory.play([
            (1, "ana-1", "folder"), (2, "ana-1", "photo folder=0 bytes=3000"), (3, "ana-1", "sync"),
            (4, "ana-2", "sync"), (5, "relay", "relayBackup"), (6, "ana-1", "comment folder=0 on=0 length=40"),
            (7, "ana-1", "sync"), (8, "ana-2", "sync"), (10, "relay", "rollback backup=1"), (11, "ana-2", "sync"),
            (12, "relay", "rollback backup=0"), (13, "ana-1", "sync"),
        ])
        #expect(run.violation == nil, "\(run.violation?.description ?? "")")
        #expect(run.count(of: .rollback) == 2)
        #expect(run.signals(at: 0).contains("rolledBack") && run.signals(at: 1).contains("rolledBack"))
        run.expectNothingIsLost()
    }

    @Test("Going back to what it has is no lie")
    func rollbackToTheSame() throws {
        let run = try HostileStory.play([(1, "relay", "rollback backup=0")])
        #expect(run.count(of: .rollback) == 0)
    }

    @Test("Two that were told different histories meet again and have both")
    func fork() throws {
        let run = try HostileStory.play([
            (1, "ana-1", "folder"), (2, "ana-1", "sync"), (3, "ana-2", "sync"), (10, "ana-2", "fork seconds=100"),
            (11, "ana-1", "comment folder=0 on=0 length=40"), (12, "ana-1", "sync"),
            (13, "ana-2", "comment folder=0 on=0 length=50"), (14, "ana-2", "photo folder=0 bytes=3000"),
            (15, "ana-2", "sync"), (30, "ana-1", "sync"), (200, "ana-2", "sync"), (210, "ana-1", "sync"),
        ])
        #expect(run.violation == nil, "\(run.violation?.description ?? "")")
        #expect(run.count(of: .fork) == 1)
        #expect(run.signals(at: 1).contains("rolledBack"))
        #expect(run.syncs(of: 1).count { $0.began < 100_000 } == 2)
        // In the fork nothing of the phone's came.
        #expect(run.syncs(of: 1).filter { $0.began == 15_000 }.map(\.report.entriesReceived) == [0])
        run.expectNothingIsLost()
    }

    @Test("Another clinic under the code of the one that was meant is not believed")
    func wrongClinic() throws {
        let run = try HostileStory.play(
            [(1, "ana-1", "folder"), (2, "ana-1", "sync"), (5, "ana-1", "wrongKey count=8 which=252")],
            withClinic: true)
        #expect(run.violation == nil, "\(run.violation?.description ?? "")")
        let real = try #require(run.world.clinics.values.first)
        let named = try #require(run.syncs(of: 0).compactMap(\.report.organisation).first)
        #expect(named != real.organisation)
        let phone = try #require(run.world.actors[0]?.device)
        #expect(phone.control(of: named)?.genesis != nil)
        #expect(throws: DeviceError.codeDoesNotMatch) { try phone.clinic(named, provenBy: real.code) }
    }
}
