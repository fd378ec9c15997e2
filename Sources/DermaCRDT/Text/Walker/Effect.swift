/// A change to the text as it stands: what is left of an event when all that is concurrent was taken into account.
struct Effect: Hashable, Sendable, BitwiseCopyable {
    var position: Int32
    var scalars: Int32
    /// The inserted text in the content buffer; `bytes` is −1 for a deletion.
    var content: Int32
    var bytes: Int32

    var isDeletion: Bool { bytes < 0 }
    var text: Range<Int> { Int(content)..<Int(content) + Int(bytes) }
}

/// Effects in the order in which they are to be applied.
struct Effects: Sendable {
    private(set) var all: ContiguousArray<Effect> = []

    @inline(__always)
    mutating func insert(at position: Int, scalars: Int, content: Range<Int>) {
        all.append(
            Effect(
                position: Int32(position), scalars: Int32(scalars), content: Int32(content.lowerBound),
                bytes: Int32(content.count)))
    }

    @inline(__always)
    mutating func delete(at position: Int, scalars: Int) {
        let last = all.count - 1
        if last >= 0, all[last].isDeletion {
            let held = Int(all[last].position)
            if held == position || position + scalars == held {
                all[last].position = Int32(position)
                all[last].scalars += Int32(scalars)
                return
            }
        }
        all.append(Effect(position: Int32(position), scalars: Int32(scalars), content: 0, bytes: -1))
    }
}

extension TextBuffer {
    /// Applies effects that were checked against this text.
    mutating func apply(_ effects: Effects, content: [UInt8]) {
        for effect in effects.all {
            if effect.isDeletion {
                delete(at: Int(effect.position), count: Int(effect.scalars))
            } else {
                let text = content.span.extracting(effect.text)
                insert(text, scalars: Int(effect.scalars), at: Int(effect.position))
            }
        }
    }
}
