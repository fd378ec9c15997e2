import DermaCausality
import DermaTestSupport
import Testing

@testable import DermaCRDT

@Suite("The register against one that is obviously right")
struct RegisterTests {
    @Test("Current, shown, history and what each write replaced", arguments: Seed.first(100))
    func naive(seed: Seed) throws {
        var random = seed.random
        let history = FolderHistory(&random, events: 30, isForgetful: random.chance(oneIn: 3)) {
            .set(.folderName($0.text(countMax: 3)))
        }
        let entries = history.state(applying: history.ops.indices).entries
        var writes: [(id: OpID, value: String)] = []
        var register = Register<String>()
        for place in history.events.causalOrder(&random) {
            for (index, op) in history.ops[place].enumerated() {
                guard case .set(let field) = op, case .text(let value) = field.value else { continue }
                let id = OpID(history.events.events[place].dot, index)
                #expect(register.writes.contains(seenBy: id, entries) == writes.contains { entries.saw(id, $0.id) })
                register.write(value, id)
                writes.append((id, value))
                // A write is current if no other write saw it.
                let current = writes.map(\.id).filter { one in !writes.contains { entries.saw($0.id, one) } }
                try #require(register.current(entries).map(\.id) == current.sorted())
            }
        }
        #expect(register.shown(entries)?.id == register.current(entries).last?.id)
        #expect(register.history(entries).count == writes.count)
        for (id, value) in writes {
            let write = try #require(register.writes[id])
            // It replaces the newest of those that it saw.
            let seen = writes.map(\.id).filter { entries.saw(id, $0) }
            let replaced = seen.filter { one in !seen.contains { entries.saw($0, one) } }
            #expect(write.value == value && register.replaced(by: id, entries).map(\.id) == replaced.sorted())
        }
    }

    @Test("Never written")
    func empty() {
        let register = Register<String>()
        #expect(
            register.shown(EntryTable()) == nil && register.current(EntryTable()).isEmpty
                && register.history(EntryTable()).isEmpty)
    }
}

@Suite("The table of entries against sets of what was seen")
struct EntryTableTests {
    @Test("Who saw what, vectors and depths", arguments: Seed.first(60))
    func naive(seed: Seed) {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: random.chance(oneIn: 2)) { $0.op() }
        let entries = history.state(applying: history.events.causalOrder(&random)).entries
        let events = history.events.events
        var depths: [Dot: UInt64] = [:]
        for event in events {
            let causes = event.context.dots.compactMap { depths[$0] }.max().map { $0 + 1 } ?? 0
            depths[event.dot] = max(causes, event.context.dots.reduce(0) { $0 + $1.sequence })
        }
        for (place, event) in events.enumerated() {
            #expect(entries.seen(by: event.dot) == event.context)
            #expect(entries.depth(of: event.dot) == depths[event.dot])
            for (other, cause) in events.enumerated() where other != place {
                #expect(entries.saw(OpID(event.dot, 0), OpID(cause.dot, 5)) == event.seen.contains(other))
            }
            #expect(entries.saw(OpID(event.dot, 1), OpID(event.dot, 0)))
            #expect(!entries.saw(OpID(event.dot, 1), OpID(event.dot, 1)))
        }
    }

    @Test("The witness is the first entry of another device that had seen it", arguments: Seed.first(60))
    func witness(seed: Seed) {
        var random = seed.random
        let history = FolderHistory(&random, isForgetful: false) { $0.op() }
        let entries = history.state(applying: history.events.causalOrder(&random)).entries
        let events = history.events.events
        var depths: [Dot: UInt64] = [:]
        for event in events {
            let causes = event.context.dots.compactMap { depths[$0] }.max().map { $0 + 1 } ?? 0
            depths[event.dot] = max(causes, event.context.dots.reduce(0) { $0 + $1.sequence })
        }
        for (place, event) in events.enumerated() {
            let later = events.filter { $0.writer != event.writer && $0.seen.contains(place) }
            let stamps = later.compactMap { entries.stamp(of: OpID($0.dot, 0)) }
            #expect(entries.witness(of: event.dot) == stamps.min(by: OpStamp.precedes))
        }
    }
}

@Suite("The add-wins set against one that is obviously right")
struct AddWinsSetTests {
    @Test("An addition counts until a removal or a newer addition that saw it", arguments: Seed.first(100))
    func naive(seed: Seed) {
        var random = seed.random
        let isForgetful = random.chance(oneIn: 3)
        let history = FolderHistory(&random, events: 25, isForgetful: isForgetful) { random in
            let trigger = random.element(of: [Trigger.heat, .cold, .sweat])
            return random.chance(oneIn: 2)
                ? .suspect(ItemID(1), Suspicion(trigger)) : .unsuspect(ItemID(1), Suspicion(trigger))
        }
        let entries = history.state(applying: history.ops.indices).entries
        var set = AddWinsSet<Suspicion>()
        var changes: [(isAddition: Bool, suspicion: Suspicion, id: OpID)] = []
        for place in history.events.causalOrder(&random) {
            for (index, op) in history.ops[place].enumerated() {
                let id = OpID(history.events.events[place].dot, index)
                switch op {
                case .suspect(_, let suspicion):
                    set.add(.init(id: id, element: suspicion, isAddition: true))
                    changes.append((true, suspicion, id))
                case .unsuspect(_, let suspicion):
                    set.add(.init(id: id, element: suspicion, isAddition: false))
                    changes.append((false, suspicion, id))
                default: Issue.record("no other op was made")
                }
            }
        }
        var members: Set<Suspicion> = []
        for suspicion in Set(changes.map(\.suspicion)) {
            let about = changes.filter { $0.suspicion == suspicion }
            let additions = about.filter { change in
                change.isAddition && !about.contains { entries.saw($0.id, change.id) }
            }
            let held = set.members(entries).first { $0.element == suspicion }
            #expect(held?.tags ?? [] == additions.map(\.id).sorted())
            if !additions.isEmpty { members.insert(suspicion) }
            // What the name promises, where everyone says all that it saw: a removal takes away what it knew of.
            let isMember = about.contains { change in
                change.isAddition && !about.contains { !$0.isAddition && entries.saw($0.id, change.id) }
            }
            if !isForgetful { #expect(isMember == !additions.isEmpty) }
        }
        #expect(Set(set.members(entries).map(\.element)) == members)
        #expect(set.changes.map(\.id) == changes.map(\.id).sorted())
    }
}
