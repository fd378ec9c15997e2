import DermaCRDT
import DermaCausality
import DermaTestSupport
import Testing

@Suite("Replicas that applied the same entries show the same folder")
struct ConvergenceTests {
    @Test("Any causal order gives the same state and the same conflicts", arguments: Seed.first(40))
    func converge(seed: Seed) throws {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: false) { $0.op() }
        try check(history, &random)
    }

    /// A hostile or broken author may claim to have seen less than it did. That may not tear the others apart.
    @Test("Authors that hide what they saw do not make replicas differ", arguments: Seed.first(40))
    func convergeForgetful(seed: Seed) throws {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: true) { $0.op() }
        try check(history, &random)
    }

    private func check(_ history: FolderHistory, _ random: inout SeededRandom) throws {
        let first = history.state(applying: history.ops.indices)
        let conflicts = first.conflicts
        for _ in 0..<8 {
            let other = history.state(applying: history.events.causalOrder(&random))
            try #require(other == first)
            #expect(other.hashValue == first.hashValue)
            #expect(other.conflicts == conflicts)
            #expect(other.photos == first.photos && other.comments == first.comments)
            #expect(other.diary == first.diary && other.scores == first.scores)
        }
    }

    @Test("Lists show causes before effects", arguments: Seed.first(30))
    func causesFirst(seed: Seed) {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: false) { $0.op() }
        let state = history.state(applying: history.ops.indices)
        for stamps in [
            state.photos.map(\.added), state.comments.map(\.added), state.diary.map(\.added), state.scores.map(\.added),
            state.name.history.map(\.stamp),
        ] {
            for (place, stamp) in stamps.enumerated() {
                #expect(!stamps[..<place].contains { $0.saw(stamp.id) }, "\(stamp.id) stands after its effect")
            }
        }
    }

    @Test("The order of ops is total and keeps causes before effects", arguments: Seed.first(30))
    func order(seed: Seed) {
        var random = seed.random
        let stamps = FolderHistory(&random, events: 20, isForgetful: false) { $0.op() }.allOps.map(\.stamp)
        for a in stamps {
            for b in stamps where a.id != b.id {
                #expect(OpStamp.precedes(a, b) != OpStamp.precedes(b, a))
                if b.saw(a.id) { #expect(OpStamp.precedes(a, b) && !a.saw(b.id)) }
            }
            #expect(!a.saw(a.id) && !OpStamp.precedes(a, a))
        }
    }

    @Test("An op of one entry saw those before it in the batch, and not those after")
    func batch() {
        var phone = Replica(1, of: .patient)
        let stamps = phone.write(.nameFolder("a"), .nameFolder("b"))
        #expect(stamps[1].saw(stamps[0].id) && !stamps[0].saw(stamps[1].id))
        #expect(phone.state.name.current.map(\.value) == ["b"])
    }

    /// Law C: nothing a person wrote disappears, whoever else uses the same ids.
    @Test("Every score and every comment of every party is there", arguments: Seed.first(30))
    func nothingLost(seed: Seed) {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: random.chance(oneIn: 2)) { $0.op() }
        let state = history.state(applying: history.ops.indices)
        for (op, stamp) in history.allOps {
            switch op {
            case .addScore(let id, _, _):
                #expect(state.scores.contains { $0.id == id && $0.added.party == stamp.party })
            case .addComment(let id, _, let text):
                let comment = state[comment: id, by: stamp.party]
                #expect(comment?.text[stamp.id]?.value == text, "each text stays in the comment's history")
            case .writeDiary(let id, .text(let text)) where stamp.party == .patient:
                #expect(state[diary: id]?.text[stamp.id]?.value == text)
            case .nameFolder(let text) where stamp.party == .patient:
                #expect(state.name[stamp.id]?.value == text)
            default: break
            }
        }
    }
}
