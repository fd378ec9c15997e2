import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

extension SeededRandom {
    mutating func unrulyOp(_ state: FolderState, _ agent: ReplicaID?) -> Op {
        switch below(10) {
        case 0, 1:
            guard let agent else { return op() }
            let place = textPlace()
            var document = state.document(at: place, editedBy: agent)
            let base = document.known
            var scalars = Array(document.text.unicodeScalars)
            let start = below(scalars.count + 1)
            scalars.removeSubrange(start..<min(scalars.count, start + below(5)))
            scalars.insert(contentsOf: "wörd".unicodeScalars.prefix(below(5)), at: start)
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            guard (try? document.setText(String(text))) != nil,
                let edit = TextEdit(document.runs(since: base).flatMap(\.ops))
            else { return op() }
            return .edit(place, edit)
        case 2:
            let place = textPlace()
            let all = state.revisions(of: place)
            guard !all.isEmpty, let undo = state.edit(undoing: element(of: all).stamp.id, at: place),
                let edit = TextEdit(undo)
            else { return op() }
            return .edit(place, edit)
        case 3:
            let all = state.conflicts
            return all.isEmpty ? op() : element(of: all).settlement
        case 4, 5:
            let folder = element(of: UnrulyHistory.folders)
            return .set(.parent(folder, chance(oneIn: 5) ? nil : element(of: UnrulyHistory.folders)))
        default: return op()
        }
    }
}
