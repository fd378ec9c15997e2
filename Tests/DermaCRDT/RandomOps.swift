import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

extension SeededRandom {
    /// Any op. Ids come from a small pool, so that items meet, also where their authors reuse an id that is not theirs.
    mutating func op() -> Op {
        let item = ItemID(UInt8(below(3)))
        return switch below(15) {
        case 0: .set(.folderName(text(countMax: 5)))
        case 1: .addPhoto(PhotoID(UInt8(below(3))), manifest: blob(countMax: 9))
        case 2: .addComment(item, on: subject(), text: text(countMax: 5))
        case 3: .amendComment(item, text: text(countMax: 5))
        case 4, 5: .set(field())
        case 6: chance(oneIn: 2) ? .suspect(item, trigger()) : .unsuspect(item, trigger())
        case 7: .addScore(item, score(), day: day())
        case 8: .amendScore(item, score(), day: day())
        case 9: .retract(item)
        case 10: .removeDiary(item)
        case 11:
            .settle(
                place(), sides: (0..<below(3)).map { SideID(OpID(Dot(ReplicaID(ItemID(1).raw), UInt64($0) + 1), 0)) })
        case 12: .edit(textPlace(), edit())
        case 13: .erasePhoto(PhotoID(UInt8(below(3))), entries: [])
        default: .unknown(code: 1000 + number() / 2, payload: blob(countMax: 9))
        }
    }

    /// A day of this century.
    mutating func day() -> CivilDay {
        known(CivilDay(year: 2000 + below(100), month: 1 + below(12), day: 1 + below(28)))
    }

    /// Answers to any instrument.
    mutating func score() -> Score {
        let instrument = instrument()
        let items = instrument.scales.map { scale in
            chance(oneIn: 3) ? nil : UInt8(below(Int(scale.max) + 1))
        }
        // Nothing answered is no score.
        return Score(instrument, items: items) ?? severe
    }

    private mutating func instrument() -> Instrument {
        guard chance(oneIn: 5) else { return element(of: Instrument.registered) }
        let maxima = (0...below(5)).map { _ in UInt8(1 + below(254)) }
        return .generic(known(GenericInstrument(name: shortText(), maxima: maxima)))
    }

    /// A text that is not empty.
    mutating func shortText() -> ShortText { known(ShortText("é" + text(countMax: 5))) }

    private mutating func subject() -> Subject {
        switch below(4) {
        case 0: .folder
        case 1: .photo(PhotoID(UInt8(below(3))))
        case 2: .region(PhotoID(1), content: .zero, known(PhotoRegion(x: 1, y: 2, width: 300, height: 65532)))
        default: .diary(ItemID(UInt8(below(3))))
        }
    }

    private mutating func trigger() -> Suspicion { Suspicion(element(of: [.heat, .sweat])) }

    mutating func textPlace() -> TextPlace {
        switch below(3) {
        case 0: .note(PhotoID(UInt8(below(3))))
        case 1: .comment(ItemID(UInt8(below(3))))
        default: .diary(ItemID(UInt8(below(3))))
        }
    }

    /// Any field with something that stands there.
    mutating func field() -> Field {
        let item = ItemID(UInt8(below(3)))
        let photo = PhotoID(UInt8(below(3)))
        let folder = FolderID(UInt8(below(3)))
        let link = PhotoLink(photo, in: folder)
        let site = known(SkinSite(chance(oneIn: 2) ? .elbow : .forehead))
        return switch below(13) {
        case 0: .folderName(text(countMax: 5))
        case 1: .folderSite(site)
        case 2: .title(item, text(countMax: 5))
        case 3: .day(item, day())
        case 4: .entrySite(item, site)
        case 5: .photoSite(photo, site)
        case 6: .fileTime(photo, Timestamp(milliseconds: Int64(below(1000))))
        case 7: .countedScore(day(), item)
        case 8: .enteredInError(photo, chance(oneIn: 2), copy: chance(oneIn: 2) ? link : nil)
        case 9: .derivedFrom(photo, link)
        case 10: .parent(folder, chance(oneIn: 2) ? folder : nil)
        case 11: .home(link, folder)
        default: .deletion(folder, chance(oneIn: 2) ? VersionVector([Dot(ReplicaID(folder.raw), 3)]) : nil)
        }
    }

    private mutating func place() -> ConflictPlace {
        let item = ItemID(UInt8(below(3)))
        return switch below(6) {
        case 5: .subject(item, by: .clinic)
        case 0: .field(chance(oneIn: 2) ? .day(item) : .folderName)
        case 1: .comment(item, by: .clinic)
        case 2: .score(item, by: .patient)
        case 3: .removal(item)
        default: .text(textPlace())
        }
    }

    /// An edit of a few changes near the beginning, where others edit too; some do not fit.
    mutating func edit() -> TextEdit {
        let ops = (0...below(3)).map { _ -> TextOp in
            chance(oneIn: 3)
                ? .delete(at: below(6), count: 1 + below(3), isBackward: chance(oneIn: 2))
                : .insert(at: below(5), String(text(countMax: 5).unicodeScalars.prefix(4)) + "x")
        }
        return TextEdit(ops) ?? typed("y")
    }
}

/// A made-up history with the ops that each of its entries holds.
struct FolderHistory {
    let events: CausalHistory
    let ops: [[Op]]
    let marks: [EntryMark]

    /// Five replicas: three of the owner's devices, one of each of two organisations.
    init(_ random: inout SeededRandom, events count: Int = 40, isForgetful: Bool, op: (inout SeededRandom) -> Op) {
        let parties: [AccountID] = [.patient, .clinic, .patient, .secondClinic, .patient]
        events = CausalHistory(replicas: 5, events: count, isForgetful: isForgetful, random: &random)
        var ops: [[Op]] = []
        var marks: [EntryMark] = []
        for event in events.events {
            let time = Timestamp(milliseconds: Int64(random.below(1000)))
            let author = AuthorID(UInt8(event.writer))
            marks.append(EntryMark(author: author, party: parties[event.writer], time: time))
            let made = (0...random.below(3)).map { _ in op(&random) }
            // What adds a photo mostly stands alone, as it must.
            let photo = made.first { if case .addPhoto = $0 { true } else { false } }
            ops.append(photo.flatMap { random.chance(oneIn: 5) ? nil : [$0] } ?? made)
        }
        self.ops = ops
        self.marks = marks
    }

    /// One that is like any other, of authors that may hide what they saw.
    static func mixed(_ seed: Seed) -> (FolderHistory, SeededRandom) {
        var random = seed.random
        let history = FolderHistory(&random, events: 60, isForgetful: random.chance(oneIn: 3)) { $0.op() }
        return (history, random)
    }

    /// Every op, causes first, with its id and party.
    var allOps: [(op: Op, id: OpID, party: AccountID)] {
        ops.indices.flatMap { place in
            ops[place].enumerated().map { ($1, OpID(events.events[place].dot, $0), marks[place].party) }
        }
    }

    /// The state of a replica that applied the entries at `order`.
    func state(applying order: some Sequence<Int>) -> FolderState {
        var state = FolderState(owner: .patient)
        for place in order { apply(place, to: &state) }
        return state
    }

    /// Applies an entry as a replica does: what adds a photo in an entry of its own, which cites nothing.
    func apply(_ place: Int, to state: inout FolderState) {
        let event = events.events[place]
        if ops[place].count == 1, case .addPhoto(let photo, let manifest) = ops[place][0], event.news.isEmpty {
            state.add(photo, manifest: manifest, of: event.dot, by: marks[place])
        } else {
            state.apply(ops[place], of: event.dot, seeing: event.news, by: marks[place])
        }
    }
}

/// A day and a score for stories that need any.
let today = known(CivilDay(iso: "2026-02-28"))
let severe = known(Score(.severity, items: [9]))

/// The value of something that the test itself made.
func known<Value>(_ value: Value?) -> Value {
    guard let value else { fatalError("the test made something invalid") }
    return value
}
