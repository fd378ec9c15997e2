/// A questionnaire or scale: how many answers, what each may be, and how they come to a total. No wording is shipped.
public enum Instrument: Hashable, Sendable {
    /// How bad the skin is, as a number.
    case severity
    /// The worst itch of the past 24 hours, as a number.
    case itch
    /// Patient-Oriented Eczema Measure.
    case poem
    /// One day of the Urticaria Activity Score: wheals, itch. Seven days make the weekly one (`UrticariaWeek`).
    case uas
    /// Dermatology Life Quality Index; for people from 16 years.
    case dlqi
    /// Investigator's Global Assessment.
    case iga
    /// How bad the pain is, as a number.
    case pain
    /// Scoring Atopic Dermatitis: A (extent in per cent), B (intensity), C (itch and loss of sleep).
    case scorad
    /// Eczema Area and Severity Index: the age group, then for each of `IndexRegion` redness, thickness, scratching and
    /// lichenification in half points, and the area's step.
    case easi
    /// Psoriasis Area and Severity Index: for each of `IndexRegion` redness, thickness, scaling, and the area's step.
    case pasi
    /// A list of items that are summed, for what has no number here.
    case generic(GenericInstrument)

    /// Every instrument that has its own number.
    public static let registered: [Instrument] = [
        .severity, .itch, .poem, .uas, .dlqi, .iga, .pain, .scorad, .easi, .pasi,
    ]

    /// The number of `generic`.
    package static let genericNumber: UInt8 = 11

    /// The number on the wire.
    public var number: UInt8 {
        switch self {
        case .severity: 1
        case .itch: 2
        case .poem: 3
        case .uas: 4
        case .dlqi: 5
        case .iga: 6
        case .pain: 7
        case .scorad: 8
        case .easi: 9
        case .pasi: 10
        case .generic: Self.genericNumber
        }
    }

    /// The name in commands and exports, such as `poem`; `generic` whatever a generic one calls itself.
    public var name: String {
        if case .generic = self { "generic" } else { String(describing: self) }
    }

    /// The name for people: what a generic one calls itself.
    public var label: String {
        if case .generic(let generic) = self { generic.name.string } else { name }
    }

    /// Its items, in the order of the answers.
    public var scales: [ItemScale] {
        switch self {
        case .severity, .itch, .pain: [ItemScale(max: 10)]
        case .poem: [ItemScale](repeating: ItemScale(max: 4), count: 7)
        case .uas: [ItemScale](repeating: ItemScale(max: 3), count: 2)
        case .dlqi: [ItemScale](repeating: ItemScale(max: 3), count: 10)
        case .iga: [ItemScale(max: 4)]
        case .scorad: [ItemScale(max: 100), ItemScale(max: 18), ItemScale(max: 20)]
        case .easi: [ItemScale(max: 1)] + IndexRegion.allCases.flatMap { _ in Self.easiRegion }
        case .pasi: IndexRegion.allCases.flatMap { _ in Self.pasiRegion }
        case .generic(let instrument): instrument.maxima.map { ItemScale(max: $0) }
        }
    }

    private static let easiRegion =
        [ItemScale](repeating: ItemScale(max: 6, hasHalves: true), count: 4) + [ItemScale(max: AreaStep.max)]
    private static let pasiRegion =
        [ItemScale](repeating: ItemScale(max: 4), count: 3) + [ItemScale(max: AreaStep.max)]

    /// How many items it has.
    public var itemCount: Int { scales.count }

    /// Who may rate it.
    public var raters: [Rater] {
        switch self {
        case .severity, .itch, .pain, .uas, .dlqi: [.patient]
        case .poem: [.patient, .carer]
        case .iga, .scorad, .easi, .pasi: [.clinician]
        case .generic: Rater.allCases
        }
    }

    /// How many days before the rating it asks about; nil if none is laid down.
    public var recallDays: Int? {
        switch self {
        case .itch, .uas: 1
        case .poem, .dlqi: 7
        case .severity, .pain, .iga, .scorad, .easi, .pasi, .generic: nil
        }
    }
}

/// What one answer may be.
public struct ItemScale: Hashable, Sendable {
    /// The highest answer; the lowest is 0.
    public let max: UInt8
    /// Whether an answer counts half points, so that 5 stands for 2.5.
    public let hasHalves: Bool

    init(max: UInt8, hasHalves: Bool = false) {
        self.max = max
        self.hasHalves = hasHalves
    }
}
