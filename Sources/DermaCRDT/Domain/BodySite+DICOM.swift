/// A code of DICOM's context group CID 4029, "Dermatology Anatomic Site".
public struct DICOMCode: Hashable, Sendable {
    /// The designator of the scheme: SNOMED CT or DICOM itself.
    public enum Scheme: String, Sendable {
        case snomedCT = "SCT"
        case dicom = "DCM"
    }

    /// Who gave the code.
    public let scheme: Scheme
    /// The code, in digits.
    public let value: String
    /// What it stands for.
    public let meaning: String

    init(_ value: String, _ meaning: String, _ scheme: Scheme = .snomedCT) {
        self.scheme = scheme
        self.value = value
        self.meaning = meaning
    }
}

extension BodySite {
    /// The site in CID 4029; each site has a code of its own. The side is not part of it.
    public var dicomCode: DICOMCode {
        switch self {
        case .scalp: DICOMCode("43067004", "Skin of scalp")
        case .forehead: DICOMCode("68698007", "Skin of forehead")
        case .aroundEye: DICOMCode("362916000", "Skin of eye region")
        case .nose: DICOMCode("113179006", "Skin of nose")
        case .cheek: DICOMCode("36141000", "Skin of cheek")
        case .ear: DICOMCode("1902009", "Skin of ear")
        case .behindEar: DICOMCode("24483006", "Skin of postauricular region")
        case .lips: DICOMCode("88089004", "Skin of lip")
        case .aroundMouth: DICOMCode("110488009", "Skin of perioral region of face")
        case .insideMouth: DICOMCode("113277000", "Oral mucosa")
        case .chin: DICOMCode("23747009", "Skin of chin")
        case .neck: DICOMCode("43081002", "Skin of neck")
        case .chest: DICOMCode("244106003", "Skin of anterior surface of thorax")
        case .nipple: DICOMCode("54468004", "Skin of nipple")
        case .abdomen: DICOMCode("75093004", "Skin of abdomen")
        case .armpit: DICOMCode("76261009", "Skin of axilla")
        case .groin: DICOMCode("39687006", "Skin of inguinal region")
        case .upperBack: DICOMCode("699893008", "Skin of back of upper thoracic region")
        case .lowerBack: DICOMCode("113182001", "Skin of lower back")
        case .buttock: DICOMCode("22180002", "Skin of buttock")
        case .frontOfUpperArm: DICOMCode("45981001", "Skin of anterior surface of upper arm")
        case .backOfUpperArm: DICOMCode("72939005", "Skin of posterior surface of upper arm")
        case .elbow: DICOMCode("181536004", "Skin of posterior surface of elbow")
        case .elbowCrease: DICOMCode("17957002", "Skin of antecubital fossa")
        case .frontOfForearm: DICOMCode("70559009", "Skin of anterior surface of forearm")
        case .backOfForearm: DICOMCode("41550009", "Skin of posterior surface of forearm")
        case .innerWrist: DICOMCode("24527008", "Skin of palmar area of wrist")
        case .backOfHand: DICOMCode("281642007", "Skin of part of dorsal surface of hand")
        case .palm: DICOMCode("70887009", "Skin of palm of hand")
        case .fingers: DICOMCode("244169007", "Skin of digit of hand")
        case .fingernails: DICOMCode("770809003", "Nail unit of finger")
        case .frontOfThigh: DICOMCode("61248009", "Skin of anterior surface of thigh")
        case .backOfThigh: DICOMCode("4578000", "Skin of posterior surface of thigh")
        case .knee: DICOMCode("181553006", "Skin of anterior surface of knee")
        case .backOfKnee: DICOMCode("84507004", "Skin of popliteal fossa")
        case .shin: DICOMCode("25763004", "Skin of anterior surface of lower leg")
        case .calf: DICOMCode("47224004", "Skin of posterior surface of lower leg")
        case .foot: DICOMCode("60496002", "Skin of foot")
        case .ballOfFoot: DICOMCode("130317", "Skin of sole of forefoot", .dicom)
        case .heel: DICOMCode("84607009", "Skin of heel")
        case .toes: DICOMCode("52034004", "Skin of toe")
        case .toenails: DICOMCode("770805009", "Nail unit of toe")
        case .genitals: DICOMCode("60944009", "Skin of external genitalia")
        case .anus: DICOMCode("59112000", "Skin of anus")
        }
    }
}
