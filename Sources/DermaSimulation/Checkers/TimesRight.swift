import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaWire

/// The time that a picture says it was taken and the time that its file bore are both kept, and the date is called uncertain
/// exactly where they name different days, or the picture says nothing.
public struct TimesRight: StateChecker {
    public static let name = "times right"
    public init() {}

    static func check(_ place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device else { return nil }
        for folder in device.folderIDs {
            guard let told = world.told(in: folder, on: device) else { continue }
            let fields = told.fields
            for statement in told {
                guard case .photo(let photo, let hash) = statement.said, let times = device.times(of: photo, in: folder)
                else { continue }
                let claim = world.ledger.claims[hash]
                guard times.capture == claim else {
                    return "\(world.name(place)) shows another time at which photo \(photo) was taken"
                }
                guard times.file.map(FieldValue.time) == fields[.fileTime(photo)]?.last else {
                    return "\(world.name(place)) shows another time of the file of photo \(photo)"
                }
                guard times.isUncertain == isUncertain(claim, times.file) else {
                    return "\(world.name(place)) is wrong about the date of photo \(photo)"
                }
            }
        }
        return nil
    }

    private static func isUncertain(_ claim: CaptureClaim?, _ file: Timestamp?) -> Bool {
        guard let claim else { return true }
        guard let file else { return false }
        // Simulated files are of 2026.
        let days = (file.milliseconds / 60_000 + Int64(file.offsetMinutes)) / 1440
        let day = CivilDay(year: 1970, month: 1, day: 1)?.advanced(by: Int(days))
        return day != CivilDay(year: claim.year, month: claim.month, day: claim.day)
    }
}
