extension World {
    /// Something goes wrong with a device's network. It counts as a fault when it has an effect.
    mutating func disturb(_ item: ScenarioItem) {
        guard case .device(let device) = item.lane, actors[device] != nil, !isCalm else { return }
        let until = now + Int64(item["seconds"]) * 1000
        let direction = item["down"] == 1 ? Direction.down : .up
        switch item.verb {
        case .offline:
            actors[device]?.link.offlineUntil = until
            if let id = actors[device]?.connection {
                note(item.lane, .fault(.offline))
                breakOff(id)
            }
        case .cut: actors[device]?.link.cut = (direction, item["bytes"])
        case .halfOpen: actors[device]?.link.half = (direction, until)
        case .slowLink:
            actors[device]?.link.latency = item["milliseconds"]
            actors[device]?.link.bandwidth = item["bytesPerSecond"]
            actors[device]?.link.slowUntil = until
        case .loss: actors[device]?.link.lossUntil = until
        case .captive: actors[device]?.link.captiveUntil = until
        case .lostAnswer: actors[device]?.link.lostAnswer = item["count"]
        case .clog:
            // It moves on: what is clogged next is the neighbour's link.
            actors[device]?.link.clogUntil = until
            let neighbour = (device + 1) % actors.count
            actors[neighbour]?.link.clogUntil = until + Int64(item["seconds"]) * 1000
        case .background: actors[device]?.link.backgroundUntil = until
        default: break
        }
    }
}
