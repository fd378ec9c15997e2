import NIOCore

/// What one connection, and one server, may use: every buffer, count and wait has a bound.
///
/// A value outside its range is brought to the nearest permitted one, so that no limit can switch a bound off.
public struct NetworkLimits: Sendable, Hashable {
    /// Longest message that is sent or accepted, in bytes; 1 byte to 1 GiB.
    public let messageBytesMax: Int
    /// Longest HTTP upgrade head that is read, in bytes; 1 KiB to 1 MiB.
    public let handshakeBytesMax: Int
    /// Longest time from the first packet to the finished upgrade, TLS included, in seconds; 1 second to 1 hour.
    public let handshakeSecondsMax: Int
    /// Longest time a peer may give no sign of life, in seconds; 1 second to 1 day. After a third of it in silence a
    /// ping is sent. A peer that takes nothing off the wire for so long counts as gone, too.
    public let idleSecondsMax: Int
    /// Longest time that a closing handshake may take before the socket is cut, in seconds; 1 second to 1 hour.
    public let closeSecondsMax: Int
    /// Most upgraded connections that a server keeps; 1 or more. Those beyond it are answered HTTP 503.
    public let connectionsMax: Int
    /// Most connections that a server keeps before their upgrade; 1 or more. Those beyond it are cut when accepted.
    public let handshakesMax: Int

    /// Makes limits; the defaults suit a relay of the reference size and its clients.
    public init(
        messageBytesMax: Int = (1 << 20) + (64 << 10),
        handshakeBytesMax: Int = 8 << 10,
        handshakeSecondsMax: Int = 10,
        idleSecondsMax: Int = 60,
        closeSecondsMax: Int = 3,
        connectionsMax: Int = 1024,
        handshakesMax: Int = 256
    ) {
        self.messageBytesMax = messageBytesMax.clamped(to: 1...(1 << 30))
        self.handshakeBytesMax = handshakeBytesMax.clamped(to: (1 << 10)...(1 << 20))
        self.handshakeSecondsMax = handshakeSecondsMax.clamped(to: 1...3600)
        self.idleSecondsMax = idleSecondsMax.clamped(to: 1...86_400)
        self.closeSecondsMax = closeSecondsMax.clamped(to: 1...3600)
        self.connectionsMax = max(1, connectionsMax)
        self.handshakesMax = max(1, handshakesMax)
    }
}

extension NetworkLimits {
    var handshakeTime: TimeAmount { .seconds(Int64(handshakeSecondsMax)) }
    var closeTime: TimeAmount { .seconds(Int64(closeSecondsMax)) }
    /// The pace of ``IdleWatch``, which gives up at the third tick after the last sign of life.
    var idleTick: TimeAmount { .milliseconds(Int64(idleSecondsMax) * 1000 / 3) }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
