import DermaClient
import DermaServer
import DermaSync
import DermaWire

/// What is on the disks, read behind the back of whoever they belong to.
extension World {
    func logOnDisk(of lane: Lane) -> MemoryLog? {
        switch lane {
        case .relay: relay.engine.store.log.base
        case .device(let device): actors[device]?.device.store.log.base
        }
    }

    func photosOnDisk(of lane: Lane) -> MemoryPhotos? {
        switch lane {
        case .relay: relay.engine.store.photos.base
        case .device(let device): actors[device]?.device.store.photos.base
        }
    }

    /// Whether a device may come to use a number twice: it, or one with its keys, may have forgotten what it wrote.
    func mayForget(_ device: Int) -> Bool {
        guard let actor = actors[device] else { return true }
        return actor.isCloned || actor.restoredAt != nil || scenario.isHostile(.device(device))
    }
}

extension Scenario {
    /// Whether this one lies in the story: a device in hostile hands, or the relay that anyone hears.
    func isHostile(_ lane: Lane) -> Bool {
        items.contains { item in
            switch item.verb {
            case .equivocate, .backDate, .exceed, .forge: item.lane == lane
            default: item.verb.isHostile && lane == .relay
            }
        }
    }
}
