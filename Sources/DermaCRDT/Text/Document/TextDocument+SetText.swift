extension TextDifference {
    /// A hunk: what becomes what.
    typealias Hunk = (old: Range<Int>, new: Range<Int>)

    /// Scalars that stay between two changes of one word: no more than this are replaced with it.
    private static let gapMax = 3
    /// How far a change is moved to begin with a word.
    private static let slideMax = 64

    /// How far a replacement within a word is widened to all of it, on either side.
    private static let widenedMax = 24

    /// The hunks as a person would tell them: a word that becomes another one is replaced as a whole, so that two words that
    /// were chosen for one are not mixed; what is only inserted or deleted begins with a word if it says the same there.
    /// O(hunks).
    var wholeWords: [Hunk] {
        var all: [Hunk] = []
        let hunks = unitedHunks
        for (place, hunk) in hunks.enumerated() {
            let next = place + 1 < hunks.count ? hunks[place + 1].old.lowerBound : a.count
            let wide = widened(hunk, after: all.last?.old.upperBound ?? 0, before: next)
            if let last = all.last, last.old.upperBound == wide.old.lowerBound, !last.old.isEmpty, !wide.old.isEmpty {
                all[all.count - 1] = (
                    last.old.lowerBound..<wide.old.upperBound, last.new.lowerBound..<wide.new.upperBound
                )
            } else {
                all.append(wide)
            }
        }
        return all
    }

    /// A replacement within a word, made one of the whole word.
    private func widened(_ hunk: Hunk, after last: Int, before next: Int) -> Hunk {
        guard !hunk.old.isEmpty, !hunk.new.isEmpty else { return hunk }
        var (left, right) = (0, 0)
        while left < Self.widenedMax, hunk.old.lowerBound - left > last,
            !a[hunk.old.lowerBound - left - 1].properties.isWhitespace
        {
            left += 1
        }
        while right < Self.widenedMax, hunk.old.upperBound + right < next,
            !a[hunk.old.upperBound + right].properties.isWhitespace
        {
            right += 1
        }
        return (
            hunk.old.lowerBound - left..<hunk.old.upperBound + right,
            hunk.new.lowerBound - left..<hunk.new.upperBound + right
        )
    }

    /// The hunks, those of one word united, each moved to where a word begins if it says the same there.
    private var unitedHunks: [Hunk] {
        var all: [Hunk] = []
        for hunk in hunks {
            if let last = all.last, hunk.old.lowerBound - last.old.upperBound <= Self.gapMax,
                !a[last.old.upperBound..<hunk.old.lowerBound].contains(where: \.properties.isWhitespace)
            {
                all[all.count - 1] = (
                    last.old.lowerBound..<hunk.old.upperBound, last.new.lowerBound..<hunk.new.upperBound
                )
            } else {
                all.append(slid(hunk, after: all.last))
            }
        }
        return all
    }

    /// A hunk that only inserts or only deletes, moved back to the beginning of a word.
    private func slid(_ hunk: Hunk, after last: Hunk?) -> Hunk {
        guard hunk.old.isEmpty || hunk.new.isEmpty else { return hunk }
        let (text, range) = hunk.old.isEmpty ? (b, hunk.new) : (a, hunk.old)
        let room = hunk.old.lowerBound - (last?.old.upperBound ?? 0)
        for shift in 0...min(room, Self.slideMax) {
            let start = range.lowerBound - shift
            if shift > 0, text[start] != text[range.upperBound - shift] { break }
            if start == 0 || text[start - 1].properties.isWhitespace {
                return (
                    hunk.old.lowerBound - shift..<hunk.old.upperBound - shift,
                    hunk.new.lowerBound - shift..<hunk.new.upperBound - shift
                )
            }
        }
        return hunk
    }
}

extension TextDocument {
    /// Makes the text `text` by few insertions and deletions, of whole words where that costs little, so that what others do at the same time stays theirs.
    /// O((n + m) · d), bounded as `TextDifference` says.
    /// - Throws: `limitExceeded`.
    public mutating func setText(_ text: String) throws(TextError) {
        let new = Array(text.unicodeScalars)
        guard new.count <= TextLimits.scalarsMax else { throw TextError(.limitExceeded) }
        let hunks = TextDifference(from: Array(self.text.unicodeScalars), to: new).wholeWords
        let events = hunks.reduce(0) { $0 + $1.old.count + $1.new.count }
        guard events <= TextLimits.eventsMax - eventCount else { throw TextError(.limitExceeded) }
        for hunk in hunks.reversed() {
            try delete(hunk.old)
            try insert(String(String.UnicodeScalarView(new[hunk.new])), at: hunk.old.lowerBound)
        }
    }
}
