/// Who is in a story: how many devices each patient has, and each clinic.
///
/// Devices are numbered patient by patient, then clinic by clinic. Each account has room for devices that are linked
/// later.
public struct Cast: Hashable, Sendable {
    /// Devices of each patient at the beginning.
    public let patients: [Int]
    /// Devices of each clinic at the beginning.
    public let clinics: [Int]

    /// A cast; at least one patient, with at least one device each, and few enough to draw.
    public init(patients: [Int], clinics: [Int]) {
        self.patients = (patients.isEmpty ? [1] : Array(patients.prefix(Self.patientNames.count))).map(Self.devices)
        self.clinics = clinics.prefix(Self.clinicNames.count).map(Self.devices)
    }

    private static func devices(_ count: Int) -> Int { min(max(count, 1), roomPerAccount) }

    /// Devices that an account can come to have.
    public static let roomPerAccount = 6
    private static let patientNames = ["ana", "ben", "cleo", "dan", "eva", "finn", "gil", "hana"]
    private static let clinicNames = ["north", "south", "east", "west"]

    /// The names of the accounts, patients first.
    public var accountNames: [String] {
        Array(Self.patientNames.prefix(patients.count) + Self.clinicNames.prefix(clinics.count))
    }

    /// How many devices there can be.
    public var room: Int { (patients.count + clinics.count) * Self.roomPerAccount }

    /// The devices that are there at the beginning.
    public var initial: [Int] {
        (patients + clinics).enumerated().flatMap { account, count in
            (0..<count).map { account * Self.roomPerAccount + $0 }
        }
    }

    /// The account that a device belongs to, counted patients first.
    public func account(of device: Int) -> Int { device / Self.roomPerAccount }

    /// Whether a device belongs to a clinic.
    public func isClinic(_ device: Int) -> Bool { account(of: device) >= patients.count }

    /// How a lane is called in the story: `relay`, `ana-1`.
    public func name(of lane: Lane) -> String {
        switch lane {
        case .relay: "relay"
        case .device(let device):
            "\(accountNames[account(of: device) % accountNames.count])-\(device % Self.roomPerAccount + 1)"
        }
    }

    /// The lane of this name.
    public func lane(named name: some StringProtocol) -> Lane? {
        if name == "relay" { return .relay }
        let parts = name.split(separator: "-")
        guard parts.count == 2, let account = accountNames.firstIndex(where: { $0 == parts[0] }),
            let number = Int(parts[1]), (1...Self.roomPerAccount).contains(number)
        else { return nil }
        return .device(account * Self.roomPerAccount + number - 1)
    }
}
