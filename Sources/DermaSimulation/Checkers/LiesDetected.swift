import DermaIdentity
import DermaCRDT
import DermaCausality
import DermaClient
import DermaSync
import DermaWire

/// A relay that has gone back, tells two histories or leaves something out is found out by each device in the first
/// exchange that shows it, one that ends well (N = 1):
///
/// - It says that it holds less than it once said or confirmed to this device: it was rolled back, or this device was
///   served from a fork and meets the others again.
/// - It says that it holds more than it hands over.
/// - What it hands over cites what it does not.
///
/// Only folders of the device's own account count: of others' a relay may show less as grants end.
public struct LiesDetected: Checker {
    public static let name = "lies detected"

    private struct Memory {
        /// What the relay last said that it holds, or confirmed.
        var held: [FolderID: VersionVector] = [:]
        /// Folders of which it has said less since, and nobody was alarmed.
        var lessened: Set<FolderID> = []
        /// How often it was asked in this connection.
        var asked: [FolderID: Int] = [:]
        /// What it said in this connection.
        var said: [FolderID: [VersionVector]] = [:]
        var confirmed: [FolderID: [Dot]] = [:]
    }

    /// Until devices remember what the relay held and look for what is cited, nobody can find out.
    private static let areCitationsChecked = SyncAlarm.Kind(rawValue: "rolledBack") != nil

    private var memories: [Int: Memory] = [:]
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard world.scenario.isHostile else { return nil }
        switch (moment.what, moment.lane) {
        case (.sent(let message), _): hear(message)
        case (.fault(.restore), .device(let device)), (.fault(.clone), .device(let device)): memories[device] = nil
        case (.synced(let outcome), .device(let device)): return judge(outcome, of: device, world)
        default: break
        }
        return nil
    }

    /// Remembers what was asked and what the relay said. What is lost on the way nobody heard.
    private mutating func hear(_ message: Message) {
        guard message.arrival != nil else { return }
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(message.bytes)
        guard let raw = try? decoder.next(), let frame = try? Frame(raw) else { return }
        var memory = memories[message.device] ?? Memory()
        switch (frame, message.direction) {
        case (.have(let have), .up): memory.asked[have.folder, default: 0] += 1
        case (.have(let have), .down): memory.said[have.folder, default: []].append(have.vector)
        case (.entriesStored(let stored), .down): memory.confirmed[stored.folder, default: []].append(stored.dot)
        default: return
        }
        memories[message.device] = memory
    }

    private mutating func judge(_ outcome: SyncOutcome, of place: Int, _ world: World) -> String? {
        guard let device = world.actors[place]?.device, var memory = memories[place] else { return nil }
        let own = device.folderIDs.filter { device.state(of: $0)?.owner == device.account } + [device.control.folder]
        defer {
            (memory.asked, memory.said, memory.confirmed) = ([:], [:], [:])
            memories[place] = memory
        }
        for folder in own { compare(folder, &memory) }
        let alarmed = Set(outcome.report.alarms.map(\.folder))
        memory.lessened.subtract(alarmed)
        guard outcome.failure == nil else { return nil }
        let name = world.scenario.cast.name(of: .device(place))
        for folder in own where !alarmed.contains(folder) {
            if let said = memory.said[folder]?.last, let here = try? device.store.log.vector(of: folder),
                !here.covers(said)
            {
                return "the relay holds more of \(folder) than it gave \(name), who was not told"
            }
            guard Self.areCitationsChecked else { continue }
            if memory.lessened.contains(folder) {
                return "the relay holds less of \(folder) than it did, and \(name) was not told"
            }
            if let waiting = device.health(of: folder)?.waitingCount, waiting > 0 {
                return "\(name) waits for entries of \(folder) that were kept from it, and was not told"
            }
        }
        return nil
    }

    /// Compares what the relay says of a folder with what it said before. When it answers what it was not asked, or not what
    /// it was, nobody can say which of its words the device took for the answer.
    private func compare(_ folder: FolderID, _ memory: inout Memory) {
        guard let said = memory.said[folder] else { return }
        guard said.count == memory.asked[folder] else {
            (memory.held[folder], memory.said[folder]) = (nil, nil)
            return
        }
        for vector in said {
            if let held = memory.held[folder], !vector.covers(held) { memory.lessened.insert(folder) }
            memory.held[folder] = vector
        }
        for dot in memory.confirmed[folder] ?? [] { memory.held[folder]?.advance(to: dot) }
    }
}
