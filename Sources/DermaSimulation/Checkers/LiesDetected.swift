import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
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
        /// What the relay said that it holds, or confirmed, by the end of the last exchange that ended well; only what the
        /// device has seen itself.
        var held: [FolderID: VersionVector] = [:]
        /// Folders with entries that wait, of which the device was told.
        var toldWaiting: Set<FolderID> = []
        /// How often it was asked in this connection.
        var asked: [FolderID: Int] = [:]
        /// What it said in this connection.
        var said: [FolderID: [VersionVector]] = [:]
        var confirmed: [FolderID: [Dot]] = [:]
    }

    private var memories: [Int: Memory] = [:]
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard world.scenario.isHostile else { return nil }
        switch (moment.what, moment.lane) {
        case (.sent(let message), _): hear(message)
        case (.fault(.restore), .device(let device)), (.fault(.clone), .device(let device)): memories[device] = nil
        // What a process had heard when it died it does not know.
        case (.crashed, .device(let device)): memories[device] = nil
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
        defer {
            (memory.asked, memory.said, memory.confirmed) = ([:], [:], [:])
            memories[place] = memory
        }
        // Of a sync that broke nobody knows what still arrived.
        guard outcome.failure == nil else { return nil }
        let own = device.folderIDs.filter { device.state(of: $0)?.owner == device.account } + [device.control.folder]
        // A refusal, too, tells that something of a folder was not to be had.
        let told = Set(outcome.report.alarms.map(\.folder)).union(outcome.report.refusals.compactMap(\.folder))
        for folder in own {
            let fault = fault(in: folder, of: device, memory)
            if let fault, !told.contains(folder) {
                return "\(world.scenario.cast.name(of: .device(place))) was not told that the relay \(fault) \(folder)"
            }
            remember(folder, of: device, told, &memory)
        }
        return nil
    }

    /// What is wrong with the relay's words about a folder. When it answers what it was not asked, or not what it was, nobody
    /// can say which of its words the device took for the answer.
    private func fault(in folder: FolderID, of device: SimulatedDevice, _ memory: Memory) -> String? {
        if let waiting = device.health(of: folder)?.waitingCount, waiting > 0, !memory.toldWaiting.contains(folder) {
            return "keeps back what is cited in"
        }
        guard let said = memory.said[folder], said.count == memory.asked[folder], let first = said.first,
            let last = said.last, let here = try? device.store.log.vector(of: folder)
        else { return nil }
        if !here.covers(last) { return "holds more than it gave of" }
        if let held = memory.held[folder], !first.covers(held) { return "holds less than it did of" }
        return nil
    }

    private func remember(
        _ folder: FolderID, of device: SimulatedDevice, _ told: Set<FolderID>, _ memory: inout Memory
    ) {
        if device.health(of: folder)?.waitingCount ?? 0 == 0 {
            memory.toldWaiting.remove(folder)
        } else if told.contains(folder) {
            memory.toldWaiting.insert(folder)
        }
        memory.held[folder] = nil
        guard let said = memory.said[folder], said.count == memory.asked[folder], let last = said.last,
            let here = try? device.store.log.vector(of: folder)
        else { return }
        memory.held[folder] = VersionVector((last.dots + (memory.confirmed[folder] ?? [])).filter(here.contains))
    }
}
