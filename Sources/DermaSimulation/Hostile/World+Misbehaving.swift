import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaWire

extension World {
    /// A device in hostile hands, or of a newer version, writes what no device of this version does.
    mutating func misbehave(_ item: ScenarioItem, by device: Int) {
        guard !isCalm, let actor = actors[device], actor.isRunning, relay.downUntil == 0,
            let folder = pick(item["folder"], of: actor.device.folderIDs)
        else { return }
        if item.verb.isHostile { ledger.hostile.insert(device) }
        switch item.verb {
        case .equivocate: equivocate(in: folder, by: device)
        case .backDate: backDate(item, in: folder, by: device)
        case .exceed: exceed(item["which"], in: folder, by: device)
        case .forge: forge(item["which"], in: folder, by: device)
        case .newer: writeAsNewer(item["which"], in: folder, by: device)
        default: break
        }
    }

    /// Signs two entries with one number. The relay gets both; then it plays along and shows somebody the second.
    private mutating func equivocate(in folder: FolderID, by device: Int) {
        guard let origin = try? actors[device]?.device.origin(in: folder),
            var twin = actors[device]?.copied(random: handRandom(device, 3), now: time)
        else { return }
        let replica = origin.replica(in: folder)
        let held = (try? relay.engine.store.log.tail(of: replica, in: folder))?.sequence ?? 0
        let before = (try? twin.device.store.log.tail(of: replica, in: folder))?.sequence ?? 0
        let (first, second) = (text(40), text(40))
        let said = write(by: device) { device throws(DeviceError) in
            (folder, .comment(try device.comment(first, on: .folder, in: folder), text: first))
        }
        guard said == .done, (try? twin.device.comment(second, on: .folder, in: folder)) != nil,
            let one = try? actors[device]?.device.store.log.run(of: origin, in: folder, after: held),
            let two = try? twin.device.store.log.run(of: origin, in: folder, after: before)
        else { return }
        noteWork(two, of: device)
        sayByHand([Frame.entries(one).bytes, Frame.entries(two).bytes], as: device, for: .equivocate)
        hostility.seconds.append((two, device))
    }

    /// Writes something as if long ago; a clinic also asks for what it had a right to then.
    private mutating func backDate(_ item: ScenarioItem, in folder: FolderID, by device: Int) {
        guard let actor = actors[device] else { return }
        let error = actor.clock.error
        actor.clock.setWrong(by: error - Int64(item["days"]) * 86_400_000)
        defer { actor.clock.setWrong(by: error) }
        let text = text(40)
        let said = write(by: device) { device throws(DeviceError) in
            (folder, .comment(try device.comment(text, on: .folder, in: folder), text: text))
        }
        if said == .done { note(.device(device), .fault(.backDate)) }
        guard let owner = actor.device.state(of: folder)?.owner, owner != actor.device.account,
            let grant = actor.device.control(of: owner)?.grants.keys.sorted().first
        else { return }
        let request = HalfRequest(grant: grant, purpose: .care, claimedTime: actor.clock.now().milliseconds)
        let frame = HalfRequestFrame(
            account: owner, request: request, signature: actor.keys.secrets.sign(.halfRequest, request.encoded))
        sayByHand([Frame.halfRequest(frame).bytes], as: device, for: .backDate)
    }
}
