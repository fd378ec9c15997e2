import DermaSecrets
import Foundation

/// Recovery words on their way to a person.
enum RecoveryWordsFile {
    /// Makes a secret and, if `file` is named, writes its words there, durably, before an account is founded on them: an
    /// account whose words nobody has cannot be recovered.
    static func make(writingTo file: String?) throws -> RecoverySecret {
        var random = SystemRandom()
        let recovery = RecoverySecret(random: &random)
        guard let file else { return recovery }
        // Never readable by others, not even for an instant, and never over an older file.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let problem =
                errno == EEXIST ? "exists already: name another" : "cannot be written: check the path and your rights"
            throw CommandFailure("wordsFile", .disk, "\(file) \(problem); nothing was founded")
        }
        defer { close(descriptor) }
        let text = Array((recovery.words.joined(separator: " ") + "\n").utf8)
        guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
            unlink(file)
            throw CommandFailure(
                "wordsFile", .disk, "no room left for \(file): free some disk space; nothing was founded")
        }
        return recovery
    }

    /// Takes the file away again when nothing was founded on its words.
    static func removing<Result>(_ file: String?, ifFails body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            if let file { unlink(file) }
            throw error
        }
    }

    /// Reads the words from a file, or from standard input for `-`.
    static func read(_ file: String) throws -> RecoverySecret {
        let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
        guard let data = try? handle?.readToEnd() else {
            throw CommandFailure("wordsFile", .notFound, "\(file) cannot be read")
        }
        return try RecoverySecret(words: String(decoding: data, as: UTF8.self))
    }
}
