/// Why a change to a text was refused. Nothing has changed then.
///
/// Carries no text, so that it can be logged.
public struct TextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable names of the faults. Raw values are part of the public contract.
    public enum Code: String, Sendable {
        /// A position or range lies outside of the text at its version.
        case outOfBounds
        /// Something that a run depends on has not arrived.
        case missingParents
        /// A count is above its limit.
        case limitExceeded
        /// An event that is named is not known.
        case unknownEvent
        /// Stored history does not fit its text or itself.
        case badHistory
        /// What would come back was forgotten.
        case forgotten
    }

    /// What is wrong.
    public let code: Code
    /// The place, among the runs given, of the one at fault; 0 if there was only one.
    public let run: Int

    @inline(never)
    init(_ code: Code, run: Int = 0) {
        self.code = code
        self.run = run
    }

    public var description: String { "\(code.rawValue) in run \(run)" }
}

/// Upper bounds of what an author can make large. They are part of the protocol.
public enum TextLimits {
    /// Events (inserted or deleted scalars) in one document.
    public static let eventsMax = 1 << 24
    /// Parents of one run: as many as there can be branches.
    public static let parentsMax = agentsMax
    /// Agents in one document.
    public static let agentsMax = 4096
    /// Bytes of an update, expanded.
    public static let updateBytesMax = 8 << 20
    /// Scalars in one text.
    public static let scalarsMax = 1 << 24
}
