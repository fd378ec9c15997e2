import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// Who has chosen in a text is shown what they chose, with both sides as they were, and is not asked again for what is written by
/// those who knew.
public struct ChoicesStand: Checker {
    public static let name = "choices stand"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .device(let place) = moment.lane, case .said(let number) = moment.what else { return nil }
        let statement = world.ledger.statements[number]
        guard case .choice(let conflict, let side) = statement.said,
            let state = world.actors[place]?.device.state(of: statement.folder)
        else { return nil }
        guard let row = state.row(conflict), row.isSettled else {
            return "\(world.name(place)) is asked again after \(statement.name)"
        }
        guard row.sides.map(\.text) == conflict.sides.map(\.text) else {
            return "\(world.name(place)) does not see the sides as they were before \(statement.name)"
        }
        guard state.shown(conflict) == conflict.expected(side) else {
            return "\(world.name(place)) is not shown \(statement.name)"
        }
        return nil
    }

    public mutating func conclude(_ world: World) -> String? {
        for statement in world.ledger.statements {
            guard case .choice(let conflict, _) = statement.said, let text = conflict.textPlace,
                let owner = world.owner(of: statement.folder), let member = world.members(of: owner).first,
                let state = world.device(member)?.state(of: statement.folder), !world.ledger.isExcused(statement),
                !world.isQuarantined(statement), world.mustShow(statement, on: member)
            else { continue }
            // What was written by people who knew of the choice and not of each other is another conflict.
            let choice = OpID(statement.dot, 0)
            let others = state.revisions(of: text).map(\.stamp.id).filter {
                $0.dot != choice.dot && !state.entries.saw(choice, $0)
            }
            guard zip([choice] + others, others).allSatisfy({ state.entries.saw($1, $0) }) else { continue }
            guard state.row(conflict)?.isSettled ?? false else {
                return
                    "\(world.name(member)) is asked again after \(statement.name), though all who wrote on knew of it"
            }
        }
        return nil
    }
}

extension Conflict {
    /// The text that it is about, if it is a row of one.
    var textPlace: TextPlace? { if case .text(let place) = place { place } else { nil } }

    /// The whole text after choosing a side, or leaving it as it is shown.
    fileprivate func expected(_ side: Int?) -> String? {
        guard let shownText, let passage, let side, let text = sides[side].text else { return shownText?.text }
        let scalars = Array(shownText.text.unicodeScalars)
        return String(String.UnicodeScalarView(scalars[..<passage.range.lowerBound])) + text
            + String(String.UnicodeScalarView(scalars[passage.range.upperBound...]))
    }
}

extension FolderState {
    /// The row of the same sides, if there is one.
    fileprivate func row(_ conflict: Conflict) -> Conflict? {
        conflicts(at: conflict.place).first { $0.sides.map(\.id) == conflict.sides.map(\.id) }
    }

    fileprivate func shown(_ conflict: Conflict) -> String? { conflict.textPlace.flatMap { self[text: $0] } }
}
