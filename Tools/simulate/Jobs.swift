import ArgumentParser

/// How many stories are played at a time, and where those are kept that break something.
struct Jobs: ParsableArguments {
    @Option(name: .customLong("jobs"), help: "How many at a time.")
    var count = 1

    @Option(help: "Where to save stories that break something.")
    var save = "."

    func validate() throws {
        guard count >= 1 else { throw ValidationError("At least one at a time.") }
    }
}
