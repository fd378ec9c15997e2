import DermaSecrets

extension SeededRandom {
    /// True once in `count` times.
    public mutating func chance(oneIn count: Int) -> Bool { below(count) == 0 }

    /// One of `choices`, which are not empty.
    public mutating func element<Choices: RandomAccessCollection<Element>, Element>(of choices: Choices) -> Element {
        choices[choices.index(choices.startIndex, offsetBy: below(choices.count))]
    }

    /// The elements in another order (Fisher and Yates).
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var order = Array(elements)
        for index in order.indices.dropFirst() { order.swapAt(index, below(index + 1)) }
        return order
    }

    /// A number of 0 to 64 significant bits, each width as likely as the others, so that small and large ones come up.
    public mutating func number() -> UInt64 {
        let width = below(65)
        let number = bytes(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return width == 0 ? 0 : number >> UInt64(64 - width)
    }

    /// Up to `countMax` random bytes.
    public mutating func blob(countMax: Int) -> [UInt8] { bytes(below(countMax + 1)) }

    /// Up to `countMax` characters of one to four bytes of UTF-8.
    public mutating func text(countMax: Int) -> String {
        let letters: [Character] = ["a", "Z", "9", " ", "\n", "é", "ß", "皮", "膚", "👩‍⚕️", "\u{0}"]
        var text = ""
        for _ in 0..<below(countMax + 1) { text.append(element(of: letters)) }
        return text
    }
}
