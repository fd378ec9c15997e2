import DermaServer

/// One connection of a device to the relay, with what either side believes of it.
struct Connection: Sendable {
    /// Why a device connects.
    enum Reason { case person, retry, network }

    let device: Int
    let reason: Reason
    let openedAt: Int64
    var relaySide: RelayConnection
    var isOpenAtDevice = true
    var isOpenAtRelay = true
    /// When the last message of each direction arrives: a stream keeps its order.
    var arrives: [Int64] = [0, 0]
    var carried = [0, 0]
    var answers = 0
    var lastActivity: Int64
    /// What the device's faults were when it began, so that a cut is of one connection.
    var cut: (direction: Direction, bytes: Int)?
    var lostAnswer: Int?
    /// Whether a captive portal took it.
    var isCaptive = false
}
