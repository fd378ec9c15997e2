import DermaCRDT
import DermaCausality
import DermaWire

/// What a folder must show: small, slow and as near to the words of `Spec/06-folder-state.md` as code can be. Everything is
/// worked out by brute force from all ops and who knew of what; nothing is kept between questions.
struct FolderModel {
    let owner: AccountID
    let ops: [ModelOp]
    /// Those that their authors may do.
    let allowed: [ModelOp]
    /// The ops that make each comment.
    let comments: [Authored: [ModelOp]]
    /// The ops that make each observation.
    let scores: [Authored: [ModelOp]]
    private(set) var texts: [TextPlace: ModelText] = [:]
    private(set) var diary: [ItemID: [ModelOp]] = [:]

    init(owner: AccountID, ops: [ModelOp]) {
        self.owner = owner
        self.ops = ops
        allowed = ops.filter { Self.isAllowed($0, owner) }
        comments = Self.firsts(
            Self.grouped(ops) { op in if case .addComment(let item, _, _) = op.op { item } else { nil } })
        scores = Self.grouped(ops) { op in if case .addScore(let item, _, _) = op.op { item } else { nil } }
        for place in textPlaces { texts[place] = text(place) }
        diary = entries(without: Set(texts.values.flatMap(\.misfits)))
    }

    /// Whoever is let in may comment and score, and nothing else.
    private static func isAllowed(_ op: ModelOp, _ owner: AccountID) -> Bool {
        switch op.op {
        case .addComment, .amendComment, .addScore, .amendScore, .retract, .unknown: true
        default: op.party == owner
        }
    }

    /// The first in the order of causes, of those that make the same thing.
    static func first(_ ops: [ModelOp]) -> ModelOp? { ops.min(by: ModelOp.comesBefore) }

    // MARK: What the ops are about

    func field(_ place: FieldPlace) -> ModelRegister {
        ModelRegister(
            writes: allowed.compactMap { op in
                if case .set(let field) = op.op, field.place == place { (op, field.value.text) } else { nil }
            })
    }

    var fieldPlaces: Set<FieldPlace> {
        Set(allowed.compactMap { if case .set(let field) = $0.op { field.place } else { nil } })
    }

    /// Several may carry one photo's id. Of an erased one nothing is left.
    var photos: [PhotoID: [ModelOp]] {
        let erased = erased
        return allowed.reduce(into: [:]) { photos, op in
            if let photo = op.photo, !op.isMisplaced, erased[photo] == nil { photos[photo, default: []].append(op) }
        }
    }

    /// Every erasure of each photo.
    var erased: [PhotoID: [ModelOp]] {
        allowed.reduce(into: [:]) { erased, op in
            if case .erasePhoto(let photo, _) = op.op { erased[photo, default: []].append(op) }
        }
    }

    /// An owner's comment begins with the text that it was made with.
    private func text(_ place: TextPlace) -> ModelText {
        ModelText(
            allowed.compactMap { op in
                switch op.op {
                case .edit(place, let edit): isFounded(op, place) ? (op, edit.ops) : nil
                case .addComment(let item, _, let text) where place == .comment(item) && op.party == owner:
                    text.isEmpty || !makes(op, item) ? nil : (op, [.insert(at: 0, text)])
                default: nil
                }
            })
    }

    private var textPlaces: Set<TextPlace> {
        Set(
            allowed.compactMap { op in
                switch op.op {
                case .edit(let place, _): place
                case .addComment(let item, _, _) where op.party == owner: .comment(item)
                default: nil
                }
            })
    }

    /// Nobody edits a comment that they have not seen.
    private func isFounded(_ op: ModelOp, _ place: TextPlace) -> Bool {
        guard case .comment(let item) = place else { return true }
        return (comments[Authored(item: item, party: owner)] ?? []).contains { op.saw($0) }
    }

    /// Whoever knew of a comment cannot make it again.
    private static func firsts(_ made: [Authored: [ModelOp]]) -> [Authored: [ModelOp]] {
        made.mapValues { ops in
            ops.sorted(by: ModelOp.comesBefore).reduce(into: []) { kept, op in
                if !kept.contains(where: { op.saw($0) }) { kept.append(op) }
            }
        }
    }

    private func makes(_ op: ModelOp, _ item: ItemID) -> Bool {
        comments[Authored(item: item, party: op.party)]?.contains { $0.id == op.id } ?? false
    }

    /// What those who made a comment say that it is about.
    func about(_ key: Authored) -> ModelRegister {
        ModelRegister(
            writes: (comments[key] ?? []).compactMap { op in
                if case .addComment(_, let subject, _) = op.op { (op, subject.text) } else { nil }
            })
    }

    /// What an organisation's comment says: first, and in amendments by those who knew of it.
    func statement(_ key: Authored) -> ModelRegister {
        let makers = comments[key] ?? []
        return ModelRegister(
            writes: ops.compactMap { op in
                guard op.party == key.party, key.party != owner else { return nil }
                switch op.op {
                case .addComment(key.item, _, let text): return makes(op, key.item) ? (op, text) : nil
                case .amendComment(key.item, let text): return makers.contains { op.saw($0) } ? (op, text) : nil
                default: return nil
                }
            })
    }

    func observation(_ key: Authored) -> ModelRegister {
        let makers = scores[key] ?? []
        return ModelRegister(
            writes: ops.compactMap { op in
                guard op.party == key.party else { return nil }
                switch op.op {
                case .addScore(key.item, let score, let day): return (op, score.line(on: day))
                case .amendScore(key.item, let score, let day):
                    return makers.contains { op.saw($0) } ? (op, score.line(on: day)) : nil
                default: return nil
                }
            })
    }

    /// Whoever takes back an item that is theirs, and that they knew of.
    func retractions(of key: Authored) -> [ModelOp] {
        let makers = (comments[key] ?? []) + (scores[key] ?? [])
        return ops.filter { op in
            guard case .retract(key.item) = op.op, op.party == key.party else { return false }
            return makers.contains { op.saw($0) }
        }
    }

    // MARK: What has no effect

    var newer: [OpID] {
        ops.filter { if case .unknown = $0.op { true } else { false } }.map(\.id).sorted()
    }

    var refused: [OpID] {
        let erased = erased
        var refused = ops.filter { op in
            guard let photo = op.photo else { return !Self.isAllowed(op, owner) }
            return erased[photo] == nil && (!Self.isAllowed(op, owner) || op.isMisplaced)
        }
        for makers in photos.values { refused += makers.filter { $0.id != Self.first(makers)?.id } }
        refused += ops.filter { op in
            switch op.op {
            case .addComment(let item, _, _): !makes(op, item)
            case .amendComment(let item, _):
                !statement(Authored(item: item, party: op.party)).writes.contains { $0.op.id == op.id }
            case .amendScore(let item, _, _):
                !observation(Authored(item: item, party: op.party)).writes.contains { $0.op.id == op.id }
            case .retract(let item):
                !retractions(of: Authored(item: item, party: op.party)).contains { $0.id == op.id }
            case .edit(let place, _): Self.isAllowed(op, owner) && !isFounded(op, place)
            case .settle(.field, _): Self.isAllowed(op, owner)
            default: false
            }
        }
        return (refused.map(\.id) + texts.values.flatMap(\.misfits)).sorted()
    }

    private static func grouped(
        _ ops: [ModelOp], _ item: (ModelOp) -> ItemID?
    ) -> [Authored: [ModelOp]] {
        ops.reduce(into: [:]) { groups, op in
            if let item = item(op) { groups[Authored(item: item, party: op.party), default: []].append(op) }
        }
    }
}

/// An item that belongs to one party: whoever reuses an id meets their own only.
struct Authored: Hashable {
    let item: ItemID
    let party: AccountID
}

extension Op {
    var addsPhoto: Bool { if case .addPhoto = self { true } else { false } }
}

extension ModelOp {
    var photo: PhotoID? { if case .addPhoto(let photo, _) = op { photo } else { nil } }
}

extension Score {
    func line(on day: CivilDay) -> String {
        "\(day), \(instrument.label): " + items.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
}
