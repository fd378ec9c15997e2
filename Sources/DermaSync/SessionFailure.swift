public import DermaWire

/// Why a session ended. Says whose fault it is.
public enum SessionFailure: Error, Hashable, Sendable {
    /// The other side speaks no version or suite that this one does.
    case peerIncompatible
    /// The other side sent bytes that are no frame.
    case peerMisbehaved(WireError.Code, offset: Int)
    /// The other side sent a frame that has no place here.
    case unexpectedFrame(FrameType)
    /// The relay refused.
    case refused(RefusalCode)
    /// The connection went away before the session was done.
    case closedEarly
}
