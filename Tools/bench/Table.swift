/// The figures that were measured, and how they are shown.
struct Table {
    struct Row {
        let figure: Figure
        let ours: Double?
        let loro: Double?
        let yrs: Double?

        /// How many times better than the best peer ours is; above 1 is ahead.
        var ratio: Double? {
            guard let ours, ours > 0, let best = [loro, yrs].compactMap({ $0 }).min() else { return nil }
            return ours == best ? 1 : best / ours
        }

        var isReached: Bool? {
            guard let goal = figure.goal else { return nil }
            return ours.map { $0 <= goal } ?? false
        }
    }

    var rows: [Row] = []

    /// As Markdown.
    var markdown: String {
        var text =
            "| figure | ours | Loro | Yrs | best / ours | goal ≤ | reached |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n"
        for row in rows {
            let cells =
                [row.figure.title] + [row.ours, row.loro, row.yrs, row.ratio, row.figure.goal].map(Self.short)
                + [row.isReached.map { $0 ? "yes" : "**no**" } ?? ""]
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        return text
    }

    /// As an array of objects; what was not measured is null.
    var json: String {
        func number(_ value: Double?) -> String { value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null" }
        let all = rows.map { row in
            let reached = row.isReached.map { "\($0)" } ?? "null"
            return
                "  {\"figure\": \"\(row.figure.id)\", \"title\": \"\(row.figure.title)\", \"ours\": \(number(row.ours)), "
                + "\"loro\": \(number(row.loro)), \"yrs\": \(number(row.yrs)), \"ratio\": \(number(row.ratio)), "
                + "\"goal\": \(number(row.figure.goal)), \"reached\": \(reached)}"
        }
        return "[\n" + all.joined(separator: ",\n") + "\n]\n"
    }

    /// Three digits that count, or all before the point.
    static func short(_ value: Double?) -> String {
        guard let value else { return "–" }
        guard value.isFinite else { return "∞" }
        if value >= 100 || value == value.rounded() { return "\(Int(value.rounded()))" }
        let scale: Double = value >= 10 ? 10 : value >= 1 ? 100 : 1000
        return "\((value * scale).rounded() / scale)"
    }
}
