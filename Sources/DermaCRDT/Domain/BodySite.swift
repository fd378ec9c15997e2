public import DermaWire

/// Where on the skin, in the words of people; sides are in `Laterality`. The numbers are in stored bytes for ever.
public enum BodySite: UInt8, CaseIterable, Comparable, Sendable, WireValue {
    case scalp = 1
    case forehead = 2
    case aroundEye = 3
    case nose = 4
    case cheek = 5
    case ear = 6
    case behindEar = 7
    case lips = 8
    case aroundMouth = 9
    case insideMouth = 10
    case chin = 11
    case neck = 12
    case chest = 13
    case nipple = 14
    case abdomen = 15
    case armpit = 16
    case groin = 17
    case upperBack = 18
    case lowerBack = 19
    case buttock = 20
    case frontOfUpperArm = 21
    case backOfUpperArm = 22
    case elbow = 23
    case elbowCrease = 24
    case frontOfForearm = 25
    case backOfForearm = 26
    case innerWrist = 27
    case backOfHand = 28
    case palm = 29
    case fingers = 30
    case fingernails = 31
    case frontOfThigh = 32
    case backOfThigh = 33
    case knee = 34
    case backOfKnee = 35
    case shin = 36
    case calf = 37
    case foot = 38
    case ballOfFoot = 39
    case heel = 40
    case toes = 41
    case toenails = 42
    case genitals = 43
    case anus = 44

    /// The name in commands and exports, such as `back-of-hand`.
    public var name: String { kebabCase(of: self) }

    /// Whether the body has it on the left and on the right.
    public var isPaired: Bool {
        switch self {
        case .scalp, .forehead, .nose, .lips, .aroundMouth, .insideMouth, .chin, .neck, .chest, .abdomen, .upperBack,
            .lowerBack, .genitals, .anus:
            false
        default: true
        }
    }

    /// Whether a photo of it is not for teaching, research and publication unless the person says so.
    public var isIntimate: Bool {
        switch self {
        case .nipple, .groin, .buttock, .genitals, .anus: true
        default: false
        }
    }

    /// The part of the body it belongs to.
    public var region: BodyRegion {
        switch self {
        case .scalp, .forehead, .aroundEye, .nose, .cheek, .ear, .behindEar, .lips, .aroundMouth, .insideMouth, .chin,
            .neck:
            .headAndNeck
        case .chest, .nipple, .abdomen, .armpit, .groin, .upperBack, .lowerBack, .buttock: .trunk
        case .frontOfUpperArm, .backOfUpperArm, .elbow, .elbowCrease, .frontOfForearm, .backOfForearm, .innerWrist,
            .backOfHand, .palm, .fingers, .fingernails:
            .upperExtremity
        case .frontOfThigh, .backOfThigh, .knee, .backOfKnee, .shin, .calf, .foot, .ballOfFoot, .heel, .toes, .toenails:
            .lowerExtremity
        case .genitals, .anus: .anogenital
        }
    }

    public init(from reader: inout ByteReader) throws(WireError) { self = try reader.registered(BodySite.self) }

    public func encode(to writer: inout ByteWriter) { writer.byte(rawValue) }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The first level of the hierarchy of the International Skin Imaging Collaboration (ISIC).
public enum BodyRegion: CaseIterable, Sendable {
    case headAndNeck
    case trunk
    case upperExtremity
    case lowerExtremity
    case anogenital

    /// The name in exports, such as `head-and-neck`.
    public var name: String { kebabCase(of: self) }
}

/// A case's name with hyphens: `backOfHand` is `back-of-hand`.
func kebabCase(of value: some Any) -> String {
    String(describing: value).reduce(into: "") { name, letter in
        name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
    }
}
