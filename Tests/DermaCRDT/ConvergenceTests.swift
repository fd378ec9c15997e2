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
            #expect(other.refused == first.refused)
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
            state.name.history.map(\.stamp), state.history(ofDiary: ItemID(1)).map(\.stamp),
            state.revisions(of: .diary(ItemID(1))).map(\.stamp),
        ] {
            for (place, stamp) in stamps.enumerated() {
                #expect(
                    !stamps[..<place].contains { state.entries.saw($0.id, stamp.id) },
                    "\(stamp.id) stands after its effect")
            }
        }
    }

    @Test("The order of ops is total and keeps causes before effects", arguments: Seed.first(30))
    func order(seed: Seed) {
        var random = seed.random
        let history = FolderHistory(&random, events: 20, isForgetful: false) { $0.op() }
        let entries = history.state(applying: history.ops.indices).entries
        let stamps = history.allOps.compactMap { entries.stamp(of: $0.id) }
        for a in stamps {
            for b in stamps where a.id != b.id {
                #expect(OpStamp.precedes(a, b) != OpStamp.precedes(b, a))
                if entries.saw(b.id, a.id) { #expect(OpStamp.precedes(a, b) && !entries.saw(a.id, b.id)) }
            }
            #expect(!entries.saw(a.id, a.id) && !OpStamp.precedes(a, a))
        }
    }

    @Test("An op of one entry saw those before it in the batch, and not those after")
    func batch() {
        var phone = Replica(1, of: .patient)
        let ids = phone.write(.set(.folderName("a")), .set(.folderName("b")))
        #expect(phone.state.entries.saw(ids[1], ids[0]) && !phone.state.entries.saw(ids[0], ids[1]))
        #expect(phone.state.name.current.map(\.value) == ["b"])
    }

    /// Law C: nothing a person wrote disappears, whoever else uses the same ids.
    @Test("What every party wrote is there, or in a history", arguments: Seed.first(30))
    func nothingLost(seed: Seed) {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: random.chance(oneIn: 2)) { $0.op() }
        let state = history.state(applying: history.ops.indices)
        for (op, id, party) in history.allOps where !state.refused.contains(id) {
            switch op {
            case .addScore(let item, let score, let day):
                let change = Change.observed(score, day: day)
                #expect(state.history(ofScore: item, by: party).contains { $0.stamp.id == id && $0.value == change })
            case .addComment(let item, _, let text) where party != .patient:
                let history = state.history(ofComment: item, by: party)
                #expect(history.contains { $0.stamp.id == id && $0.value == .stated(text) })
            case .edit(let place, let edit):
                let text = state.revision(id, of: place)?.value ?? ""
                // Each op of an edit may delete what the one before it inserted; what the last inserted is there.
                if case .insert(_, let inserted)? = edit.ops.last {
                    #expect(Array(text.utf8).contains(Array(inserted.utf8)))
                }
                let isReplaced = state.revisions(of: place).contains { state.entries.saw($0.stamp.id, id) }
                if !isReplaced, edit.ops.count == 1, case .insert = edit.ops[0] {
                    #expect(state.isWhole(id, in: place))
                }
            case .set(let field): #expect(state.value(of: field.place, writtenBy: id) == field.value)
            default: break
            }
        }
    }
}
