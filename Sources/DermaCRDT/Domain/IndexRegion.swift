/// The four parts of the body that EASI and PASI rate, in the order of their answers.
public enum IndexRegion: CaseIterable, Sendable {
    /// Head and neck.
    case head
    /// The upper limbs.
    case arms
    case trunk
    /// The lower limbs.
    case legs

    /// The region's share of the body in tenths; EASI has others for children up to 7 years.
    public func tenths(isYoungChild: Bool) -> Int {
        switch self {
        case .head: isYoungChild ? 2 : 1
        case .arms: 2
        case .trunk: 3
        case .legs: isYoungChild ? 3 : 4
        }
    }
}

/// The steps in which EASI and PASI count how much of a region is affected.
public enum AreaStep {
    /// The whole per cent of each step, from step 0.
    public static let percents: [ClosedRange<Int>] = [0...0, 1...9, 10...29, 30...49, 50...69, 70...89, 90...100]

    /// The highest step.
    public static let max: UInt8 = 6

    /// The step of whole per cent; nil beyond 0 to 100.
    public static func step(percent: Int) -> UInt8? {
        percents.firstIndex { $0.contains(percent) }.map { UInt8($0) }
    }
}
