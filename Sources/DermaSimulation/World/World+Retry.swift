import DermaClient

/// Syncs that a device begins by itself, while the story lasts.
extension World {
    /// Something happened that bears on when a device syncs again.
    mutating func planRetry(of device: Int, after event: SyncRetry.Event) {
        guard !isCalm, let actor = actors[device] else { return }
        var retry = actor.retry
        // Every draw has a place of its own, so that leaving out a line of the story does not change the others.
        let place = UInt64(device) << 32 | UInt64(actor.retry.failures) << 16 | 1 << 60
        var random = SeededRandom(scenario.salt &+ UInt64(now), place)
        let wait = retry.delay(after: event, random: &random)
        actors[device]?.retry = retry
        actors[device]?.retryAt = wait.map { now + $0 }
        if let wait { queue.plan(.retry(device: device), at: now + wait) }
    }

    /// The wait is over, unless something else was heard meanwhile.
    mutating func retry(_ device: Int) {
        guard !isCalm, actors[device]?.retryAt == now else { return }
        actors[device]?.retryAt = nil
        startSync(device, because: .retry)
    }

    /// A device that could not sync without a network does when there is one.
    mutating func awaitNetwork(_ device: Int) {
        guard !isCalm, let actor = actors[device], !actor.isAwaitingNetwork else { return }
        actors[device]?.isAwaitingNetwork = true
        queue.plan(.networkReturned(device: device), at: actor.link.offlineUntil)
    }

    mutating func networkReturned(_ device: Int) {
        guard let actor = actors[device] else { return }
        actors[device]?.isAwaitingNetwork = false
        guard !isCalm else { return }
        guard now >= actor.link.offlineUntil else { return awaitNetwork(device) }
        startSync(device, because: .network)
    }
}
