extension Scenario: CustomStringConvertible {
    private static let heading = "derma-scenario 1"

    /// The story as a text file, one line an item.
    public var description: String {
        var lines = [Self.heading, "salt \(salt)"]
        lines.append("patients " + cast.patients.map(String.init).joined(separator: " "))
        lines.append("clinics " + cast.clinics.map(String.init).joined(separator: " "))
        lines += items.map { "\(Self.text(of: $0.time)) \(cast.name(of: $0.lane)) \(Self.text(of: $0))" }
        return lines.joined(separator: "\n") + "\n"
    }

    static func text(of item: ScenarioItem) -> String {
        ([item.verb.rawValue] + zip(item.verb.parameters, item.numbers).map { "\($0.name)=\($1)" })
            .joined(separator: " ")
    }

    /// `3d04:05:06.789`.
    public static func text(of time: Int64) -> String {
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let (seconds, rest) = (time / 1000, time % 1000)
        let milliseconds = String(1000 + rest).dropFirst()
        return
            "\(seconds / 86_400)d\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(milliseconds)"
    }

    /// Reads a story. Empty lines and what follows `#` do not count.
    public init(text: String) throws(ScenarioError) {
        var salt: UInt64?
        var patients: [Int]?
        var clinics: [Int]?
        var items: [ScenarioItem] = []
        var hasHeading = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let fault = ScenarioError(line: index + 1)
            let content = line.prefix { $0 != "#" }
            let words = content.split(separator: " ")
            guard let first = words.first else { continue }
            guard hasHeading else {
                guard words.joined(separator: " ") == Self.heading else { throw fault }
                hasHeading = true
                continue
            }
            switch first {
            case "salt":
                guard words.count == 2, let number = UInt64(words[1]) else { throw fault }
                salt = number
            case "patients": patients = try Self.numbers(words.dropFirst(), fault)
            case "clinics": clinics = try Self.numbers(words.dropFirst(), fault)
            default:
                guard let patients, let clinics else { throw fault }
                items.append(try Self.item(words, in: Cast(patients: patients, clinics: clinics), fault))
            }
        }
        guard let salt, let patients, let clinics else { throw ScenarioError(line: 1) }
        self.init(salt: salt, cast: Cast(patients: patients, clinics: clinics), items: items)
    }

    private static func numbers(_ words: some Sequence<Substring>, _ fault: ScenarioError) throws(ScenarioError)
        -> [Int]
    {
        var numbers: [Int] = []
        for word in words {
            guard let number = Int(word) else { throw fault }
            numbers.append(number)
        }
        return numbers
    }

    private static func item(
        _ words: [Substring], in cast: Cast, _ fault: ScenarioError
    ) throws(ScenarioError) -> ScenarioItem {
        guard words.count >= 3, let time = time(words[0]), let lane = cast.lane(named: words[1]),
            let verb = Verb(rawValue: String(words[2])), words.count == 3 + verb.parameters.count
        else { throw fault }
        var values: [Int] = []
        for (parameter, word) in zip(verb.parameters, words[3...]) {
            let parts = word.split(separator: "=")
            guard parts.count == 2, parts[0] == parameter.name, let value = Int(parts[1]),
                parameter.range.contains(value)
            else { throw fault }
            values.append(value)
        }
        return ScenarioItem(at: time, lane, verb, values)
    }

    private static func time(_ word: Substring) -> Int64? {
        let parts = word.split(whereSeparator: { "d:.".contains($0) })
        let numbers = parts.compactMap { Int64($0) }
        guard parts.count == 5, numbers.count == 5, numbers.allSatisfy({ (0...1_000_000).contains($0) }) else {
            return nil
        }
        return (((numbers[0] * 24 + numbers[1]) * 60 + numbers[2]) * 60 + numbers[3]) * 1000 + numbers[4]
    }
}

/// A text that is no story.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The first line that could not be read, from 1.
    public let line: Int

    public var description: String {
        "line \(line) is no line of a scenario: see `simulate --help` for the verbs and their numbers"
    }
}
