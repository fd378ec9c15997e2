public import DermaSecrets
import DermaSync

/// When a device syncs again by itself after a sync that failed: exponential back-off with full jitter (Brooker, "Exponential
/// backoff and jitter", 2015), so that the devices that one outage cut off do not all come back in the same second.
///
/// ```
/// if let wait = retry.delay(after: .failed(failure), random: &random) { /* sync again in `wait` milliseconds */ }
/// ```
/// Whoever syncs because a person asked need not wait for it. A value; O(1).
public struct SyncRetry: Hashable, Sendable {
    /// What a device learns that bears on when to try again.
    public enum Event: Hashable, Sendable {
        /// A sync was finished.
        case succeeded
        /// A sync was not finished.
        case failed(SyncFailure)
        /// There was no network, and now there is.
        case networkReturned
    }

    /// The most that is waited after a first failure, in milliseconds; after each further one it is twice as much.
    public static let firstWaitMax: Int64 = 2_000
    /// The most that is ever waited, in milliseconds.
    public static let waitMax: Int64 = 900_000
    /// Failures in a row after which a device waits for the network, or for a person.
    public static let failuresMax = 12

    /// Failures since a sync was last finished.
    public private(set) var failures = 0

    /// No failure yet.
    public init() {}

    /// After how many milliseconds to sync again; nil if there is no reason to, or no use.
    public mutating func delay(after event: Event, random: inout some RandomSource) -> Int64? {
        switch event {
        case .succeeded:
            failures = 0
            return nil
        case .networkReturned:
            // At once, and once: a network that comes and goes must not make a device forget that it failed.
            return 0
        case .failed(let failure):
            guard failure.isPassing, failures < Self.failuresMax else { return nil }
            let ceiling = min(Self.firstWaitMax << Int64(failures), Self.waitMax)
            failures += 1
            let draw = random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int64(draw % UInt64(ceiling + 1))
        }
    }
}

extension SyncFailure {
    /// Whether the same sync may succeed later without anyone having done anything on this device.
    var isPassing: Bool {
        switch self {
        case .session(.peerIncompatible), .session(.refused(.unsupportedVersion)), .unknownClinic, .removed:
            false
        case .session, .notMember, .outdated, .device(.store): true
        case .device: false
        }
    }
}
