public import DermaServer

/// The relay with what surrounds it.
public struct RelayHost: Sendable {
    /// The engine.
    public internal(set) var engine: Relay<FaultyRelayStore>
    /// Until when it is down; 0 if it runs.
    public internal(set) var downUntil: Int64 = 0
    /// Whether it was ever restored from a backup.
    public internal(set) var isRestored = false
    /// What it held when the story began.
    let first: FaultyRelayStore
    var backups: [FaultyRelayStore] = []
    var slow: (milliseconds: Int, until: Int64) = (0, 0)
    var downtime: Int64 = 0
    var lastSweep: Int64 = 0

    init(store: FaultyRelayStore = FaultyRelayStore()) {
        first = store.copied()
        engine = Relay(store: store)
    }
}
