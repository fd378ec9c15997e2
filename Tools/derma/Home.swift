import ArgumentParser
import DermaCausality
import DermaClient
import DermaSQLite
import DermaSecrets
import Foundation

typealias AppDevice = Device<SQLiteDeviceStore, SystemRandom, SystemClock>

/// Where a device lives, and how it is opened.
struct HomeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The device's directory. Default: $DERMA_HOME, or ~/.derma.", valueName: "directory"))
    var home: String?

    @Option(
        help: ArgumentHelp(
            "A file whose first line is the passcode. Without it: $DERMA_PASSCODE, or a prompt.", valueName: "file"))
    var passcodeFile: String?

    var directory: String {
        let chosen = home ?? ProcessInfo.processInfo.environment["DERMA_HOME"]
        return chosen.map { URL(fileURLWithPath: $0).path }
            ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".derma").path
    }

    /// What the device takes from the world.
    var environment: Environment<SystemRandom, SystemClock> {
        Environment(random: SystemRandom(), clock: SystemClock())
    }

    /// Opens the device's store, making its directory if `creating`.
    func store(creating: Bool = false) throws -> SQLiteDeviceStore {
        var isDirectory: ObjCBool = false
        if !FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) {
            guard creating else { throw DeviceError.notInitialised }
            do {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw CommandFailure(
                    "unavailable", .disk, "\(directory) cannot be made: check the path and your rights")
            }
        }
        guard creating || FileManager.default.fileExists(atPath: directory + "/device.sqlite") else {
            throw DeviceError.notInitialised
        }
        return try SQLiteDeviceStore(directory: directory)
    }

    /// Opens the device.
    func device() throws -> AppDevice {
        let store = try store()
        return try AppDevice.open(store: store, passcode: passcode(isNew: false), environment: environment)
    }

    /// The passcode. A new one is asked for twice and must have 8 characters.
    func passcode(isNew: Bool) throws -> SecretBytes {
        let text = try Passcode.read(file: passcodeFile, isNew: isNew)
        guard !isNew || text.count >= Passcode.lengthMin else {
            throw CommandFailure(
                "shortPasscode", .dataError,
                "a passcode needs at least \(Passcode.lengthMin) characters: choose a longer one")
        }
        return SecretBytes(Array(text.utf8))
    }
}

/// The system's clock and time zone.
struct SystemClock: WallClock {
    func now() -> Timestamp {
        let now = Date()
        return Timestamp(
            milliseconds: Int64(now.timeIntervalSince1970 * 1000),
            offsetMinutes: Int16(clamping: TimeZone.current.secondsFromGMT(for: now) / 60),
            zone: TimeZone.current.identifier)
    }
}
