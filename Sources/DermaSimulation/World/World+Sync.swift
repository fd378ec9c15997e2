import DermaClient
import DermaSecrets
import DermaServer
import DermaSync

extension World {
    /// A device connects to the relay and begins to sync.
    mutating func startSync(
        _ device: Int, scope: SyncScope = .everything, because reason: Connection.Reason = .person
    ) {
        guard let actor = actors[device], actor.isRunning, actor.conversation == nil else { return }
        guard now >= actor.link.offlineUntil else {
            note(.device(device), .fault(.offline))
            return awaitNetwork(device)
        }
        guard relay.downUntil == 0 else {
            note(.device(device), .fault(.relayCrash))
            return planRetry(of: device, after: .failed(.session(.closedEarly)))
        }
        let id = connections.count
        connections.append(
            Connection(
                device: device, reason: reason, openedAt: now,
                relaySide: RelayConnection(hosts: [Self.host], challenge: random.fixed()), lastActivity: now,
                cut: actor.link.cut, lostAnswer: actor.link.lostAnswer, isCaptive: now < actor.link.captiveUntil))
        actors[device]?.link.cut = nil
        actors[device]?.link.lostAnswer = nil
        actors[device]?.connection = id
        actors[device]?.conversation = Conversation(of: actor.device, host: Self.host, scope: scope)
        note(.device(device), .connected(id))
        if now < actor.link.backgroundUntil {
            queue.plan(.stopBackground(connection: id), at: now + Self.backgroundBudget)
        }
        queue.plan(.idle(connection: id), at: now + Self.patience.device)
        drive(device) { conversation, device in conversation.start(&device) }
    }

    /// Lets a device's conversation take something in, and does what it wants.
    mutating func drive(
        _ device: Int, _ call: (inout Conversation, inout SimulatedDevice) -> [Conversation.Effect]
    ) {
        guard var actor = actors[device], var conversation = actor.conversation, let connection = actor.connection
        else { return }
        actors[device] = nil
        actor.conversation = nil
        let effects = call(&conversation, &actor.device)
        actor.conversation = conversation
        let isDead = actor.device.store.faults.isDead
        actors[device] = actor
        noteAppends(of: device)
        for effect in effects where !isDead {
            switch effect {
            case .send(let bytes): send(bytes, .up, on: connection)
            case .finished: finishSync(device, failure: nil)
            case .failed(let failure): finishSync(device, failure: failure)
            }
        }
        settle(device)
    }

    private mutating func finishSync(_ device: Int, failure: SyncFailure?) {
        guard let actor = actors[device], let conversation = actor.conversation, let id = actor.connection else {
            return
        }
        actors[device]?.conversation = nil
        actors[device]?.connection = nil
        let connection = connections[id]
        note(
            .device(device),
            .synced(
                SyncOutcome(
                    connection: id, report: conversation.report, failure: failure, began: connection.openedAt,
                    carried: connection.carried[0] + connection.carried[1])))
        hangUp(id, .up)
        planRetry(of: device, after: failure.map { .failed($0) } ?? .succeeded)
    }

    /// The device's process stops, or its connection does: the conversation is told.
    mutating func endAtDevice(_ id: Int) {
        guard connections[id].isOpenAtDevice else { return }
        connections[id].isOpenAtDevice = false
        let device = connections[id].device
        note(.device(device), .disconnected(id))
        guard actors[device]?.connection == id else { return }
        if let conversation = actors[device]?.conversation {
            coverage.note("client session", conversation.phaseName, "end")
            coverage.note("sync", conversation.stepName, "end")
        }
        drive(device) { conversation, device in conversation.connectionEnded(&device) }
    }

    /// A relay learns that a connection is over.
    mutating func endAtRelay(_ id: Int) {
        guard connections[id].isOpenAtRelay else { return }
        connections[id].isOpenAtRelay = false
        note(.relay, .disconnected(id))
        coverage.note("relay session", connections[id].relaySide.phaseName, "end")
        endAnswering(on: id)
        settleRelay()
    }

    func isIdle(_ id: Int, for patience: Int64) -> Bool { now - connections[id].lastActivity >= patience }

    /// A side that has heard nothing for long gives the connection up.
    mutating func giveUp(_ id: Int) {
        guard connections[id].isOpenAtDevice || connections[id].isOpenAtRelay else { return }
        if isIdle(id, for: Self.patience.device) { endAtDevice(id) }
        if isIdle(id, for: Self.patience.relay) { endAtRelay(id) }
        guard connections[id].isOpenAtDevice || connections[id].isOpenAtRelay else { return }
        queue.plan(.idle(connection: id), at: now + Self.patience.device)
    }

    mutating func stopBackground(_ id: Int) {
        guard connections[id].isOpenAtDevice, actors[connections[id].device]?.connection == id else { return }
        note(.device(connections[id].device), .fault(.background))
        endAtDevice(id)
        hangUp(id, .up)
    }
}
