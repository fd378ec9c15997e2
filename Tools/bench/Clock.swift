import Glibc

/// CPU time of the process, in milliseconds.
func cpu() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
}

/// The median CPU time of five runs, in milliseconds.
func median(of runs: Int = 5, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
        let start = cpu()
        try body()
        times.append(cpu() - start)
    }
    return times.sorted()[runs / 2]
}

/// What keeps results from being optimised away.
nonisolated(unsafe) var sink = 0

/// Prints a row.
func row(_ name: String, _ value: Double) {
    let text = value < 10 ? "\((value * 1000).rounded() / 1000)" : "\((value * 10).rounded() / 10)"
    print("\(name)\t\(text)")
    fflush(nil)
}
