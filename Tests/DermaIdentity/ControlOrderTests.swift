import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("A control log means the same to everyone who has the same entries")
struct ControlOrderTests {
    /// A story in which devices, also ones that were not let in, act and hear of each other as chance decides.
    private static func story(_ random: inout SeededRandom, acts: Int) -> ControlStory {
        var story = ControlStory(seed: random.number(), devices: 3)
        let end = story.events.count + acts
        while story.events.count < end {
            let writer = random.below(4)
            switch random.below(5) {
            case 0: story.hear(writer)
            case 1: story.hear(writer, random.below(story.events.count))
            default: story.write(random.act(in: story, devices: 3), by: writer)
            }
        }
        return story
    }

    @Test("Any order of arrival gives the same state", arguments: Seed.first(40))
    func anyOrder(seed: Seed) throws {
        var random = seed.random
        let story = Self.story(&random, acts: 16)
        let expected = ControlSnapshot(try story.state())
        for _ in 0..<8 {
            let snapshot = ControlSnapshot(try story.state(random.shuffled(story.events.indices)))
            try #require(snapshot.differences(from: expected) == [])
        }
    }

    @Test("The stories have removals that undo what others did, and some that undo nothing")
    func removals() throws {
        let states = try Seed.first(40).map { seed in
            var random = seed.random
            return try Self.story(&random, acts: 16).state()
        }
        #expect(states.count { !$0.undone.isEmpty } > 5)
        #expect(states.count { !$0.hasRevocations } > 2)
    }

    @Test("Every causal order of a short story gives the same state", arguments: Seed.first(12))
    func everyOrder(seed: Seed) throws {
        var random = seed.random
        let story = Self.story(&random, acts: 5)
        let expected = ControlSnapshot(try story.state())
        for order in story.causalOrders() {
            let snapshot = ControlSnapshot(try story.state(order))
            try #require(snapshot.differences(from: expected) == [], "\(order)")
        }
    }

    @Test("All entries in one batch, twice over, give the same state", arguments: Seed.first(10))
    func batches(seed: Seed) throws {
        var random = seed.random
        let story = Self.story(&random, acts: 16)
        var state = ControlState(account: story.account)
        let batch = random.shuffled(story.events.map(\.entry))
        try state.insert(batch)
        try state.insert(batch)
        #expect(ControlSnapshot(state).differences(from: ControlSnapshot(try story.state())) == [])
    }

    /// Laws B of the conflict table, against what the records say one by one.
    @Test(
        "Access never goes beyond any grant in force, nor past a withdrawal that a grant did not know of",
        arguments: Seed.first(60))
    func lawB(seed: Seed) throws {
        var random = seed.random
        let story = Self.story(&random, acts: 20)
        let state = try story.state()
        for (folder, organisation) in [(FolderID.arm, AccountID.clinic), (.arm, .hospital), (.leg, .clinic)] {
            for time in [0, 49, 50, 99, 100, 149, 150] as [Int64] {
                guard case .success(let access) = state.access(of: organisation, to: folder, at: time) else { continue }
                #expect(!access.grants.isEmpty)
                for grant in access.grants {
                    #expect(grant.folder == folder && grant.organisation == organisation)
                    #expect(access.purposes.isSubset(of: grant.purposes))
                    #expect(access.end <= grant.end && time < grant.end)
                    #expect(state.isInForce(grant, at: time))
                    let fact = try #require(state.grants[grant.id])
                    for withdrawal in state.withdrawals[folder] ?? []
                    where withdrawal.record.organisation == organisation {
                        #expect(fact.context.contains(withdrawal.dot))
                    }
                }
            }
        }
    }
}
