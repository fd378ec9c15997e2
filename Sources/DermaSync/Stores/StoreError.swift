/// Why a store could not do what it was asked. Nothing that was acknowledged before is lost.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable names.
    public enum Code: String, Sendable {
        /// No room on the disk; free some and try again.
        case full
        /// Bytes that this code wrote read differently.
        case corrupt
        /// Written by a newer version of this code.
        case newerVersion
        /// Another process has it open.
        case locked
        /// The file system refused for another reason.
        case unavailable
    }

    /// What is wrong.
    public let code: Code
    /// The file, or what part of the store; never contents.
    public let place: String

    /// Makes an error.
    public init(_ code: Code, _ place: String) {
        self.code = code
        self.place = place
    }

    public var description: String {
        switch code {
        case .full: "no room left for \(place): free some disk space and run the command again; nothing was lost"
        case .corrupt: "\(place) is damaged: keep a copy, and restore it from a backup or sync a new device"
        case .newerVersion:
            "\(place) was written by a newer version of derma: install that version; nothing was changed"
        case .locked: "\(place) is in use by another derma process: wait for it or stop it"
        case .unavailable: "\(place) cannot be read or written: check that it exists and that you may write to it"
        }
    }
}
