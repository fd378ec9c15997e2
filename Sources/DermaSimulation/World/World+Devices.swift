import DermaClient

/// What befalls devices: processes that die, power cuts, full disks, wrong clocks, backups.
extension World {
    mutating func strike(_ item: ScenarioItem) {
        guard case .device(let device) = item.lane, let actor = actors[device], actor.condition != .lost, !isCalm else {
            return
        }
        let faults = actor.device.store.faults
        switch item.verb {
        case .kill:
            faults.die(after: item["operations"], applied: item["applied"] == 1)
            actors[device]?.downtime = Int64(item["seconds"]) * 1000
            actors[device]?.survival = .kept
        case .powerCut:
            faults.die(after: item["operations"], applied: false)
            actors[device]?.downtime = Int64(item["seconds"]) * 1000
            actors[device]?.survival = Survival(rawValue: item["survival"]) ?? .lost
        case .diskFull:
            faults.isFull = true
            actors[device]?.fullUntil = now + Int64(item["seconds"]) * 1000
            queue.plan(.roomAgain(device: device), at: now + Int64(item["seconds"]) * 1000)
        case .clock:
            note(item.lane, .fault(.clock))
            actor.clock.setWrong(by: Int64(item["minutes"]) * 60_000)
        case .backup: actors[device]?.backups.append(actor.device.store.copied())
        case .restore: restore(device, backup: item["backup"])
        case .clone: clone(device, backup: item["backup"])
        case .lose:
            stop(device)
            note(item.lane, .fault(.lose))
            actors[device]?.condition = .lost
        default: break
        }
    }

    /// There is room on a device's disk again.
    mutating func makeRoom(_ device: Int) {
        guard let actor = actors[device], now >= actor.fullUntil else { return }
        if actor.device.store.faults.fullCount > 0 { note(.device(device), .fault(.diskFull)) }
        actor.device.store.faults.isFull = false
    }

    /// The process of a device died, at an operation of its disk.
    mutating func crash(_ device: Int) {
        guard let actor = actors[device] else { return }
        note(.device(device), .fault(actor.survival == .kept ? .kill : .powerCut))
        stop(device)
        actors[device]?.condition = .down(until: now + actor.downtime)
        queue.plan(.restart(device: device), at: now + actor.downtime)
    }

    /// A process ends without a word.
    private mutating func stop(_ device: Int) {
        if let id = actors[device]?.connection { hangUp(id, .up) }
        actors[device]?.conversation = nil
        actors[device]?.connection = nil
        note(.device(device), .crashed)
    }

    /// A device's process starts on what its disk holds.
    mutating func restart(_ device: Int) {
        guard let actor = actors[device], actor.condition != .lost, actor.condition != .running else { return }
        var store = actor.device.store.copied()
        if let survival = actor.survival {
            store.photos.base = actor.device.store.photos.surviving(survival, random: &random)
        }
        boot(device, from: store)
    }

    private mutating func boot(_ device: Int, from store: FaultyDeviceStore) {
        guard let actor = actors[device] else { return }
        let generation = actor.generation + 1
        let place = UInt64(device) + 16 + UInt64(generation) << 16
        let environment = Environment(random: SeededRandom(scenario.salt, place), clock: actor.clock)
        actors[device]?.generation = generation
        actors[device]?.condition = .running
        actors[device]?.survival = nil
        actors[device]?.retry = SyncRetry()
        actors[device]?.retryAt = nil
        do throws(DeviceError) {
            actors[device]?.device = try SimulatedDevice.open(store: store, keys: actor.keys, environment: environment)
            note(.device(device), .restarted(nil))
        } catch {
            note(.device(device), .restarted(error))
        }
        noteAppends(of: device)
    }

    /// A person restores a backup onto the phone; what was written since is only where it was synced to.
    private mutating func restore(_ device: Int, backup: Int) {
        guard let actor = actors[device], let store = pick(backup, of: actor.backups) else { return }
        stop(device)
        note(.device(device), .fault(.restore))
        actors[device]?.restoredAt = now
        boot(device, from: store.copied())
    }

    /// A person restores a backup onto a second phone, and goes on with both.
    private mutating func clone(_ device: Int, backup: Int) {
        let account = scenario.cast.account(of: device)
        let places = (account * Cast.roomPerAccount)..<((account + 1) * Cast.roomPerAccount)
        guard let actor = actors[device], let store = pick(backup, of: actor.backups),
            let free = places.first(where: { actors[$0] == nil })
        else { return }
        actors[device]?.isCloned = true
        actors[free] = Actor(device: actor.device, keys: actor.keys, clock: SimulatedClock(time))
        actors[free]?.isCloned = true
        actors[free]?.restoredAt = now
        note(.device(device), .fault(.clone))
        boot(free, from: store.copied())
    }
}
