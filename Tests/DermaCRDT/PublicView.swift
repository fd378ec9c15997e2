import DermaCausality
import DermaSecrets
import DermaTestSupport
import DermaWire

@testable import DermaCRDT

/// All that anybody can see of a state, in lines.
func everything(_ state: FolderState, histories: Bool = true) -> [String] {
    var all: [String] = []
    func add(_ name: String, _ value: Any) { all.append("\(name): \(String(reflecting: value))") }
    let items = (0..<4).map { ItemID(UInt8($0)) }
    let parties: [AccountID] = [.patient, .clinic, .secondClinic]
    for (number, conflict) in state.conflicts.enumerated() { add("conflict \(number)", conflict) }
    for comment in state.comments { add("comment", comment) }
    for score in state.scores { add("score", score) }
    for erased in state.erasedPhotos {
        add("erased", (erased.id, erased.erasures, erased.entries.sorted()))
    }
    for photo in state.photos {
        add("photo", (photo.id, photo.manifest, photo.added))
        for value in [photo.error.current.map { "\($0)" }, photo.site.current.map { "\($0)" }] { add("of it", value) }
    }
    for entry in state.diary + state.removedDiary {
        add("diary", (entry.id, entry.added, entry.text ?? "nil", entry.suspicions, entry.readings, entry.isRemoved))
        add("title", (entry.title.current, entry.day.current, entry.site.current))
    }
    add("refused", state.refused.sorted())
    add("newer", state.newer.sorted())
    add("stable", state.stable(for: Set(state.entries.lines.keys)))
    for folder in UnrulyHistory.folders {
        add("parent", state.folderTree.parent(of: folder) as Any)
        add("field", state.values(of: .parent(folder)))
        add("deletion", state.values(of: .deletion(folder)))
    }
    add("name", (state.name.current, state.site.current))
    for item in items {
        add("text", (state[text: .diary(item)] as Any, state[text: .comment(item)] as Any))
        add("note", state[text: .note(PhotoID(item.raw.bytes[0]))] as Any)
        guard histories else { continue }
        add("history", state.history(ofDiary: item))
        for party in parties {
            add("comment history", state.history(ofComment: item, by: party))
            add("score history", state.history(ofScore: item, by: party))
        }
        for place in [TextPlace.diary(item), .comment(item), .note(PhotoID(item.raw.bytes[0]))] {
            add("revisions", state.revisions(of: place))
            for revision in state.revisions(of: place) {
                // An undo may be said in several ways; what comes of it is one.
                let undo = state.edit(undoing: revision.stamp.id, at: place)
                var document = state.document(at: place, editedBy: ReplicaID(.zero))
                for op in undo ?? [] {
                    switch op {
                    case .insert(let position, let text): try? document.insert(text, at: position)
                    case .delete(let position, let count, _): try? document.delete(position..<position + count)
                    }
                }
                add("undone", undo == nil ? "nil" : document.text)
                add("whole", state.isWhole(revision.stamp.id, in: place))
            }
        }
    }
    if histories { add("name history", state.name.history) }
    return all
}

/// The first line that differs.
func difference(_ a: [String], _ b: [String]) -> String? {
    for (left, right) in zip(a, b) where left != right { return "\(left)\n   and\n\(right)" }
    return a.count == b.count ? nil : "\(a.count) and \(b.count) lines"
}
