import DermaClient
import DermaServer

extension World {
    /// The faults stop: networks work, disks have room, clocks are right, everyone's process runs.
    mutating func calm() {
        isCalm = true
        endFork()
        hostility = Hostility()
        note(.relay, .calmed)
        makeRoomAtRelay()
        relay.engine.store.faults.live()
        relay.slow = (0, 0)
        if relay.downUntil > 0 {
            relay.downUntil = now
            restartRelay()
        }
        for device in actors.indices {
            guard let actor = actors[device] else { continue }
            actors[device]?.link.heal()
            actors[device]?.fullUntil = 0
            makeRoom(device)
            actor.clock.setWrong(by: 0)
            actor.device.store.faults.live()
            restart(device)
        }
    }

    /// The devices that run, one after the other.
    public var running: [Int] { actors.indices.filter { actors[$0]?.isRunning ?? false } }
}

extension Link {
    /// Nothing is wrong with it any more.
    mutating func heal() {
        var healed = Link()
        healed.messages = messages
        self = healed
    }
}
