import DermaCRDT
import DermaCausality
public import DermaFuzzing
import DermaWire

extension FuzzTarget {
    /// Texts: an update or a stored document. The first byte chooses; the rest is as it stands in an entry or on a disk.
    public static let texts = FuzzTarget("texts", memoryMultiple: 64 << 10, memoryConstant: 4 << 20) {
        input throws(Violation) in
        guard let first = input.first else { return }
        let rest = Array(input.dropFirst())
        if first % 2 == 0 { try update(rest) } else { try stored(rest) }
    }

    private static let author = ReplicaID(.zero)

    /// A text that the author wrote a little of.
    private static func begun() throws(Violation) -> TextDocument<ReplicaID> {
        var document = TextDocument(agent: author)
        do throws(TextError) {
            try document.insert("itchy", at: 0)
            try document.delete(1..<2)
        } catch {
            throw Violation("a text cannot be begun: \(error)")
        }
        return document
    }

    private static func update(_ bytes: [UInt8]) throws(Violation) {
        let before = try begun()
        var document = before
        do throws(TextUpdateError) {
            try document.apply(bytes, author: author)
        } catch {
            try require(
                document.text == before.text && document.known == before.known && document.version == before.version,
                "a refused update left something")
            return
        }
        try agree(document)
        var other = try begun()
        do throws(TextUpdateError) {
            try other.apply(document.update(since: other.known, author: author), author: author)
        } catch {
            throw Violation("what was taken in cannot be passed on: \(error)")
        }
        try require(other.text == document.text && other.version == document.version, "passed on, it is another text")
    }

    private static func stored(_ bytes: [UInt8]) throws(Violation) {
        guard let stored = try? StoredText<ReplicaID>(bytes) else { return }
        guard let document = try? stored.document(agent: author) else { return }
        try require(document.text == stored.text, "the history gives another text than the one that is stored")
        try agree(document)
    }

    /// However the text is worked out it is the same.
    private static func agree(_ document: TextDocument<ReplicaID>) throws(Violation) {
        guard let text = try? document.text(at: document.version), (try? document.overlaps()) != nil,
            let bytes = try? document.stored(), let stored = try? StoredText<ReplicaID>(bytes),
            let again = try? stored.document(agent: author)
        else { throw Violation("what was taken in does not work out") }
        try require(text == document.text, "worked out anew it is another text")
        try require(again.text == document.text, "stored and opened it is another text")
    }
}
