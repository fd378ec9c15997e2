/// How many steps have returned, all in all, and what failed then.
struct RunResult {
    let done: Int
    let failure: (any Error)?
}

/// Something durable, the steps it is taken through, and what must be there after each.
protocol CrashSubject: Sendable {
    associatedtype Durable
    associatedtype Step: Sendable
    associatedtype Observation: Equatable, Sendable

    /// The name in a line that replays a failure.
    static var name: String { get }
    /// The database's file in the disk's directory.
    static var database: String { get }
    /// The seed that the steps' contents come from.
    var seed: UInt64 { get }
    /// What is done; nil closes and opens again.
    var steps: [Step?] { get }
    /// What must be there after so many steps; one more than there are steps.
    var expected: [Observation] { get }

    /// Opens what the disk holds; makes it where there is none.
    func open(on disk: FaultyDisk) throws -> Durable
    func perform(_ step: Step, on durable: inout Durable) throws
    func observe(_ durable: Durable) throws -> Observation
    /// Whether what a step did lasts only when a later one makes it durable.
    func isVolatile(_ step: Step) -> Bool
    /// What its user does from time to time.
    func tidy(_ durable: inout Durable) throws
    /// What no file may hold after so many steps.
    func erased(after count: Int) -> [[UInt8]]
}

extension CrashSubject {
    /// Where to go on after a power cut, when `done` steps are known to be there: volatile ones are done again.
    func resumption(after done: Int) -> Int {
        var start = done
        while start > 0, let step = steps[start - 1], isVolatile(step) { start -= 1 }
        return start
    }

    /// Opens, performs the steps of `range` until something fails, and closes.
    func run(on disk: FaultyDisk, _ range: PartialRangeFrom<Int> = 0...) -> RunResult {
        var durable: Durable?
        return run(&durable, on: disk, steps[range])
    }

    /// Performs steps until one fails, on what is open, if anything is.
    func run(_ durable: inout Durable?, on disk: FaultyDisk, _ steps: ArraySlice<Step?>) -> RunResult {
        var done = steps.startIndex
        do {
            if durable == nil { durable = try open(on: disk) }
            for step in steps {
                if let step, var opened = durable.take() {
                    defer { durable = opened }
                    try perform(step, on: &opened)
                } else {
                    durable = nil
                    durable = try open(on: disk)
                }
                done += 1
            }
        } catch {
            return RunResult(done: done, failure: error)
        }
        return RunResult(done: done, failure: nil)
    }

    /// Opens what a fault has left, and does what its user does then.
    /// - Returns: How many steps are there: the `done` that had returned, or one more that was under way.
    func open(_ durable: inout Durable?, on disk: FaultyDisk, after done: Int) throws -> Int {
        var opened = try open(on: disk)
        let held = try steps(heldBy: opened, after: done)
        try tidy(&opened)
        durable = opened
        return held
    }

    /// How many steps are there: the `done` that had returned, or one more that was under way.
    func steps(heldBy durable: Durable, after done: Int) throws -> Int {
        let observed = try observe(durable)
        let held = [done, done + 1].first { expected.indices.contains($0) && expected[$0] == observed }
        guard let held else {
            throw Finding("what is there is neither what step \(done) left nor what the next would have")
        }
        return held
    }
}
