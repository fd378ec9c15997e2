import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

extension SeededRandom {
    /// Any op. Ids come from a small pool, so that items meet, also where their authors reuse an id that is not theirs.
    mutating func op() -> Op {
        let item = ItemID(UInt8(below(3)))
        return switch below(9) {
        case 0: .nameFolder(text(countMax: 5))
        case 1: .addPhoto(PhotoID(UInt8(below(3))), manifest: blob(countMax: 9))
        case 2: .addComment(item, on: subject(), text: text(countMax: 5))
        case 3: .amendComment(item, text: text(countMax: 5))
        case 4: .writeDiary(item, .text(text(countMax: 5)))
        case 5: .writeDiary(item, .day(day()))
        case 6: chance(oneIn: 2) ? .addTrigger(item, trigger()) : .removeTrigger(item, trigger())
        case 7: .addScore(item, score(), day: day())
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
        switch below(3) {
        case 0: .folder
        case 1: .photo(PhotoID(UInt8(below(3))))
        default: .diary(ItemID(UInt8(below(3))))
        }
    }

    private mutating func trigger() -> Trigger { element(of: [.heat, .sweat]) }
}

/// A made-up history with the ops that each of its entries holds.
struct FolderHistory {
    let events: CausalHistory
    let ops: [[(op: Op, stamp: OpStamp)]]

    /// Five replicas: three of the owner's devices, one of each of two organisations.
    init(_ random: inout SeededRandom, events count: Int = 40, isForgetful: Bool, op: (inout SeededRandom) -> Op) {
        let parties: [AccountID] = [.patient, .clinic, .patient, .secondClinic, .patient]
        events = CausalHistory(replicas: 5, events: count, isForgetful: isForgetful, random: &random)
        var ops: [[(op: Op, stamp: OpStamp)]] = []
        for event in events.events {
            let time = Timestamp(milliseconds: Int64(random.below(1000)))
            let author = AuthorID(Bytes32([UInt8](repeating: UInt8(event.writer), count: 32)) ?? .zero)
            ops.append(
                (0...random.below(3)).map { index in
                    let stamp = OpStamp(
                        id: OpID(event.dot, index), author: author, party: parties[event.writer], time: time,
                        context: event.context)
                    return (op(&random), stamp)
                })
        }
        self.ops = ops
    }

    /// Every op, causes first.
    var allOps: [(op: Op, stamp: OpStamp)] { ops.flatMap(\.self) }

    /// The state of a replica that applied the entries at `order`.
    func state(applying order: some Sequence<Int>) -> FolderState {
        var state = FolderState(owner: .patient)
        for place in order { for (op, stamp) in ops[place] { state.apply(op, stamp) } }
        return state
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
