/// What lies between one device and the relay, and what is wrong with it just now.
struct Link: Sendable {
    /// Milliseconds that one message takes at least.
    var latency = 30
    /// Bytes a second.
    var bandwidth = 1_000_000
    /// Until when there is no network.
    var offlineUntil: Int64 = 0
    /// Until when something answers that is not the relay.
    var captiveUntil: Int64 = 0
    /// Until when anything sent ends the connection.
    var lossUntil: Int64 = 0
    /// Until when nothing arrives.
    var clogUntil: Int64 = 0
    /// Until when the link is slow.
    var slowUntil: Int64 = 0
    /// Until when a phone's system stops every sync after 30 s.
    var backgroundUntil: Int64 = 0
    /// Until when what goes in one direction vanishes.
    var half: (direction: Direction, until: Int64)?
    /// Where the next connection is cut: after so many bytes in a direction.
    var cut: (direction: Direction, bytes: Int)?
    /// Which of the relay's answers is the last that is sent, and does not arrive.
    var lostAnswer: Int?
    /// Messages so far; what a message's delay is drawn from.
    var messages: UInt64 = 0
}

/// Which way bytes go.
public enum Direction: Int, Hashable, Sendable { case up, down }
