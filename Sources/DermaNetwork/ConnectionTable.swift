import NIOCore
import Synchronization

/// The sockets of a server, counted against its limits from accepting to closing.
final class ConnectionTable: Sendable {
    private struct State {
        var handshaking: [ObjectIdentifier: any Channel] = [:]
        var open: [ObjectIdentifier: any Channel] = [:]
        var isStopped = false
    }

    private let limits: NetworkLimits
    private let state = Mutex(State())

    init(limits: NetworkLimits) { self.limits = limits }

    /// Takes in an accepted socket, unless too many are in their handshake.
    func admit(_ channel: any Channel) -> Bool {
        let isAdmitted = state.withLock { state in
            guard !state.isStopped, state.handshaking.count < limits.handshakesMax else { return false }
            state.handshaking[ObjectIdentifier(channel)] = channel
            return true
        }
        if isAdmitted { channel.closeFuture.whenComplete { _ in self.forget(ObjectIdentifier(channel)) } }
        return isAdmitted
    }

    /// Counts a socket as connection from now on, unless there are too many.
    func open(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isStopped, state.open.count < limits.connectionsMax else { return false }
            state.handshaking[ObjectIdentifier(channel)] = nil
            state.open[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    /// Admits nothing any more, and cuts whatever is left.
    func stop() {
        let channels = state.withLock { state in
            state.isStopped = true
            return Array(state.handshaking.values) + Array(state.open.values)
        }
        channels.forEach { $0.cut() }
    }

    private func forget(_ channel: ObjectIdentifier) {
        state.withLock { state in
            state.handshaking[channel] = nil
            state.open[channel] = nil
        }
    }
}
