import DermaCRDT
import DermaCausality
import DermaWire

/// A text from its edits, each with the parents that follow from what its author had really seen.
struct ModelText {
    /// The edits that fit, causes first.
    private(set) var edits: [ModelOp] = []
    private(set) var misfits: [OpID] = []
    private var document = TextDocument<ReplicaID>(agent: ReplicaID(.zero))
    private var ends: [OpID: TextEventID<ReplicaID>] = [:]

    init(_ ops: [(op: ModelOp, edit: [TextOp])]) {
        var counts: [ReplicaID: Int] = [:]
        for (op, edit) in ops.sorted(by: { ModelOp.comesBefore($0.op, $1.op) }) {
            let replica = op.id.dot.replica
            let seen = edits.filter(op.saw).compactMap { ends[$0.id] }
            let parents = Dictionary(grouping: seen, by: \.agent).values.compactMap { $0.max() }
            let count = counts[replica] ?? 0
            let run = TextRun(agent: replica, sequence: count, parents: parents, ops: edit)
            do throws(TextError) { try document.merge([run]) } catch {
                misfits.append(op.id)
                continue
            }
            counts[replica] = count + run.count
            ends[op.id] = TextEventID(replica, count + run.count - 1)
            edits.append(op)
        }
    }

    var text: String { document.text }

    /// The text as an edit's author then saw it.
    func text(at op: ModelOp) -> String { ends[op.id].flatMap { try? document.text(at: [$0]) } ?? "?" }

    typealias Side = (op: ModelOp, event: Int, text: String)

    /// What several rewrote, with what is there and what each has there. `acts`: by which rows of the text were settled.
    func passages(_ acts: [ModelOp]) -> [(kind: TextOverlapKind, shown: String, sides: [Side])] {
        let dots = Set(acts.map(\.id.dot))
        let passages = try? document.passages(
            upTo: { event in op(of: event).flatMap { ends[$0.id] } ?? event },
            answers: edits.filter { dots.contains($0.id.dot) }.flatMap(events))
        return (passages ?? []).map { passage in
            (
                passage.overlap.kind, passage.text,
                zip(sides(passage.overlap), passage.sides).map { ($0.op, $0.event, $1.text) }
            )
        }
    }

    private func sides(_ overlap: TextOverlap<ReplicaID>) -> [Side] {
        overlap.events.compactMap { event in op(of: event).map { ($0, event.sequence, "") } }
    }

    /// What an edit inserted and deleted.
    private func events(of edit: ModelOp) -> [TextEventID<ReplicaID>] {
        guard let last = ends[edit.id] else { return [] }
        let before = edits.filter { $0.id.dot.replica == last.agent && $0.id < edit.id }.compactMap {
            ends[$0.id]?.sequence
        }
        return ((before.max() ?? -1) + 1...last.sequence).map { TextEventID(last.agent, $0) }
    }

    private func op(of event: TextEventID<ReplicaID>) -> ModelOp? {
        edits.filter { $0.id.dot.replica == event.agent && (ends[$0.id]?.sequence ?? -1) >= event.sequence }
            .min { $0.id < $1.id }
    }
}
