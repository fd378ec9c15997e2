public import DermaCRDT
public import DermaCausality
import DermaContent
import DermaSecrets
import DermaWire

extension Device {
    /// Says something about the folder, a photo or a diary entry.
    public mutating func comment(
        _ text: String, on subject: Subject, in folder: FolderID
    ) throws(DeviceError) -> ItemID {
        guard let state = folders[folder]?.state, state.contains(subject) else { throw .notFound }
        // What is said of a part of a picture is said of this picture and no other.
        if case .region(let photo, let content, _) = subject,
            manifest(of: photo, in: folder)?.contentHash != content
        {
            throw .notFound
        }
        try check(text, max: Limits.textBytesMax)
        let item: ItemID = environment.random.identifier()
        try write([.addComment(item, on: subject, text: text)], in: folder)
        return item
    }

    /// Corrects a comment of one's own account or organisation. An owner's text merges with what is edited elsewhere; an
    /// organisation's statement gets an amendment, and what it said before stays in its history.
    /// `shown`: of an owner's, the text as the person was shown it; what has arrived since stays. `statement`: of an organisation's,
    /// what the person was shown of it, if they were.
    /// - Throws: `notAllowed` if an owner's text is to be corrected and it is not said what was shown; `changedMeanwhile` if
    ///   someone else has amended the statement since it was shown.
    public mutating func amend(
        _ comment: ItemID, to text: String, of shown: ShownText? = nil, over statement: Versions<String>? = nil,
        in folder: FolderID
    ) throws(DeviceError) {
        guard let state = folders[folder]?.state, let held = state[comment: comment, by: account] else {
            throw .notFound
        }
        try check(text, max: Limits.textBytesMax)
        if state.owner == account {
            guard shown != nil else { throw .notAllowed }
            let edits = try edits(making: .comment(comment), text, of: shown, in: folder)
            if !edits.isEmpty { try write(edits, in: folder) }
        } else {
            try check(held.statement, is: statement)
            try write([.amendComment(comment, text: text)], in: folder)
        }
    }

    /// Records an observation.
    public mutating func record(_ score: Score, on day: CivilDay, in folder: FolderID) throws(DeviceError) -> ItemID {
        guard folders[folder] != nil else { throw .notFound }
        let item: ItemID = environment.random.identifier()
        try write([.addScore(item, score, day: day)], in: folder)
        return item
    }

    /// Corrects an observation of one's own account or organisation; what was recorded before stays in its history.
    public mutating func amend(
        _ item: ItemID, to score: Score, on day: CivilDay, in folder: FolderID
    ) throws(DeviceError) {
        guard folders[folder]?.state[score: item, by: account] != nil else { throw .notFound }
        try write([.amendScore(item, score, day: day)], in: folder)
    }

    /// Takes back a comment or an observation of one's own account or organisation. A stub with its history stays.
    public mutating func retract(_ item: ItemID, in folder: FolderID) throws(DeviceError) {
        guard let state = folders[folder]?.state else { throw .notFound }
        guard state[comment: item, by: account] != nil || state[score: item, by: account] != nil else {
            throw .notFound
        }
        try write([.retract(item)], in: folder)
    }
}

extension FolderState {
    /// Whether a comment can be made on it.
    func contains(_ subject: Subject) -> Bool {
        switch subject {
        case .folder: true
        case .photo(let photo): self[photo: photo] != nil
        case .diary(let item): self[diary: item] != nil
        case .region(let photo, _, _): self[photo: photo] != nil
        }
    }
}
