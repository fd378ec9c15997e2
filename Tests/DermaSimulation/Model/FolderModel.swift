import DermaCRDT
import DermaCausality
import DermaWire

/// What a folder must show: small, slow and as near to the words of `Spec/06-folder-state.md` as code can be. Everything is
/// worked out by brute force from all ops and who knew of what; nothing is kept between questions.
struct FolderModel {
    let owner: AccountID
    let ops: [ModelOp]

    /// Whoever is let in may comment and score, and nothing else.
    private func isAllowed(_ op: ModelOp) -> Bool {
        switch op.op {
        case .addComment, .amendComment, .addScore, .unknown: true
        default: op.party == owner
        }
    }

    var allowed: [ModelOp] { ops.filter(isAllowed) }

    /// The first in the order of causes, of those that make the same thing.
    static func first(_ ops: [ModelOp]) -> ModelOp? { ops.min(by: ModelOp.comesBefore) }

    // MARK: What the ops are about

    var names: [ModelOp] { allowed.filter { if case .nameFolder = $0.op { true } else { false } } }

    /// Several may carry one photo's id. Of an erased one nothing is left.
    var photos: [PhotoID: [ModelOp]] {
        let erased = erased
        return Dictionary(grouping: allowed.filter { $0.photo != nil && !$0.isMisplaced }) {
            $0.photo ?? PhotoID(.zero)
        }
        .filter { erased[$0.key] == nil }
    }

    /// Every erasure of each photo.
    var erased: [PhotoID: [ModelOp]] {
        Dictionary(grouping: allowed.filter { $0.erasedPhoto != nil }) { $0.erasedPhoto ?? PhotoID(.zero) }
    }

    var scores: [Authored: [ModelOp]] {
        grouped { op in if case .addScore(let item, _, _) = op.op { Authored(item: item, party: op.party) } else { nil }
        }
    }

    /// Every comment with the ops that make it and those that amend it: an amendment counts if its author knew of the comment.
    var comments: [Authored: (makers: [ModelOp], writes: [ModelOp])] {
        let makers = grouped { op in
            if case .addComment(let item, _, _) = op.op { Authored(item: item, party: op.party) } else { nil }
        }
        return makers.reduce(into: [:]) { comments, pair in
            let (key, makers) = pair
            let amendments = ops.filter { op in
                guard case .amendComment(let item, _) = op.op, item == key.item, op.party == key.party else {
                    return false
                }
                return makers.contains { op.saw($0) }
            }
            comments[key] = (makers, makers + amendments)
        }
    }

    var diary: [ItemID: [ModelOp]] {
        Dictionary(grouping: allowed.filter { $0.diaryItem != nil }) { $0.diaryItem ?? ItemID(.zero) }
    }

    /// The additions of a trigger that nobody who knew of them took away or made anew.
    func additions(of trigger: Trigger, to item: ItemID) -> [ModelOp] {
        let about = (diary[item] ?? []).filter { $0.trigger == trigger }
        return about.filter { addition in
            guard case .addTrigger = addition.op else { return false }
            return !about.contains { $0.saw(addition) }
        }
    }

    // MARK: What has no effect

    var newer: [OpID] {
        ops.filter { if case .unknown = $0.op { true } else { false } }.map(\.id).sorted()
    }

    var refused: [OpID] {
        let erased = erased
        var refused = ops.filter { op in
            guard let photo = op.photo else { return !isAllowed(op) }
            return erased[photo] == nil && (!isAllowed(op) || op.isMisplaced)
        }
        for makers in Array(photos.values) + Array(scores.values) {
            refused += makers.filter { $0.id != Self.first(makers)?.id }
        }
        let comments = comments
        refused += ops.filter { op in
            guard case .amendComment(let item, _) = op.op else { return false }
            let comment = comments[Authored(item: item, party: op.party)]
            return !(comment?.writes.contains { $0.id == op.id } ?? false)
        }
        return refused.map(\.id).sorted()
    }

    private func grouped(_ key: (ModelOp) -> Authored?) -> [Authored: [ModelOp]] {
        ops.reduce(into: [:]) { groups, op in
            if let key = key(op) { groups[key, default: []].append(op) }
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

    var erasedPhoto: PhotoID? { if case .erasePhoto(let photo, _) = op { photo } else { nil } }

    var diaryItem: ItemID? {
        switch op {
        case .writeDiary(let item, _), .addTrigger(let item, _), .removeTrigger(let item, _): item
        default: nil
        }
    }

    var trigger: Trigger? {
        switch op {
        case .addTrigger(_, let trigger), .removeTrigger(_, let trigger): trigger
        default: nil
        }
    }

    /// What it writes into a register.
    var text: String {
        switch op {
        case .nameFolder(let text), .addComment(_, _, let text), .amendComment(_, let text): text
        case .writeDiary(_, .text(let text)): text
        case .writeDiary(_, .day(let day)): day.description
        default: ""
        }
    }
}
