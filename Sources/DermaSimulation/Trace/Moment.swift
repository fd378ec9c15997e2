public import DermaClient
import DermaSync
import DermaWire

/// Something that happened, when and to whom. The trace is made of these, and the checkers look at them.
public struct Moment: Sendable {
    /// Milliseconds since the story began.
    public let time: Int64
    /// To whom.
    public let lane: Lane
    /// What.
    public let what: What

    /// What can happen.
    public enum What: Sendable {
        /// A person did, or tried to do, what a line of the scenario says.
        case did(ScenarioItem, Deed)
        /// A fault had an effect.
        case fault(Verb)
        /// Something that a person wrote was acknowledged: the statement's place in the ledger.
        case said(Int)
        /// Entries became durable on this lane.
        case appended(DiskFaults.Append)
        case connected(Int)
        case sent(Message)
        /// Whose connection ended on this lane.
        case disconnected(Int)
        case crashed
        case restarted(DeviceError?)
        case synced(SyncOutcome)
        /// The faults have stopped.
        case calmed
        /// Everybody synced until nothing was new; after so many rounds.
        case settled(rounds: Int)
    }

    /// What came of a person's wish.
    public enum Deed: Hashable, Sendable {
        case done
        /// There was nothing to do it with, or nobody.
        case nothing
        case failed(DeviceError)
    }
}

/// A frame on its way.
public struct Message: Sendable {
    /// The connection that carries it.
    public let connection: Int
    /// The device at one end of it.
    public let device: Int
    /// Which way.
    public let direction: Direction
    /// What.
    public let bytes: [UInt8]
    /// When it arrives; nil if it is lost.
    public let arrival: Int64?

    /// What kind of frame it is, by its first byte.
    public var type: UInt8 { bytes.first ?? 0 }
}

/// How a sync went.
public struct SyncOutcome: Sendable {
    /// The connection that carried it.
    public let connection: Int
    /// What was exchanged.
    public let report: SyncReport
    /// Why it did not finish; nil if it did.
    public let failure: SyncFailure?
    /// When it began: milliseconds since the story began.
    public let began: Int64
    /// Bytes that were carried, up and down.
    public let carried: Int
}
