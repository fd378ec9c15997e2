import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// A relay that tells two histories, one after the other or side by side.
extension World {
    /// The relay goes back to what it once was, and says nothing. Sessions that are open go on.
    mutating func rollBack(to backup: Int) {
        guard relay.downUntil == 0, let store = pick(backup, of: [relay.first] + relay.backups),
            holds(relay.engine.store, moreThan: store)
        else { return }
        relay.engine = Relay(store: store.copied())
        note(.relay, .fault(.rollback))
    }

    /// From now on one device is served from a copy of what the relay holds.
    mutating func fork(_ device: Int, for seconds: Int) {
        endFork()
        hostility.fork = Hostility.Fork(
            device: device, until: now + Int64(seconds) * 1000, engine: Relay(store: relay.engine.store.copied()))
    }

    /// The one that was apart meets the others again.
    mutating func endFork() {
        for id in hostility.fork?.connections.sorted() ?? [] where connections[id].isOpenAtRelay { hangUp(id, .down) }
        hostility.fork = nil
    }

    /// Lets whichever history a connection is told answer.
    mutating func answer(_ bytes: [UInt8], on id: Int) -> [RelayConnection.Effect] {
        if let fork = hostility.fork, now >= fork.until {
            endFork()
            guard connections[id].isOpenAtRelay else { return [] }
        }
        guard var fork = hostility.fork, isForked(id, fork, bytes) else {
            return connections[id].relaySide.receive(bytes, for: &relay.engine, at: time)
        }
        fork.connections.insert(id)
        hostility.fork = nil
        defer { hostility.fork = fork }
        return connections[id].relaySide.receive(bytes, for: &fork.engine, at: time)
    }

    /// The connection ended, for whoever served it.
    mutating func endAnswering(on id: Int) {
        if hostility.fork?.connections.contains(id) == true, var fork = hostility.fork {
            connections[id].relaySide.connectionEnded(for: &fork.engine)
            hostility.fork = fork
        } else {
            connections[id].relaySide.connectionEnded(for: &relay.engine)
        }
    }

    /// A connection belongs to one history from its first byte on.
    private func isForked(_ id: Int, _ fork: Hostility.Fork, _ bytes: [UInt8]) -> Bool {
        fork.connections.contains(id)
            || fork.device == connections[id].device && bytes.first == FrameCode.hello.rawValue
    }

    /// The fork has an effect as soon as one side hears what the other does not.
    mutating func noteFork(_ frame: Frame, on id: Int) {
        guard case .have(let have) = frame, let fork = hostility.fork, !fork.isNoticed,
            let here = try? fork.engine.store.log.vector(of: have.folder),
            let there = try? relay.engine.store.log.vector(of: have.folder), here != there
        else { return }
        hostility.fork?.isNoticed = true
        note(.relay, .fault(.fork))
    }

    private func holds(_ store: FaultyRelayStore, moreThan other: FaultyRelayStore) -> Bool {
        let folders = actors.compactMap { $0?.device }.flatMap { $0.folderIDs + [$0.control.folder] }
        return folders.contains { folder in
            guard let here = try? store.log.vector(of: folder), let there = try? other.log.vector(of: folder) else {
                return false
            }
            return !there.covers(here)
        }
    }
}
