import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension World {
    /// A device of a newer version writes what this one does not know, or offers it.
    mutating func writeAsNewer(_ which: Int, in folder: FolderID, by device: Int) {
        var random = handRandom(device, 4)
        let op = Op.unknown(code: 900 + UInt64(which), payload: random.bytes(which * 8))
        switch which % 4 {
        case 0: writeAsNewer([op], in: folder, by: device)
        case 1:
            let comment = Op.addComment(random.identifier(), on: .folder, text: text(40))
            writeAsNewer([comment, op], in: folder, by: device)
        case 2: writeEntryOfNewKind(random.bytes(64), in: folder, by: device)
        default: greetAsNewer(by: device)
        }
    }

    private mutating func writeAsNewer(_ ops: [Op], in folder: FolderID, by device: Int) {
        guard var actor = actors[device] else { return }
        actors[device] = nil
        let outcome = Result { () throws(DeviceError) in try actor.device.write(ops, in: folder) }
        actors[device] = actor
        noteNewer(in: folder, by: device, isKept: (try? outcome.get()) != nil)
    }

    private mutating func writeEntryOfNewKind(_ body: [UInt8], in folder: FolderID, by device: Int) {
        guard var actor = actors[device], let hand = hand(of: device), let kind = try? EntryKind(decoding: [0x48]),
            let origin = try? actor.device.origin(in: folder)
        else { return }
        let held = try? actor.device.store.log.tail(of: origin.replica(in: folder), in: folder)
        let tail = held ?? LogTail(emptyLogOf: origin, in: folder)
        let entry = RunEntry(kind: kind, epoch: EpochID(.zero), body: .present(body))
        let run = LogRun.signed([entry], in: folder, of: origin, after: tail, by: hand.secrets)
        actors[device] = nil
        let reception = try? actor.device.receive(run)
        actors[device] = actor
        if case .taken(1) = reception { noteNewer(in: folder, by: device, isKept: true) }
    }

    private mutating func noteNewer(in folder: FolderID, by device: Int, isKept: Bool) {
        let newest = noteAppends(of: device).last { $0.folder == folder }
        guard isKept, let newest, actors[device]?.device.store.faults.isDead == false else { return }
        let dot = Dot(newest.origin.replica(in: folder), newest.first + UInt64(newest.entries.count) - 1)
        ledger.newer.append(
            .init(device: device, folder: folder, dot: dot, hash: newest.entries[newest.entries.count - 1].hash))
        note(.device(device), .fault(.newer))
    }

    /// Offers versions and suites of tomorrow first, and sends frames of tomorrow that may be passed over.
    private mutating func greetAsNewer(by device: Int) {
        guard let log = actors[device]?.device.control.folder else { return }
        let greeting = Greeting(versions: [ProtocolVersion(2), .v1], suites: [Suite(2), .v1])
        let unknown = RawFrame(type: FrameType(0xA5), payload: [1, 2, 3])
        sayByHand(
            [unknown.bytes, Frame.have(Have(folder: log, vector: VersionVector())).bytes, unknown.bytes], as: device,
            for: .newer, greeting: greeting)
    }
}
