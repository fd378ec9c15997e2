/// The second byte of a JPEG marker (ITU-T T.81, table B.1).
struct JPEGMarker: RawRepresentable, Equatable, Sendable {
    let rawValue: UInt8

    static let startOfImage = JPEGMarker(rawValue: 0xD8)
    static let endOfImage = JPEGMarker(rawValue: 0xD9)
    static let startOfScan = JPEGMarker(rawValue: 0xDA)
    static let quantizationTables = JPEGMarker(rawValue: 0xDB)
    static let numberOfLines = JPEGMarker(rawValue: 0xDC)
    static let restartInterval = JPEGMarker(rawValue: 0xDD)
    static let huffmanTables = JPEGMarker(rawValue: 0xC4)
    static let arithmeticConditioning = JPEGMarker(rawValue: 0xCC)
    static let comment = JPEGMarker(rawValue: 0xFE)

    /// What the intake does about a marker.
    enum Role {
        case startOfImage, endOfImage, startOfScan, frame, unsupportedFrame
        case quantizationTables, huffmanTables, restartInterval, numberOfLines
        case application, comment, arithmeticConditioning
        /// Stands alone and means nothing outside entropy-coded data: RSTn and TEM.
        case standalone
        case reserved
    }

    var role: Role {
        switch rawValue {
        case 0xC0, 0xC1, 0xC2: .frame
        case 0xC4: .huffmanTables
        case 0xCC: .arithmeticConditioning
        case 0xC3, 0xC5...0xCF, 0xDE, 0xDF, 0xF7: .unsupportedFrame
        case 0x01, 0xD0...0xD7: .standalone
        case 0xD8: .startOfImage
        case 0xD9: .endOfImage
        case 0xDA: .startOfScan
        case 0xDB: .quantizationTables
        case 0xDC: .numberOfLines
        case 0xDD: .restartInterval
        case 0xE0...0xEF: .application
        case 0xFE: .comment
        default: .reserved
        }
    }

    /// Whether no length and no parameters follow (T.81, B.1.1.3).
    var standsAlone: Bool { role == .standalone || self == .startOfImage || self == .endOfImage }

    /// The number of a restart marker, 0 to 7.
    var restartNumber: Int? { (0xD0...0xD7).contains(rawValue) ? Int(rawValue & 7) : nil }
}
