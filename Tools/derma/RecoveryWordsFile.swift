import DermaSecrets
import Foundation

/// Recovery words on their way to a person.
enum RecoveryWordsFile {
    /// Writes the words to a file that only its owner can read.
    /// - Returns: The words to show, or nil if a file took them.
    static func keep(_ recovery: RecoverySecret, in file: String?) throws -> [String]? {
        guard let file else { return recovery.words }
        let text = recovery.words.joined(separator: " ") + "\n"
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw CommandFailure(
                "unavailable", .disk, "the words cannot be written to \(file): check the path and run again")
        }
        return nil
    }

    /// Reads the words from a file, or from standard input for `-`.
    static func read(_ file: String) throws -> RecoverySecret {
        let data =
            file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data else { throw CommandFailure("wordsFile", .notFound, "\(file) cannot be read") }
        return try RecoverySecret(words: String(decoding: data, as: UTF8.self))
    }
}
