import DermaCRDT

/// Measures the text engine: CPU time in milliseconds unless the row says otherwise, a tab between name and figure.
///
/// Needs the traces: `python3 Tools/bench/traces.py FOLDER .build/traces`. Arguments choose rows by how their names begin.
@main enum Bench {
    static func main() throws {
        let wanted = CommandLine.arguments.dropFirst()
        for (name, rows) in [
            ("typed", typedRows), ("concurrent", concurrentRows), ("open", openRows), ("branches", branchRows),
            ("random", randomRows), ("encoding", encodingRows), ("diary", diaryRows), ("growth", growthRows),
            ("single-updates", singleUpdateRows), ("order", orderRows), ("overlaps", overlapRows),
        ] as [(String, () throws -> Void)] where wanted.isEmpty || wanted.contains(where: { name.hasPrefix($0) }) {
            try rows()
        }
    }
}
