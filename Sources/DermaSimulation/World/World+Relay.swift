import DermaServer

/// What befalls the relay.
extension World {
    mutating func strikeRelay(_ item: ScenarioItem) {
        guard !isCalm else { return }
        switch item.verb {
        case .relayCrash:
            relay.engine.store.faults.die(after: item["operations"], applied: item["applied"] == 1)
            relay.downtime = Int64(item["seconds"]) * 1000
        case .relayBackup: relay.backups.append(relay.engine.store.copied())
        case .relayRestore:
            guard let backup = pick(item["backup"], of: [relay.first] + relay.backups) else { return }
            note(.relay, .fault(.relayRestore))
            stopRelay()
            relay.isRestored = true
            // Photos lie outside the database: their disk may be lost alone.
            var store = (item["photosOnly"] == 1 ? relay.engine.store : backup).copied()
            store.photos.base = backup.photos.base
            relay.engine = Relay(store: store)
        case .quota:
            relay.engine.store.faults.isFull = true
            queue.plan(.relayRoomAgain, at: now + Int64(item["seconds"]) * 1000)
        case .relaySlow: relay.slow = (item["milliseconds"], now + Int64(item["seconds"]) * 1000)
        default: break
        }
    }

    mutating func makeRoomAtRelay() {
        if relay.engine.store.faults.fullCount > 0 { note(.relay, .fault(.quota)) }
        relay.engine.store.faults.isFull = false
    }

    /// Notes what became durable at the relay. Returns whether its process is alive.
    @discardableResult
    mutating func settleRelay() -> Bool {
        for append in relay.engine.store.faults.takeAppends() { note(.relay, .appended(append)) }
        guard relay.engine.store.faults.isDead else { return true }
        note(.relay, .fault(.relayCrash))
        stopRelay()
        relay.downUntil = now + relay.downtime
        queue.plan(.restartRelay, at: relay.downUntil)
        return false
    }

    private mutating func stopRelay() {
        note(.relay, .crashed)
        relay.lastSweep = now - 60_000
        for id in connections.indices where connections[id].isOpenAtRelay { hangUp(id, .down) }
    }

    mutating func restartRelay() {
        guard relay.downUntil > 0, now >= relay.downUntil else { return }
        relay.downUntil = 0
        var store = relay.engine.store.copied()
        store.photos.base = relay.engine.store.photos.surviving(.torn, random: &random)
        relay.engine = Relay(store: store)
        note(.relay, .restarted(nil))
    }

    /// What a relay does at its start and every minute, when it is next awake.
    mutating func sweepRelay() {
        guard now - relay.lastSweep >= 60_000 else { return }
        if (try? relay.engine.sweep(at: time)) != nil { relay.lastSweep = now }
    }
}
