import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

/// Nothing that a person wrote disappears without the conflict report saying so: what somebody has knowingly replaced is in
/// the history, and of what was written apart all is offered until somebody settles it.
public struct HistoryKept: Checker {
    public static let name = "history kept"
    public init() {}

    /// What a text was written into.
    private struct Place: Hashable {
        let folder: FolderID
        let item: ItemID?
        let party: AccountID?
    }

    public mutating func conclude(_ world: World) -> String? {
        var texts: [Place: [(text: String, statement: Ledger.Statement)]] = [:]
        var places: [Place] = []
        var edits: [Place: [Ledger.Statement]] = [:]
        for statement in world.ledger.statements {
            if let place = Self.edited(by: statement, world) { edits[place, default: []].append(statement) }
            guard let (place, text) = Self.text(of: statement, world) else { continue }
            if texts[place] == nil { places.append(place) }
            texts[place, default: []].append((text, statement))
        }
        for place in places {
            guard let owner = world.owner(of: place.folder), let member = world.members(of: owner).first,
                let state = world.device(member)?.state(of: place.folder)
            else { continue }
            let counted = (texts[place] ?? []).filter {
                !world.ledger.isExcused($0.statement) && world.mustShow($0.statement, on: member)
            }
            let said = Set(counted.map(\.text))
            for (text, statement) in texts[place] ?? [] {
                guard !world.ledger.isExcused(statement), !world.isQuarantined(statement),
                    world.mustShow(statement, on: member)
                else { continue }
                let others = (texts[place] ?? []).map(\.statement) + (edits[place] ?? [])
                let isReplaced = others.contains {
                    $0.hash != statement.hash && $0.seen.contains(statement.dot)
                        && world.mustShow($0, on: member) && !world.ledger.isExcused($0)
                }
                guard !Self.isKept(text, of: said, at: place, in: state, isReplaced) else { continue }
                return "\(world.name(member)) has \(statement.name) neither shown nor offered"
            }
        }
        return nil
    }

    private static func text(of statement: Ledger.Statement, _ world: World) -> (Place, String)? {
        switch statement.said {
        case .folderName(let text): (Place(folder: statement.folder, item: nil, party: nil), text)
        case .comment(let item, let text), .amendment(let item, let text), .annotation(let item, _, let text):
            (Place(folder: statement.folder, item: item, party: world.actors[statement.device]?.device.account), text)
        case .diary(let item, let text): (Place(folder: statement.folder, item: item, party: nil), text)
        default: nil
        }
    }

    /// The text that somebody knowingly changed a part of.
    private static func edited(by statement: Ledger.Statement, _ world: World) -> Place? {
        let place: TextPlace? =
            switch statement.said {
            case .typed(let place, _), .undone(let place, _): place
            case .choice(let conflict, .some): conflict.textPlace
            default: nil
            }
        return switch place {
        case .diary(let item): Place(folder: statement.folder, item: item, party: nil)
        case .comment(let item):
            Place(folder: statement.folder, item: item, party: world.actors[statement.device]?.device.account)
        default: nil
        }
    }

    private static func isKept(
        _ text: String, of said: Set<String>, at place: Place, in state: FolderState, _ isReplaced: Bool
    ) -> Bool {
        switch (place.item, place.party) {
        case (nil, _): return isKept(text, in: state.name, at: .field(.folderName), state, isReplaced)
        case (let item?, let party?) where party != state.owner:
            guard let statement = state[comment: item, by: party]?.statement else { return false }
            return isKept(text, in: statement, at: .comment(item, by: party), state, isReplaced)
        case (let item?, let party):
            let place: TextPlace = party == nil ? .diary(item) : .comment(item)
            let revisions = state.revisions(of: place)
            let made = revisions.filter { $0.value == text }.map(\.stamp.id)
            // What nobody deleted who had seen it is there to be read, whatever was merged with it.
            if !made.isEmpty, isReplaced || made.contains(where: { state.isWhole($0, in: place) }) { return true }
            // An entry that nobody was told of, or that counts for nobody, may have deleted it.
            return revisions.contains { later in
                !said.contains(later.value) && made.contains { state.entries.saw(later.stamp.id, $0) }
            }
        }
    }

    private static func isKept(
        _ text: String, in field: Versions<String>, at place: ConflictPlace, _ state: FolderState, _ isReplaced: Bool
    ) -> Bool {
        guard field.history.contains(where: { $0.value == text }) else { return false }
        if isReplaced || field.shown?.value == text { return true }
        let offers = state.conflicts.filter { found in
            found.place == place && found.sides.contains { $0.text == text }
        }
        // Not shown, and nobody has settled it: it must be offered. An entry that nobody was told of may have replaced it.
        guard field.current.contains(where: { $0.value == text }) else {
            let made = field.history.filter { $0.value == text }.map(\.stamp.id)
            return field.history.contains { later in made.contains { state.entries.saw(later.stamp.id, $0) } }
        }
        return offers.contains { !$0.isSettled }
    }
}
