import DermaCRDT
import DermaCausality
import DermaClient

/// Who changed what in an item, oldest first.
struct HistoryView: Printable {
    struct Item: Encodable {
        let by: String
        let at: String
        let what: String
        let value: String?
    }

    let changes: [Item]

    init(_ history: [Version<Change>], _ names: Names) {
        changes = history.map { change in
            let (what, value) = change.value.words
            return Item(by: names.author(change.stamp), at: Times.text(change.stamp.time), what: what, value: value)
        }
    }

    func encode(to encoder: any Encoder) throws { try changes.encode(to: encoder) }

    var text: String {
        changes.map { change in
            "\(change.at)  \(change.by)  \(change.what)\(change.value.map { ": \($0)" } ?? "")"
        }.joined(separator: "\n")
    }
}

extension Change {
    fileprivate var words: (String, String?) {
        switch self {
        case .text(let text): ("text", text)
        case .field(let value): ("field", value.text)
        case .suspected(let suspicion): ("suspects", suspicion.name)
        case .unsuspected(let suspicion): ("no longer suspects", suspicion.name)
        case .readingAdded(let reading): ("adds reading", reading.quantity.name)
        case .readingRemoved(let reading): ("removes reading", reading.quantity.name)
        case .stated(let text): ("says", text)
        case .observed(let score, let day):
            ("records", "\(day) " + score.items.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " "))
        case .retracted: ("takes it back", nil)
        case .removed: ("removes it", nil)
        }
    }
}
