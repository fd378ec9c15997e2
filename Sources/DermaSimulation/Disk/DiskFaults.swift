public import DermaCausality
public import DermaIdentity
public import DermaSync
import Synchronization

/// What is about to go wrong with one disk, and what was written to it. Shared by the parts of a store.
///
/// The model is the contract of the stores: an operation that returned is durable, but bytes of photos only once they are
/// committed. That the real stores keep it under a real file system's faults is shown beside the simulator, by
/// `Tests/CrashPoints`.
public final class DiskFaults: Sendable {
    /// Entries that were appended by one call.
    public struct Append: Sendable {
        /// The folder.
        public let folder: FolderID
        /// Whose they are.
        public let origin: ReplicaOrigin
        /// The first one's number.
        public let first: UInt64
        /// The entries.
        public let entries: [StoredEntry]
    }

    private struct State {
        var operations = 0
        var dieAt: Int?
        var isApplied = false
        var isDead = false
        var isFull = false
        var fullCount = 0
        var appends: [Append] = []
    }

    private let state = Mutex(State())

    init() {}

    /// Counts one mutating operation. Returns whether to do it; throws where the disk is full or the process is dead.
    func operation(_ place: String) throws(StoreError) -> Bool {
        let outcome: Result<Bool, StoreError> = state.withLock { state in
            if state.isDead { return .failure(StoreError(.unavailable, place)) }
            if state.isFull {
                state.fullCount += 1
                return .failure(StoreError(.full, place))
            }
            state.operations += 1
            guard let dieAt = state.dieAt, state.operations >= dieAt else { return .success(true) }
            state.isDead = true
            // The last operation may have reached the disk although nobody was told.
            return state.isApplied ? .success(false) : .failure(StoreError(.unavailable, place))
        }
        return try outcome.get()
    }

    /// Reading, too, ends with the process.
    func reading(_ place: String) throws(StoreError) {
        if state.withLock({ $0.isDead }) { throw StoreError(.unavailable, place) }
    }

    /// What a caller whose process died gets, although the operation reached the disk.
    func died(_ place: String) -> StoreError { StoreError(.unavailable, place) }

    /// The process dies at the mutating operation after the next `count`.
    func die(after count: Int, applied: Bool) {
        state.withLock {
            $0.dieAt = $0.operations + count + 1
            $0.isApplied = applied
        }
    }

    /// Forgets a death that has not come.
    func live() {
        state.withLock {
            $0.dieAt = nil
            $0.isDead = false
        }
    }

    var isDead: Bool { state.withLock { $0.isDead } }

    /// Whether there is no room left.
    var isFull: Bool {
        get { state.withLock { $0.isFull } }
        set { state.withLock { $0.isFull = newValue } }
    }

    /// How often somebody was told that the disk is full.
    var fullCount: Int { state.withLock { $0.fullCount } }

    func note(_ append: Append) { state.withLock { $0.appends.append(append) } }

    /// What was appended since the last call.
    func takeAppends() -> [Append] {
        state.withLock { state in
            defer { state.appends = [] }
            return state.appends
        }
    }
}
