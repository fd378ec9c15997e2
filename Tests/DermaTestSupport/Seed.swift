/// The number that everything random in one test case follows from.
///
/// Use it as a test's argument: `@Test(arguments: Seed.first(50))`. A failing case then prints the line to put in the
/// place of `Seed.first(50)` to run that case alone.
public struct Seed: Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let number: UInt64

    /// Wraps a number.
    public init(_ number: UInt64) { self.number = number }

    /// The seeds from 1 to `count`.
    public static func first(_ count: UInt64) -> [Seed] { (1...count).map { Seed($0) } }

    /// A generator that starts here.
    public var random: SeededRandom { SeededRandom(number) }

    /// What to write in the place of `Seed.first(50)`.
    public var description: String { "[Seed(\(number))]" }
}
