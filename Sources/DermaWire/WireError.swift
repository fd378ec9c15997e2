/// Why bytes could not be decoded, and where.
///
/// Carries no input bytes, so that it can be logged.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable names of decoding faults. Raw values are part of the public contract.
    public enum Code: String, Sendable {
        /// The input ended inside a value.
        case truncated
        /// A number was written with more bytes than it needs.
        case nonMinimal
        /// A number does not fit its type.
        case overflow
        /// Bytes were left after the last value.
        case trailingBytes
        /// A length or count is above its limit.
        case limitExceeded
        /// A set or map is not strictly ascending.
        case unsorted
        /// A value lies outside its registry or range.
        case invalidValue
        /// Text is not well-formed UTF-8.
        case malformedText
    }

    /// What is wrong.
    public let code: Code
    /// Bytes from the start of the decoded structure to the fault.
    public let offset: Int

    /// Makes an error; `@inline(never)` keeps throw sites out of hot decoders.
    @inline(never)
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    public var description: String { "\(code.rawValue) at byte \(offset)" }
}
