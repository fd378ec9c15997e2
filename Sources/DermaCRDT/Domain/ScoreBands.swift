/// How an instrument's totals are grouped for display, in the words of one source. Never stored, never compared.
public struct ScoreBands: Hashable, Sendable {
    /// The version of the grouping: a source that groups otherwise gets another one.
    public let version: Int
    /// Whole totals of each band, ascending, without gaps.
    public let bands: [ClosedRange<Int>]

    /// The number of the band that a total is in, from 0; nil for none.
    public func index(of total: ScoreTotal) -> Int? {
        total.hundredths % 100 == 0 ? bands.firstIndex { $0.contains(total.hundredths / 100) } : nil
    }
}

extension Instrument {
    /// The newest grouping of its totals; nil for most, since sources disagree.
    public var bands: ScoreBands? {
        switch self {
        case .poem: ScoreBands(version: 1, bands: [0...2, 3...7, 8...16, 17...24, 25...28])
        default: nil
        }
    }
}
