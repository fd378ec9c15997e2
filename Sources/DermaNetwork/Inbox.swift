import NIOCore

/// Messages that have arrived and that nobody has asked for yet.
struct Inbox {
    /// From this cost on, nothing more is read off the socket. One burst of reads may go past it.
    static let costMax = 256 << 10

    private var messages = CircularBuffer<[UInt8]>()
    private var cost = 0

    var isFull: Bool { cost >= Self.costMax }

    mutating func append(_ message: [UInt8]) {
        messages.append(message)
        cost += Self.cost(of: message)
    }

    mutating func popFirst() -> [UInt8]? {
        guard let message = messages.popFirst() else { return nil }
        cost -= Self.cost(of: message)
        return message
    }

    mutating func removeAll() { self = Inbox() }

    /// An empty message costs memory, too: without the fixed part, any number of them would be taken in.
    private static func cost(of message: [UInt8]) -> Int { message.count + 64 }
}
