/// Decides, once per tick, whether a silent peer is alive: after one silent tick it is asked, after two it is gone.
///
/// A sign of life is any byte received, or, while output waits in memory, any progress of that output: on a slow link
/// a ping waits behind it. Output that goes straight to the system proves nothing, since the system takes it whether
/// or not anyone is there.
struct IdleWatch {
    enum Verdict: Equatable { case alive, ask, gone }

    private var received = 0
    private var flushed = 0
    private var waiting = 0
    private var silentTicks = 0

    /// - Parameters:
    ///   - received: bytes received on the socket so far.
    ///   - written: bytes handed to the socket so far.
    ///   - waiting: how many of those still wait in memory.
    ///   - reading: whether the socket is being read; if not, silence says nothing.
    mutating func tick(received: Int, written: Int, waiting: Int, reading: Bool) -> Verdict {
        let progressed = max(waiting, self.waiting) > 0 && written - waiting > flushed
        let isAlive = received > self.received || progressed || !reading
        self.received = received
        self.waiting = waiting
        flushed = written - waiting
        silentTicks = isAlive ? 0 : silentTicks + 1
        return silentTicks == 0 ? .alive : silentTicks == 1 ? .ask : .gone
    }
}
