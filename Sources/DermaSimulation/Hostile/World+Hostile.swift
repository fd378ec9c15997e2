import DermaClient
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaWire

extension World {
    /// The relay, or whoever sits in front of it, begins to lie.
    mutating func corrupt(_ item: ScenarioItem) {
        guard !isCalm else { return }
        switch (item.verb, item.lane) {
        case (.rollback, _): rollBack(to: item["backup"])
        case (.fork, .device(let device)) where actors[device] != nil: fork(device, for: item["seconds"])
        case (_, .device(let device)):
            if hostility.stranger == nil { hostility.stranger = stranger() }
            hostility.lies.append(Lie(item, to: device))
            if case .wrongKey = item.verb, item["which"] == 252 { lookUpClinic(by: device) }
        default: break
        }
    }

    /// What the relay says goes through the hands of whoever lies.
    mutating func sendFromRelay(_ bytes: [UInt8], on id: Int) {
        guard hostility.isAwake, let frame = afterLogin(bytes, on: id) else { return send(bytes, .down, on: id) }
        noteFork(frame, on: id)
        let held = hostility.held.removeValue(forKey: id)
        for frame in showSecond(frame, on: id) {
            for raw in spoil(frame, on: id) { send(raw.bytes, .down, on: id) }
        }
        if let held { send(held.bytes, .down, on: id) }
        hostility.overhear(frame, to: connections[id].device)
    }

    /// The frame, if it is one that only a peer who logged in gets.
    private func afterLogin(_ bytes: [UInt8], on id: Int) -> Frame? {
        guard connections[id].relaySide.isLoggedIn else { return nil }
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(bytes)
        guard let raw = try? decoder.next(), let frame = try? Frame(raw) else { return nil }
        switch frame {
        case .accepted, .bye: return nil
        default: return frame
        }
    }

    private mutating func spoil(_ frame: Frame, on id: Int) -> [RawFrame] {
        let device = connections[id].device
        var shown = frame
        for hidden in hostility.hidden where hidden.connection == id {
            guard let rest = hidden.hiding(in: shown) else { return [] }
            shown = rest
        }
        for index in hostility.lies.indices where hostility.lies[index].device == device {
            guard let telling = hostility.lies[index].telling(shown, on: id, knowing: hostility) else { continue }
            guard hostility.lies[index].skip == 0 else {
                hostility.lies[index].skip -= 1
                continue
            }
            note(.relay, .fault(hostility.lies[index].verb))
            hostility.lies[index].left -= 1
            if hostility.lies[index].left == 0 { hostility.lies.remove(at: index) }
            if let held = telling.held { hostility.held[id] = held }
            if let hidden = telling.hidden { hostility.hidden.append(hidden) }
            return telling.frames
        }
        return [shown.raw]
    }

    /// A second entry under a number that the reader is just hearing of, from a relay that plays along with its author.
    private mutating func showSecond(_ frame: Frame, on id: Int) -> [Frame] {
        let device = connections[id].device
        guard case .have(let have) = frame,
            let index = hostility.seconds.firstIndex(where: { $0.run.folder == have.folder && $0.author != device })
        else { return [frame] }
        note(.relay, .fault(.equivocate))
        return [.entries(hostility.seconds.remove(at: index).run), frame]
    }

    private func stranger() -> SimulatedDevice? {
        var environment = Environment(random: SeededRandom(scenario.salt, 7), clock: SimulatedClock(time))
        let keys = UnlockedKeys(random: &environment.random)
        return try? SimulatedDevice.found(
            store: FaultyDeviceStore(), organisation: (name: "north", registryNumber: "RX0"), label: "stranger",
            keys: keys, environment: environment
        ).device
    }

    /// A patient types a clinic's code while the relay names another clinic for it, with a record of the same name.
    private mutating func lookUpClinic(by device: Int) {
        guard !scenario.cast.isClinic(device), let id = clinics.keys.sorted().first, let clinic = clinics[id] else {
            return
        }
        startSync(device, scope: .clinic(clinic.code))
    }
}
