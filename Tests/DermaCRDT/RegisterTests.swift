import DermaCRDT
import DermaCausality
import DermaTestSupport
import Testing

@Suite("The register against one that is obviously right")
struct RegisterTests {
    /// A write is current if no other write saw it; a write settles the newest of those that it saw.
    private struct NaiveRegister {
        var writes: [(value: String, stamp: OpStamp)] = []

        var current: [OpID] {
            writes.filter { write in !writes.contains { $0.stamp.saw(write.stamp.id) } }.map(\.stamp.id).sorted()
        }

        func replaces(_ stamp: OpStamp) -> [OpID] {
            let seen = writes.filter { stamp.saw($0.stamp.id) }
            return seen.filter { write in !seen.contains { $0.stamp.saw(write.stamp.id) } }.map(\.stamp.id).sorted()
        }
    }

    @Test("Current, shown, history and what each write replaced", arguments: Seed.first(100))
    func naive(seed: Seed) throws {
        var random = seed.random
        let history = FolderHistory(&random, events: 30, isForgetful: random.chance(oneIn: 3)) {
            .nameFolder($0.text(countMax: 3))
        }
        var naive = NaiveRegister()
        var register = Register<String>()
        for place in history.events.causalOrder(&random) {
            for (op, stamp) in history.ops[place] {
                guard case .nameFolder(let value) = op else { continue }
                #expect(register.hasWrite(seenBy: stamp) == naive.writes.contains { stamp.saw($0.stamp.id) })
                register.write(value, stamp)
                naive.writes.append((value, stamp))
                try #require(register.current.map(\.stamp.id) == naive.current)
            }
        }
        #expect(register.shown?.stamp.id == naive.current.last)
        #expect(register.history.count == naive.writes.count)
        for (value, stamp) in naive.writes {
            let write = try #require(register[stamp.id])
            #expect(write.value == value && write.stamp == stamp)
            #expect(write.replaces == naive.replaces(stamp))
        }
    }

    @Test("Never written")
    func empty() {
        let register = Register<String>()
        #expect(register.shown == nil && register.current.isEmpty && register.history.isEmpty)
    }
}

@Suite("The add-wins set against one that is obviously right")
struct AddWinsSetTests {
    private enum Change { case add, remove }

    @Test("An addition counts until a removal or a newer addition that saw it", arguments: Seed.first(100))
    func naive(seed: Seed) {
        var random = seed.random
        let isForgetful = random.chance(oneIn: 3)
        let history = FolderHistory(&random, events: 25, isForgetful: isForgetful) { random in
            let trigger = random.element(of: [Trigger.heat, .cold, .sweat])
            return random.chance(oneIn: 2) ? .addTrigger(ItemID(1), trigger) : .removeTrigger(ItemID(1), trigger)
        }
        var set = AddWinsSet<Trigger>()
        var changes: [(change: Change, trigger: Trigger, stamp: OpStamp)] = []
        for place in history.events.causalOrder(&random) {
            for (op, stamp) in history.ops[place] {
                switch op {
                case .addTrigger(_, let trigger):
                    set.add(trigger, stamp)
                    changes.append((.add, trigger, stamp))
                case .removeTrigger(_, let trigger):
                    set.remove(trigger, stamp)
                    changes.append((.remove, trigger, stamp))
                default: Issue.record("no other op was made")
                }
            }
        }
        var members: [Trigger] = []
        for trigger in Trigger.allCases {
            let about = changes.filter { $0.trigger == trigger }
            let additions = about.filter { change in
                change.change == .add && !about.contains { $0.stamp.saw(change.stamp.id) }
            }
            #expect(Set(set.additions(of: trigger)) == Set(additions.map(\.stamp)))
            if !additions.isEmpty { members.append(trigger) }
            // What the name promises, where everyone says all that it saw: a removal takes away what it knew of.
            let isMember = about.contains { change in
                change.change == .add && !about.contains { $0.change == .remove && $0.stamp.saw(change.stamp.id) }
            }
            if !isForgetful { #expect(isMember == !additions.isEmpty) }
        }
        #expect(set.members == members)
    }
}
