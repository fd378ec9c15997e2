import DermaCausality
import DermaIdentity
import DermaWire

extension Vectors {
    private static let times = [Actors.now, Actors.now + 999, Actors.now + 1000, Actors.now + 5000]

    /// Control logs and what they come to: who is a device, which epochs there are, who may read at which time.
    static func control() throws -> [VectorCase] {
        try members() + grants() + refusals() + removals() + faults()
    }

    private static func members() throws -> [VectorCase] {
        var twice = ControlStory.linked
        twice.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(2)])
        var doubled = ControlStory.founded
        doubled.act(.phone, seeing: [.identity], [ControlStory.admission(.tablet)])
        doubled.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(1)])
        doubled.act(.identity, [ControlStory.admission(.tablet)])
        var generations = ControlStory.linked
        generations.act(.phone, seeing: [.identity], [ControlStory.generation(2, "-phone")])
        generations.act(.tablet, seeing: [.identity, .phone], [ControlStory.generation(3)])
        return try [
            controlCase(
                "founded", "Genesis, a generation of the account's key, the first device.", ControlStory.founded.runs),
            controlCase("linked", "The phone starts an epoch and lets the tablet in.", ControlStory.linked.runs),
            controlCase("second-device-acts", "The tablet's own admission is among the causes of its act.", twice.runs),
            controlCase(
                "admitted-twice",
                "Two admissions without knowledge of each other: the least dot counts, either lets it act.",
                doubled.runs),
            controlCase("generations", "Ascending by number.", generations.runs),
        ]
    }

    private static func grants() throws -> [VectorCase] {
        func story(_ acts: (inout ControlStory) -> Void) -> [LogRun] {
            var story = ControlStory.linked
            acts(&story)
            return story.runs
        }
        let end = Actors.now + 1000
        let later = Actors.now + 5000
        return try [
            controlCase(
                "granted", "In force until the instant of its end.",
                story { $0.act(.phone, [ControlStory.grant("a", [.care, .teaching], until: end)]) }),
            controlCase(
                "withdrawn", "The withdrawal, and an epoch that the clinic cannot read.",
                story { story in
                    story.act(.phone, [ControlStory.grant("a"), ControlStory.withdrawal(), ControlStory.epoch(2)])
                }),
            controlCase(
                "rotation-due", "A withdrawal without a new epoch: one is due.",
                story { $0.act(.phone, [ControlStory.grant("a"), ControlStory.withdrawal()]) }),
            controlCase(
                "granted-again", "A grant that knows of the withdrawal is not ended by it.",
                story { story in
                    story.act(
                        .phone,
                        [ControlStory.grant("a"), ControlStory.withdrawal(), ControlStory.grant("b", until: later)])
                }),
            controlCase(
                "extended", "A grant that knows of another replaces it.",
                story { $0.act(.phone, [ControlStory.grant("a", until: end), ControlStory.grant("b", until: later)]) }),
            controlCase(
                "C21", "Extended on one device, withdrawn on another: withdrawn.",
                story { story in
                    story.act(.phone, [ControlStory.grant("a", until: end)])
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.withdrawal()])
                    story.act(.phone, [ControlStory.grant("b", until: later)])
                }),
            controlCase(
                "C22-C23-C25",
                "Granted twice without knowledge of each other: the earlier end, the purposes in common.",
                story { story in
                    story.act(
                        .tablet, seeing: [.identity, .phone],
                        [ControlStory.grant("b", [.care, .research], until: later)])
                    story.act(.phone, [ControlStory.grant("a", [.care, .teaching], until: end)])
                }),
            controlCase(
                "no-purpose", "Granted twice without knowledge of each other, with no purpose in common: no access.",
                story { story in
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.grant("b", .research)])
                    story.act(.phone, [ControlStory.grant("a", .teaching)])
                }),
            controlCase(
                "two-clinics",
                "Each has its own grant; withdrawing one leaves the other, and only the other reads epoch 2.",
                story { story in
                    let other = Actors.otherClinic.account
                    story.act(
                        .phone,
                        [
                            ControlStory.grant("a"), ControlStory.grant("b", to: other, epochs: [1]),
                            ControlStory.withdrawal(),
                            ControlStory.epoch(2, for: [Actors.id("grant-b")]),
                        ])
                }),
            controlCase(
                "two-epochs", "Two devices start epoch 2: the greater id is written to.",
                story { story in
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(2, "-tablet")])
                    story.act(.phone, [ControlStory.epoch(2, "-phone")])
                }),
        ]
    }

    private static func refusals() throws -> [VectorCase] {
        var early = ControlStory.linked
        early.act(.tablet, seeing: [.identity], [ControlStory.epoch(2)])
        var second = ControlStory.founded
        second.act(.identity, [.genesis(Actors.patient)])
        var sameGrant = ControlStory.linked
        sameGrant.act(.phone, [ControlStory.grant("a"), ControlStory.grant("a", .teaching)])
        var newer = ControlStory.founded
        newer.append(
            .identity,
            [RunEntry(kind: try EntryKind(decoding: [0x47]), epoch: EpochID(.zero), body: .present([1, 2, 3]))])
        newer.act(.phone, seeing: [.identity], [ControlStory.epoch(1)])
        var redacted = ControlStory.linked
        redacted.act(.phone, [ControlStory.grant("a"), ControlStory.withdrawal()])
        return try [
            controlCase(
                "acts-before-admission", "The tablet does not cite what let it in: signed, and yet without effect.",
                early.runs),
            controlCase("second-genesis", "A log has one genesis.", second.runs),
            controlCase("grant-id-twice", "Of two grants with one id that with the least dot counts.", sameGrant.runs),
            controlCase(
                "newer-kind", "An entry of a kind that may be kept: it is kept, and has no effect.", newer.runs),
            controlCase(
                "withheld", "What an organisation may be shown: the chain verifies, the withheld acts have no effect.",
                redacted.withholding([.epoch, .grant, .withdrawal])),
        ]
    }

    static func controlCase(_ name: String, _ note: String, _ runs: [LogRun]) throws -> VectorCase {
        var state = ControlState(account: ControlStory.account)
        for run in runs where !run.entries.isEmpty { try state.insert(state.verify(run).entries) }
        return VectorCase(
            name, note,
            [
                "account": .hex(ControlStory.account),
                "runs": .list(runs.filter { !$0.entries.isEmpty }) { .hex($0) },
            ], expect: ControlSnapshot.json(state, at: times))
    }

    /// Runs that are not taken at all, after the account was founded.
    private static func faults() throws -> [VectorCase] {
        func run(_ actor: ControlStory.Actor, _ entries: [RunEntry]) -> LogRun? {
            var story = ControlStory.founded
            story.append(actor, entries)
            return story.runs.last
        }
        func entry(_ kind: EntryKind, _ body: [UInt8]) -> RunEntry {
            RunEntry(kind: kind, epoch: EpochID(.zero), body: .present(body))
        }
        func body(_ record: ControlRecord) -> [UInt8] {
            ControlBody(context: CausalContext([]), claimedTime: 0, record: record).encoded
        }
        let epoch = body(ControlStory.epoch(1))
        let cases: [(String, String, ControlStory.Actor, RunEntry, String)] = [
            ("stranger", "Nobody let this device in.", .stranger, entry(.epoch, epoch), "notMember"),
            ("kind-mismatch", "The header says grant, the body is an epoch.", .phone, entry(.grant, epoch), "badBody"),
            ("unknown-record", "No record has this tag.", .phone, entry(.epoch, [0, 0, 9]), "badBody"),
            ("trailing-byte", "A byte is left over.", .phone, entry(.epoch, epoch + [0]), "badBody"),
            (
                "content-in-control-log", "Content has its own folders.", .phone,
                RunEntry(kind: .content, epoch: Actors.id("epoch"), body: .present([1])), "badBody"
            ),
        ]
        return try cases.map { name, note, actor, entry, fault in
            guard let run = run(actor, [entry]) else { throw Contradiction(name, "there is no run") }
            var state = ControlState(account: ControlStory.account)
            for founding in ControlStory.founded.runs { try state.insert(state.verify(founding).entries) }
            let found: String
            do throws(LogFault) {
                try state.insert(state.verify(run).entries)
                found = "taken"
            } catch {
                found =
                    switch error {
                    case .notMember: "notMember"
                    case .badBody: "badBody"
                    default: "\(error)"
                    }
            }
            guard found == fault else { throw Contradiction(name, found) }
            return VectorCase(
                "fault-" + name, note,
                [
                    "account": .hex(ControlStory.account), "founding": .list(ControlStory.founded.runs) { .hex($0) },
                    "run": .hex(run),
                ], expect: ["fault": .string(fault)])
        }
    }
}
