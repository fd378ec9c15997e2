import Foundation
import Testing

/// A table of the specification's text.
struct SpecTable {
    /// The rows below the heading row, each cell without code marks.
    let rows: [[String]]

    /// The first table behind the heading `title` of a file under `Spec/`; the file's first table for an empty title.
    init(_ title: String, in file: String) throws {
        var lines = try Repository.text("Spec/" + file).split(separator: "\n", omittingEmptySubsequences: false)[...]
        if !title.isEmpty {
            let heading = try #require(
                lines.firstIndex { $0.hasPrefix("#") && $0.hasSuffix("# " + title) }, "\(title) in \(file)")
            lines = lines[(heading + 1)...]
            lines = lines[..<(lines.firstIndex { $0.hasPrefix("## ") } ?? lines.endIndex)]
        }
        let table = lines.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        rows = table.dropFirst(2).map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces).filter { $0 != "`" } }
        }
        try #require(!rows.isEmpty, "there is no table behind \(title) in \(file)")
    }

    /// What stands in two columns of each row.
    func pairs(_ first: Int, _ second: Int) throws -> [Pair] {
        try rows.map { row in
            try #require(row.count > max(first, second), "a row is cut: \(row)")
            return Pair(row[first], row[second])
        }
    }

    /// Two cells of a row.
    struct Pair: Hashable, CustomStringConvertible {
        let first: String
        let second: String

        init(_ first: some CustomStringConvertible, _ second: some CustomStringConvertible) {
            self.first = first.description
            self.second = second.description
        }

        var description: String { "\(first) | \(second)" }
    }
}
