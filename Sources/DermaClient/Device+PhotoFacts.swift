public import DermaCRDT
public import DermaCausality
public import DermaContent
import DermaWire

/// When a photo was taken, as far as anyone says so.
public struct PhotoTimes: Hashable, Sendable {
    /// The camera's claim, with its source.
    public let capture: CaptureClaim?
    /// The time that the file bore when it was imported.
    public let file: Timestamp?
    /// When it was added here, by the device's clock.
    public let added: Timestamp

    /// Whether the claims name different days, or there is none.
    public var isUncertain: Bool {
        guard let capture else { return true }
        guard let file else { return false }
        let local = (file.milliseconds + Int64(file.offsetMinutes) * 60_000).floored(by: 86_400_000)
        return local != capture.daysSince1970
    }
}

extension Device {
    /// What is known of when a photo was taken; nil if there is no such photo.
    public func times(of photo: PhotoID, in folder: FolderID) -> PhotoTimes? {
        folders[folder]?.state[photo: photo].map {
            PhotoTimes(
                capture: manifest(of: photo, in: folder)?.captureClaim, file: $0.fileTime.shown?.value,
                added: $0.added.time)
        }
    }

    /// Notes the time that an imported photo's file bore.
    public mutating func setFileTime(
        _ time: Timestamp, of photo: PhotoID, in folder: FolderID
    ) throws(DeviceError) {
        try set(.fileTime(photo, time), of: photo, in: folder)
    }

    /// Says what a photo shows of the body.
    public mutating func setSite(_ site: SkinSite, of photo: PhotoID, in folder: FolderID) throws(DeviceError) {
        try set(.photoSite(photo, site), of: photo, in: folder)
    }

    /// Says that a photo was filed under the wrong person or folder, and where its copy is. Whoever was let in sees that.
    public mutating func markEnteredInError(
        _ photo: PhotoID, copy: PhotoLink? = nil, in folder: FolderID
    ) throws(DeviceError) {
        try set(.enteredInError(photo, true, copy: copy), of: photo, in: folder)
    }

    /// Says that a photo was made from another one, as by cropping it.
    public mutating func markDerived(
        _ photo: PhotoID, from source: PhotoLink, in folder: FolderID
    ) throws(DeviceError) {
        try set(.derivedFrom(photo, source), of: photo, in: folder)
    }

    /// Says which of several observations of a day counts for its week.
    public mutating func count(_ score: ItemID, on day: CivilDay, in folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard folders[folder]?.state.scores.contains(where: { $0.id == score && $0.day == day }) ?? false else {
            throw .notFound
        }
        try write([.set(.countedScore(day, score))], in: folder)
    }

    private mutating func set(_ field: Field, of photo: PhotoID, in folder: FolderID) throws(DeviceError) {
        try checkOwner(of: folder)
        guard folders[folder]?.state[photo: photo] != nil else { throw .notFound }
        try write([.set(field)], in: folder)
    }
}

extension Int64 {
    fileprivate func floored(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension CaptureClaim {
    /// Days of the proleptic Gregorian calendar since 1970-01-01.
    /// Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    fileprivate var daysSince1970: Int64 {
        let years = Int64(month <= 2 ? year - 1 : year)
        let era = years.floored(by: 400)
        let yearOfEra = years - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
