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

/// Says what was measured.
func row(_ name: String, _ value: Double) {
    print("\(name)\t\(value)")
    fflush(nil)
}

/// Runs `body` and says how many MB (2²⁰ bytes) the process has more with its result alive (`name.after`), and had at the
/// highest (`name.peak`).
///
/// What was free before is given back first, so that the growth shows.
func memory(_ name: String, _ body: () throws -> Void) rethrows {
    trim()
    write("5", to: "/proc/self/clear_refs")
    let before = status("VmRSS:")
    try body()
    let peak = status("VmHWM:")
    trim()
    row(name + ".after", max(0, status("VmRSS:") - before))
    row(name + ".peak", max(0, peak - before))
}

/// Gives free memory back. Glibc's module does not name `malloc_trim`.
private func trim() {
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
}

/// A field of the process' status that is given in KiB, in MB.
private func status(_ field: String) -> Double {
    guard let file = read(file: "/proc/self/status") else { return 0 }
    for line in String(decoding: file, as: UTF8.self).split(separator: "\n") where line.hasPrefix(field) {
        return Double(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "0").map { $0 / 1024 } ?? 0
    }
    return 0
}
