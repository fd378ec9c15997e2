import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Who may act in a control log")
struct ControlStateTests {
    @Test("The first run proves itself: the genesis hashes to the account and its key signed the run")
    func firstRun() throws {
        var random = SeededRandom(1)
        let (identity, other) = (DeviceSecrets(random: &random), DeviceSecrets(random: &random))
        let genesis = Genesis.account(keys: identity.keys)
        let folder = FolderID.control(of: genesis.account)
        let origin = ReplicaOrigin(author: genesis.author, nonce: random.fixed())
        func run(_ records: [ControlRecord], after tail: LogTail? = nil, by secrets: DeviceSecrets) -> LogRun {
            let entries = records.map { record in
                let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: record)
                return RunEntry(kind: record.kind, epoch: EpochID(.zero), body: .present(body.encoded))
            }
            return LogRun(signing: entries, in: folder, of: origin, after: tail, by: secrets)
        }
        let state = ControlState(account: genesis.account)
        let good = run([.genesis(genesis)], by: identity)
        #expect(try state.verify(good).entries.count == 1)
        #expect(state.folder == folder && state.genesis == nil && state.signingKey(of: genesis.author) == nil)

        // Somebody else's key, also with a genesis that claims it; a log that begins with something else, or later.
        #expect(throws: LogFault.badSignature) { try state.verify(run([.genesis(genesis)], by: other)) }
        let theirs = Genesis.account(keys: other.keys)
        #expect(throws: LogFault.notMember) { try state.verify(run([.genesis(theirs)], by: other)) }
        let clinic = Genesis.organisation(keys: identity.keys, name: "", registryNumber: "")
        #expect(throws: LogFault.notMember) { try state.verify(run([.genesis(clinic)], by: identity)) }
        let device = ControlRecord.device(DeviceAdded(keys: other.keys, label: [], welcome: []))
        #expect(throws: LogFault.notMember) { try state.verify(run([device], by: identity)) }
        #expect(throws: LogFault.notMember) {
            try state.verify(run([.genesis(genesis)], after: good.tail, by: identity))
        }
        #expect(throws: LogFault.notMember) { try ControlState(account: theirs.account).verify(good) }

        let broken = RunEntry(kind: .membership, epoch: EpochID(.zero), body: .present([9, 9]))
        #expect(throws: LogFault.badBody(WireError(.truncated, at: 1))) {
            try state.verify(LogRun(signing: [broken], in: folder, of: origin, by: identity))
        }
    }

    @Test("A stranger's run is refused, also one that claims to be let in by itself")
    func strangers() throws {
        var story = ControlStory()
        let state = try story.state()
        var random = SeededRandom(2)
        let stranger = DeviceSecrets(random: &random)
        let origin = ReplicaOrigin(author: stranger.keys.author, nonce: .zero)
        let record = ControlRecord.device(DeviceAdded(keys: stranger.keys, label: [], welcome: []))
        let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: record)
        let entry = RunEntry(kind: .membership, epoch: EpochID(.zero), body: .present(body.encoded))
        let run = LogRun(signing: [entry], in: state.folder, of: origin, by: stranger)
        #expect(throws: LogFault.notMember) { try state.verify(run) }
        // A09: even if its entries came in some other way, they have no effect.
        let place = story.write(.device(story.admission(of: 2)), by: 2)
        #expect(try story.state().refused == [story.events[place].entry.dot])
        #expect(try story.state().devices.count == 1)
    }

    @Test("Genesis rules: by the identity key, for this account, as the first entry")
    func genesis() throws {
        var story = ControlStory()
        #expect(try story.state().genesis == story.genesis && story.state().refused.isEmpty)
        let again = story.write(.genesis(story.genesis), by: ControlStory.identity)
        let byDevice = story.write(.genesis(story.genesis), by: 1)
        let other = story.write(.genesis(.account(keys: story.keys(of: 2))), by: ControlStory.identity)
        let state = try story.state()
        #expect(Set(state.refused) == Set([again, byDevice, other].map { story.events[$0].entry.dot }))
        #expect(state.genesis == story.genesis)

        var notYet = ControlStory(isFounded: false)
        notYet.write(.device(notYet.admission(of: 1)), by: ControlStory.identity)
        #expect(try notYet.state().devices.isEmpty && notYet.state().refused.count == 1)
    }

    @Test("A device acts from its admission on: what does not know of it is refused, in any order of arrival")
    func admission() throws {
        var story = ControlStory()
        // Device 2 acts before anybody let it in; device 1 lets it in, not knowing of that; then it acts knowingly.
        let early = story.write(.epoch(.sample(1)), by: 2)
        story.write(.device(story.admission(of: 2)), by: 1)
        let unaware = story.write(.epoch(.sample(2)), by: 2)
        story.hear(2)
        story.write(.epoch(.sample(3)), by: 2)
        for order in story.causalOrders() {
            let state = try story.state(order)
            #expect(Set(state.refused) == Set([early, unaware].map { story.events[$0].entry.dot }))
            #expect(state.epochs[.arm]?.map(\.record.id) == [EpochID(.filled(3))])
            #expect(state.signingKey(of: story.keys(of: 2).author) == story.keys(of: 2).signing)
        }
    }

    @Test("A device let in by one that was not let in is not in")
    func admissionByStranger() throws {
        var story = ControlStory()
        story.write(.device(story.admission(of: 3)), by: 2)
        story.hear(3)
        story.write(.epoch(.sample(1)), by: 3)
        let state = try story.state()
        #expect(state.devices[story.keys(of: 3).author] == nil && state.epochs.isEmpty && state.refused.count == 2)
    }

    /// Two old devices scan one new device: either admission is enough, whoever hears of which first.
    @Test("Let in twice, at once: an act that knows of either admission counts, for everyone", arguments: [1, 2])
    func twoAdmissions(heard: Int) throws {
        var story = ControlStory()
        let second = story.write(.device(story.admission(of: 2)), by: 1)
        story.hear(2, second)
        let admissions = [1, 2].map { story.write(.device(story.admission(of: 3, label: UInt8($0))), by: $0) }
        story.hear(3, admissions[heard - 1])
        story.write(.epoch(.sample(1)), by: 3)
        let expected = ControlSnapshot(try story.state())
        for order in story.causalOrders() {
            let state = try story.state(order)
            #expect(state.refused.isEmpty && state.epochs[.arm]?.count == 1)
            #expect(ControlSnapshot(state).differences(from: expected) == [])
        }
    }

    @Test("A genesis in a second replica of the identity key changes nothing, in either order")
    func secondGenesis() throws {
        var random = SeededRandom(5)
        let identity = DeviceSecrets(random: &random)
        let genesis = Genesis.account(keys: identity.keys)
        let entries = [0, 1].map { (nonce: UInt8) in
            let origin = ReplicaOrigin(author: genesis.author, nonce: .filled(nonce))
            let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: .genesis(genesis))
            let entry = RunEntry(kind: .membership, epoch: EpochID(.zero), body: .present(body.encoded))
            return LogRun(signing: [entry], in: .control(of: genesis.account), of: origin, by: identity)
        }
        for order in [[0, 1], [1, 0]] {
            var state = ControlState(account: genesis.account)
            for place in order { try state.insert(state.verify(entries[place]).entries) }
            #expect(state.genesis == genesis && state.refused.isEmpty)
        }
    }

    @Test("Entries whose causes are missing wait, and say nothing until those come")
    func waiting() throws {
        var story = ControlStory()
        let admission = story.write(.device(story.admission(of: 2)), by: 1)
        story.hear(2)
        let act = story.write(.epoch(.sample(1)), by: 2)
        var state = try story.state([0, 1, act])
        #expect(state.epochs.isEmpty && state.refused.isEmpty && state.devices.count == 1)
        try state.insert([story.events[admission].entry])
        #expect(state.epochs[.arm]?.count == 1 && state.devices.count == 2)
        #expect(state.applied == VersionVector(story.events.map(\.entry.dot)))
    }

    @Test("A batch with a body that does not decode, or whose kind lies, is refused before anything is taken")
    func badBodies() throws {
        var story = ControlStory()
        let good = story.write(.epoch(.sample(1)), by: 1)
        let body = ControlBody(context: story.context(of: 1), claimedTime: 0, record: .epoch(.sample(2)))
        let bad: [(entry: RunEntry, fault: WireError)] = [
            (
                RunEntry(kind: .epoch, epoch: EpochID(.zero), body: .present(body.encoded + [0])),
                WireError(.trailingBytes, at: body.encoded.count)
            ),
            // An epoch in the clothes of a withdrawal: a relay withholds by kind.
            (
                RunEntry(kind: .withdrawal, epoch: EpochID(.zero), body: .present(body.encoded)),
                WireError(.invalidValue, at: 0)
            ),
            (
                RunEntry(kind: .content, epoch: EpochID(.zero), body: .present(body.encoded)),
                WireError(.invalidValue, at: 0)
            ),
        ]
        for (entry, fault) in bad {
            var story = story
            let place = story.write(entry, by: 1)
            var state = try story.state([0, 1])
            #expect(throws: LogFault.badBody(fault)) {
                try state.insert([story.events[good].entry, story.events[place].entry])
            }
            #expect(state.epochs.isEmpty && !state.applied.contains(story.events[good].entry.dot))
        }
    }

    @Test("A withheld body, or a newer kind, is passed over; what comes after counts")
    func withheld() throws {
        var story = ControlStory()
        story.write(
            RunEntry(kind: .grant, epoch: EpochID(.zero), body: .withheld(hash: .filled(1), length: 10)), by: 1)
        story.write(
            RunEntry(kind: try EntryKind(decoding: [0x41]), epoch: EpochID(.zero), body: .present([255])), by: 1)
        story.write(.epoch(.sample(1)), by: 1)
        let state = try story.state()
        #expect(state.epochs[.arm]?.count == 1 && state.refused.isEmpty && state.grants.isEmpty)
        #expect(state.epochs[.arm]?.first?.dot.sequence == 3)
    }

    @Test("A fact keeps its author, its claimed time and all that the author had seen")
    func facts() throws {
        var story = ControlStory()
        let second = story.write(.device(story.admission(of: 2)), by: 1)
        story.hear(2)
        let act = story.write(.withdrawal(Withdrawal(folder: .arm, organisation: .clinic)), by: 2, at: -77)
        let fact = try #require(try story.state().withdrawals[.arm]?.first)
        #expect(fact.author == story.keys(of: 2).author && fact.claimedTime == -77)
        #expect(fact.dot == story.events[act].entry.dot)
        #expect(fact.context == VersionVector([0, 1, second].map { story.events[$0].entry.dot }))
    }
}
