import Foundation

/// Where a passcode comes from.
enum Passcode {
    /// The least length of a new passcode, in characters.
    static let lengthMin = 8

    static func read(file: String?, isNew: Bool) throws -> String {
        if let file {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw CommandFailure("passcodeFile", .notFound, "the passcode file \(file) cannot be read")
            }
            return String(text.prefix { !$0.isNewline })
        }
        if let text = ProcessInfo.processInfo.environment["DERMA_PASSCODE"] { return text }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                "noPasscode", .noPermission, "there is no passcode: give --passcode-file, or set DERMA_PASSCODE")
        }
        let first = prompt(isNew ? "New passcode: " : "Passcode: ")
        if isNew, prompt("Once more: ") != first {
            throw CommandFailure("passcodesDiffer", .dataError, "the two passcodes differ: run the command again")
        }
        return first
    }

    /// Asks without showing what is typed.
    private static func prompt(_ text: String) -> String {
        FileHandle.standardError.write(Data(text.utf8))
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSANOW, &shown)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine(strippingNewline: true) ?? ""
    }
}
