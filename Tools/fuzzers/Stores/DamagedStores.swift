import DermaCRDT
import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaFuzzingWorlds
import DermaIdentity
import DermaSQLite
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Foundation

extension FuzzTarget {
    /// A device's or a relay's store whose files were damaged: the database, its write-ahead log, a photo. Whatever was done to
    /// them, it opens and reads, or says with a typed error that it cannot.
    public static let stores = FuzzTarget("stores", memoryMultiple: 4096, memoryConstant: 64 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let isRelay = input.flag()
        var files = isRelay ? StoreFiles.relay : StoreFiles.device
        while !input.isEmpty { input.damage(&files) }
        let directory = FileManager.default.temporaryDirectory.appending(path: "derma-fuzz-\(getpid())")
        defer { try? FileManager.default.removeItem(at: directory) }
        do { try files.write(to: directory) } catch { throw Violation("cannot write the files: \(error)") }
        do {
            let path = directory.path(percentEncoded: false)
            if isRelay { try useRelay(path) } else { try useDevice(path) }
        } catch is StoreError {
        } catch is DeviceError {
        } catch {
            throw Violation("an error of no known type: \(error)")
        }
    }

    private static func useDevice(_ path: String) throws {
        var device = try StoreFiles.Device.open(
            store: SQLiteDeviceStore(directory: path), keys: StoreFiles.keys,
            environment: Environment(random: SeededRandom(5), clock: ManualClock()))
        for folder in device.folderIDs + [FolderID.control(of: device.account)] {
            _ = try device.store.log.runs(in: folder)
            for photo in try device.store.photos.photos(in: folder) { _ = try? device.jpeg(of: photo, in: folder) }
        }
        _ = try device.store.settingNames(prefix: "")
        for folder in device.folderIDs { _ = try device.comment("still here", on: .folder, in: folder) }
    }

    private static func useRelay(_ path: String) throws {
        var relay = Relay(store: try SQLiteRelayStore(directory: path))
        for folder in [Cast.folder, FolderID.control(of: Cast.phone.account)] {
            _ = try? relay.store.owner(of: folder)
            _ = try? relay.store.log.runs(in: folder)
            for photo in (try? relay.store.photos.photos(in: folder)) ?? [] {
                let name = PhotoName(folder: folder, photo: photo)
                guard let holding = try? relay.store.photos.holding(of: name) else { continue }
                _ = try? relay.store.photos.read(name, at: 0, count: holding.length)
            }
        }
        _ = try? relay.store.foldersShared(with: Cast.clinic.account)
        try? relay.sweep(at: .max)
        // A whole session: what the device has that the relay has lost goes up again.
        var world = World(seed: 9)
        var phone = Cast.phone
        _ = try? world.exchange(&phone, with: &relay)
    }
}

extension FuzzInput {
    /// Damages one of the files: bits, bytes, whole pages, the length.
    fileprivate mutating func damage(_ files: inout StoreFiles) {
        guard let name = element(of: files.names), var bytes = files[name], !bytes.isEmpty else { return }
        let choice = below(6)
        let place = (Int(byte()) << 16 | Int(byte()) << 8 | Int(byte())) % bytes.count
        let page = place / 4096 * 4096..<min(bytes.count, place / 4096 * 4096 + 4096)
        switch choice {
        case 0: bytes[place] = byte()
        case 1: bytes[place] ^= 1 << UInt8(below(8))
        case 2: bytes.replaceSubrange(page, with: [UInt8](repeating: byte(), count: page.count))
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.replaceSubrange(page, with: bytes.prefix(page.count))
        default: bytes.insert(contentsOf: blob(), at: place)
        }
        files[name] = bytes
    }
}
