import DermaSync
import DermaTestSupport
import Testing

@testable import DermaSQLite

/// A failure prints the line that replays it alone.
@Suite("Power cuts, full disks and unreadable ones, at every operation of the disk")
struct CrashPointTests {
    @Test("A device's store keeps what it acknowledged when power is cut", arguments: Seed.first(4))
    func deviceStore(_ seed: Seed) throws {
        CrashCheck(subject: try DeviceStoreSubject(seed: seed.number)).failures().expectNone()
    }

    @Test("A relay's store keeps what it acknowledged when power is cut", arguments: Seed.first(4))
    func relayStore(_ seed: Seed) throws {
        CrashCheck(subject: try RelayStoreSubject(seed: seed.number)).failures().expectNone()
    }

    @Test("A device keeps the photos and comments that it acknowledged when power is cut", arguments: Seed.first(4))
    func device(_ seed: Seed) throws {
        CrashCheck(subject: try DeviceSubject(seed: seed.number)).failures().expectNone()
    }

    @Test("A file that cannot be opened or locked is closed once, if it was opened")
    func closedOnce() throws {
        let disk = FaultyDisk(isLocked: true)
        #expect(throws: StoreError(.locked, disk.directory)) {
            try SQLiteDeviceStore(directory: disk.directory, disk: disk)
        }
        #expect(throws: StoreError.self) {
            try SQLiteDeviceStore(directory: disk.directory + "/none", disk: disk)
        }
        #expect(disk.badCloses == 0)
    }

    @Test("A disk that lies about syncing is found out", .enabled(if: Findings.replayed == nil))
    func lyingDisk() throws {
        let findings = CrashCheck(subject: try DeviceStoreSubject(seed: 1), trouble: .lyingSync).failures()
        #expect(findings.tried > 100 && findings.found.count > findings.tried / 4)
    }

    @Test("A full disk is said to be full, loses nothing, and is written to again when there is room")
    func full() throws {
        TroubleCheck(subject: try DeviceStoreSubject(seed: 1)).failuresOfFullDisk().expectNone()
        TroubleCheck(subject: try RelayStoreSubject(seed: 1)).failuresOfFullDisk().expectNone()
        TroubleCheck(subject: try DeviceSubject(seed: 1)).failuresOfFullDisk().expectNone()
    }

    @Test("A read that fails is said to have failed, and loses nothing")
    func unreadable() throws {
        TroubleCheck(subject: try DeviceStoreSubject(seed: 1)).failuresOfReading().expectNone()
        TroubleCheck(subject: try RelayStoreSubject(seed: 1)).failuresOfReading().expectNone()
        TroubleCheck(subject: try DeviceSubject(seed: 1)).failuresOfReading().expectNone()
    }
}
