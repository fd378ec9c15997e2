import Glibc

/// All of a file; nil if it cannot be read.
func read(file path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    return read(file)
}

/// What is left of `file`.
func read(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&part, 1, part.count, file)
        if count == 0 { return all }
        all.append(contentsOf: part[0..<count])
    }
}

/// Writes a file anew; what fails is said and ends the process.
func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { stop("cannot write \(path)", EX_CANTCREAT) }
    fputs(text, file)
    fclose(file)
}

/// Says `text` on the standard error.
func say(_ text: String, end: String = "\n") {
    let bytes = Array((text + end).utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Says what is wrong and ends the process.
func stop(_ text: String, _ code: Int32) -> Never {
    say("bench: " + text)
    exit(code)
}
