import DermaClient
import DermaSync

/// In an honest world nobody takes another for a liar, and nothing goes wrong on a device but what its disk explains.
public struct NoMisbehaviour: Checker {
    public static let name = "no misbehaviour"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard !world.scenario.isHostile else { return nil }
        let name = world.scenario.cast.name(of: moment.lane)
        switch moment.what {
        case .synced(let outcome):
            if let failure = outcome.failure, !Self.isExplained(failure, moment.lane, world) {
                return "\(name)'s sync ended with \(failure)"
            }
            let refusal = outcome.report.refusals.first {
                Self.isFault($0.code, in: world) && !($0.code == .deviceRevoked && Self.isRemoved(moment.lane, world))
            }
            return refusal.map { "\(name) was refused: \($0.code)" }
        case .did(let item, .failed(let error)):
            // A link code of the future, or of long ago, is not taken.
            if error == .badLinkCode, world.hasWrongClock(moment.lane) { return nil }
            return Self.isExplained(error) ? nil : "\(name) could not \(item.verb): \(error)"
        case .restarted(let error?):
            return Self.isExplained(error) ? nil : "\(name) does not open: \(error)"
        default: return nil
        }
    }

    private static func isExplained(_ failure: SyncFailure, _ lane: Lane, _ world: World) -> Bool {
        switch failure {
        case .session(.closedEarly), .notMember, .outdated, .unknownClinic: true
        case .session(.refused(.deviceRevoked)): isRemoved(lane, world)
        case .session(.refused(let code)): !isFault(code, in: world)
        case .session(.peerIncompatible), .session(.unexpectedFrame): false
        case .removed: isRemoved(lane, world)
        // What sits in front of a café's network is no relay, and is not expected to speak like one.
        case .session(.peerMisbehaved): world.faults[.captive] != nil
        case .device(let error): isExplained(error)
        }
    }

    private static func isRemoved(_ lane: Lane, _ world: World) -> Bool {
        guard case .device(let place) = lane else { return false }
        return world.isSaidRemoved(place)
    }

    /// What only someone does, or is told, who breaks the protocol.
    private static func isFault(_ code: RefusalCode, in world: World) -> Bool {
        switch code {
        case .unsupportedVersion, .malformed, .unexpectedFrame, .loginFailed, .wrongHost, .folderTaken, .badSignature,
            .badBody, .badChunk, .internalFault, .limitReached, .deviceRevoked:
            true
        // Somebody forgot what was said before, and no liar need have been there.
        case .gap, .fork: !world.hasForgotten
        case .notMember, .unknownFolder, .neverGranted, .accessWithdrawn, .accessExpired, .unknownClinic, .badHalf,
            .storageFull, .purposeNotGranted, .unknownPhoto, .photoErased:
            false
        }
    }

    /// What a disk without room or a dying process explains, and what a person may be told.
    private static func isExplained(_ error: DeviceError) -> Bool {
        switch error {
        case .store(let error): error.code == .full || error.code == .unavailable
        case .notFound, .noKey, .notAllowed, .endInThePast, .notShared, .accessEnded, .removed, .lastDevice: true
        // Nobody looks at one thing and decides about another here.
        case .changedMeanwhile, .alreadyInitialised, .notInitialised, .wrongPasscode, .noMemory, .damagedLog, .tooLong,
            .codeDoesNotMatch,
            .badLinkCode, .weakKey:
            false
        }
    }
}

extension World {
    /// Whether a backup has been in use.
    fileprivate var hasForgotten: Bool { [.restore, .clone, .relayRestore].contains { faults[$0] != nil } }

    fileprivate func hasWrongClock(_ lane: Lane) -> Bool {
        guard case .device(let place) = lane else { return false }
        return actors[place]?.clock.error != 0
    }
}
