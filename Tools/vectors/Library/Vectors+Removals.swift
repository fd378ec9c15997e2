import DermaCausality
import DermaIdentity

extension Vectors {
    /// Control logs in which devices are removed, also by each other and by the identity keys.
    static func removals() throws -> [VectorCase] {
        func story(_ acts: (inout ControlStory) -> Void) -> [LogRun] {
            var story = ControlStory.linked
            acts(&story)
            return story.runs
        }
        return try [
            controlCase(
                "removed", "The phone removes the tablet, whose epoch it has seen, and announces a key and an epoch.",
                story { story in
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(2)])
                    story.act(
                        .phone, seeing: [.identity, .tablet],
                        [story.revocation(of: .tablet), ControlStory.generation(2), ControlStory.epoch(3)])
                }),
            controlCase(
                "removed-key-due", "Neither key nor epoch was renewed: both are due.",
                story { story in story.act(.phone, seeing: [.identity, .tablet], [story.revocation(of: .tablet)]) }),
            controlCase(
                "removed-acts-on",
                "What the tablet signs without citing its removal has no effect, nor whom it lets in.",
                story { story in
                    story.act(.phone, seeing: [.identity, .tablet], [story.revocation(of: .tablet)])
                    story.act(
                        .tablet, seeing: [.identity, .phone],
                        [ControlStory.grant("a"), ControlStory.epoch(2), ControlStory.admission(.stranger)])
                    story.act(.stranger, seeing: [.identity, .tablet], [ControlStory.epoch(4)])
                }),
            controlCase(
                "removed-twice", "Only what both removals cover counts.",
                story { story in
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(2), ControlStory.epoch(3)])
                    let both = (story.revocation(of: .tablet, after: 1), story.revocation(of: .tablet, after: 2))
                    story.act(.phone, seeing: [.identity, .tablet], [both.0])
                    story.act(.identity, seeing: [.phone, .tablet], [both.1])
                }),
            controlCase(
                "removed-each-other", "Neither knew of the other's act: both are out.",
                story { story in
                    let (tablet, phone) = (story.revocation(of: .tablet), story.revocation(of: .phone))
                    story.act(.tablet, seeing: [.identity, .phone], [phone])
                    story.act(.phone, seeing: [.identity], [tablet])
                }),
            controlCase(
                "removed-by-the-words", "What the identity keys disown undoes nobody: the phone stays.",
                story { story in
                    let disowned = story.revocation(of: .tablet, after: 0)
                    story.act(.tablet, seeing: [.identity, .phone], [story.revocation(of: .phone)])
                    story.act(.identity, seeing: [.phone, .tablet], [disowned])
                }),
            controlCase(
                "removed-itself", "What it did before counts; nobody has renewed the key yet.",
                story { story in
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(2)])
                    story.act(.tablet, seeing: [.identity, .phone], [story.revocation(of: .tablet)])
                }),
            controlCase(
                "accepted", "Acts are not accepted, only content: the epoch stays without effect.",
                story { story in
                    let removal = story.revocation(of: .tablet)
                    story.act(.tablet, seeing: [.identity, .phone], [ControlStory.epoch(2)])
                    let heads = story.runs.last.map { run in
                        run.headers.map { ReplicaHead($0.dot, $0.hash) }
                    }
                    story.act(
                        .phone, seeing: [.identity, .tablet], [removal, .acceptance(EntriesAccepted(heads ?? []))])
                }),
        ]
    }
}
