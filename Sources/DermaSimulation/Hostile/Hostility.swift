import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync

/// What a hostile relay has heard, and what it is about to say.
struct Hostility: Sendable {
    /// Newest entries that one connection is not to hear of.
    struct Hidden: Sendable {
        let connection: Int
        let folder: FolderID
        /// The newest entry of the replica that it does hear of; 0 if none.
        let last: UInt64
        let replica: ReplicaID
    }

    /// A second history, for one device, of what the relay held when it began.
    struct Fork: Sendable {
        let device: Int
        /// Milliseconds since the story began.
        let until: Int64
        var engine: Relay<FaultyRelayStore>
        /// The connections that it serves.
        var connections: Set<Int> = []
        /// Whether somebody was told what the other history does not say.
        var isNoticed = false
    }

    /// Frames that it remembers.
    static let overheardMax = 64

    /// Whether anything in the story is hostile, so that it pays to listen.
    var isAwake = false
    /// Lies that are not told out, in the order in which they were thought of.
    var lies: [Lie] = []
    /// What was sent lately, oldest first, and to whom.
    var overheard: [(device: Int, frame: Frame)] = []
    /// By connection: a frame that is kept back until the next one has gone.
    var held: [Int: Frame] = [:]
    var hidden: [Hidden] = []
    var fork: Fork?
    /// Second entries under one number, to be shown to somebody else than their author.
    var seconds: [(run: LogRun, author: Int)] = []
    /// Somebody whom nobody has let in, with an account of their own.
    var stranger: SimulatedDevice?

    mutating func overhear(_ frame: Frame, to device: Int) {
        if overheard.count >= Self.overheardMax { overheard.removeFirst() }
        overheard.append((device, frame))
    }

    /// The runs that were heard and that `choice` takes, oldest first.
    func runs(where choice: (LogRun) -> Bool) -> [LogRun] {
        overheard.compactMap { heard in
            guard case .entries(let run) = heard.frame, choice(run) else { return nil }
            return run
        }
    }
}
