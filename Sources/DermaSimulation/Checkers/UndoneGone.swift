import DermaCRDT
import DermaCausality
import DermaClient

/// What a person typed and has just undone is not shown any more, and where nobody else has written a text is what it was.
public struct UndoneGone: Checker {
    public static let name = "undone is gone"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane, case .said(let number) = moment.what else { return nil }
        let statement = world.ledger.statements[number]
        guard case .undone(let text, let typed) = statement.said,
            let state = world.actors[place]?.device.state(of: statement.folder), let shown = state[text: text]
        else { return nil }
        // Who chose a side may have written it anew.
        let isChosen = world.ledger.statements.contains {
            if case .choice(let conflict, .some) = $0.said { conflict.textPlace == text } else { false }
        }
        if let typed, !isChosen, shown.contains(typed) {
            return "\(world.name(place)) still shows in \(text) what it undid"
        }
        let revisions = state.revisions(of: text)
        let ids = revisions.map(\.stamp.id)
        // Each knew of the one before, and the last two are the edit and its undoing.
        guard ids.count > 2, zip(ids, ids.dropFirst()).allSatisfy({ state.entries.saw($1, $0) }),
            ids.suffix(2).allSatisfy({ $0.dot.replica == statement.dot.replica })
        else { return nil }
        guard shown == revisions[ids.count - 3].value else {
            return "\(world.name(place)) does not show \(text) as it was before what it undid"
        }
        return nil
    }
}
