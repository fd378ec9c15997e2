import Glibc

/// Measures the text engine beside Loro and Yrs and prints a table.
@main enum Bench {
    static let help = """
        usage: bench [--json] [--mutants N] [--python PATH] [GROUP…]
               bench --growth FILE.svg [WORD…]

        Measures the text engine beside Loro and Yrs, each group of figures and each engine in a process of its own, and
        prints a table. CPU time is that of the process, medians of several runs; memory is what the process has more than
        before (resident, MB of 2^20 bytes). Smaller is better in every row. Progress is said on the standard error.

          --json         print JSON instead of a table
          --mutants N    damaged inputs to try (3000)
          --python PATH  a Python with `loro` and `pycrdt` (.build/bench/bin/python); without it, peers are left out
          --growth FILE  draw how CPU time grows with size instead, and print the exponents
          WORD           draw only the curves whose names hold it
          GROUP          measure only the groups whose names begin so: \(groups.map(\.name).joined(separator: " "))

        Before: python3 Tools/bench/traces.py TRACES .build/traces
                python3 -m venv .build/bench && .build/bench/bin/pip install loro pycrdt
        To be run in the package's folder, built with -c release. BENCH_TRACES names another place for the traces.

        """

    static func main() throws {
        var words = Array(CommandLine.arguments.dropFirst())
        if words.contains("--help") || words.contains("-h") { return print(help, terminator: "") }
        if words.first == "--child" { return try child(Array(words.dropFirst())) }
        let growth = take("--growth", from: &words)
        let mutants = take("--mutants", from: &words).map { Int($0) ?? -1 } ?? 3000
        let python = take("--python", from: &words) ?? ".build/bench/bin/python"
        let isJSON = words.contains("--json")
        words.removeAll { $0 == "--json" }
        if let growth { return try Growth.draw(to: growth, words) }
        guard mutants > 0, words.allSatisfy({ word in groups.contains { $0.name.hasPrefix(word) } }) else {
            say(help, end: "")
            exit(EX_USAGE)
        }
        let hasPeers = access(python, X_OK) == 0
        if !hasPeers { say("no \(python): Loro and Yrs are left out") }
        setenv("BENCH_MUTANTS", "\(mutants)", 1)
        var table = Table()
        for group in groups where words.isEmpty || words.contains(where: { group.name.hasPrefix($0) }) {
            let ours = measured("ours", group) {
                group.name == "mutants" ? Mutants.counts(mutants) : Child.ours(group.name).figures
            }
            func peer(_ name: String) -> [String: Double] {
                guard hasPeers else { return [:] }
                return measured(name, group) { Child([python, "Tools/bench/peers.py", name, group.name]).figures }
            }
            let loro = peer("loro")
            let yrs = peer("yrs")
            for figure in group.figures {
                table.rows.append(
                    Table.Row(figure: figure, ours: ours[figure.id], loro: loro[figure.id], yrs: yrs[figure.id]))
            }
        }
        print(isJSON ? table.json : table.markdown, terminator: "")
    }

    /// Takes an option and its value out of `words`.
    private static func take(_ option: String, from words: inout [String]) -> String? {
        guard let place = words.firstIndex(of: option), place + 1 < words.count else { return nil }
        defer { words.removeSubrange(place...place + 1) }
        return words[place + 1]
    }

    private static func measured(_ engine: String, _ group: Group, _ body: () -> [String: Double]) -> [String: Double] {
        say("\(group.name), \(engine) …", end: "")
        let start = time(nil)
        let figures = body()
        say(" \(time(nil) - start) s\(figures.isEmpty ? ", FAILED" : "")")
        return figures
    }

    /// What a child process does.
    private static func child(_ words: [String]) throws {
        if words.first == "mutants", words.count == 3, let first = Int(words[1]), let end = Int(words[2]) {
            return try Mutants.run(first..<end)
        }
        for group in groups where group.name == words.first { try group.measure() }
    }
}
