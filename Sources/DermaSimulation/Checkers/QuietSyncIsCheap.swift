import DermaCausality
import DermaClient
import DermaSync

/// A sync with nothing new costs a few hundred bytes each way for the session, and then only what names the folders that are
/// compared and their writers.
public struct QuietSyncIsCheap: Checker {
    public static let name = "quiet sync is cheap"
    /// Bytes each way for hello, login, goodbye, and what the relay answers.
    static let bytesAlways = 512
    /// Bytes each way for each folder or control log: a frame's head, the folder's id, and its place in a list.
    static let bytesPerFolder = 56
    /// Bytes each way for each writer of a folder: its id and how far it has come.
    static let bytesPerWriter = 20

    private var budgets: [Int: Int] = [:]
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard world.isCalm else { return nil }
        switch moment.what {
        case .sent(let message):
            guard message.type == FrameCode.have.rawValue, message.direction == .down,
                case .have(let have)? = message.frame
            else { return nil }
            budgets[message.connection, default: Self.bytesAlways] +=
                Self.bytesPerFolder + Self.bytesPerWriter * have.vector.dots.count
        case .synced(let outcome):
            let budget = budgets.removeValue(forKey: outcome.connection) ?? Self.bytesAlways
            guard outcome.failure == nil, outcome.isQuiet, outcome.report.refusals.isEmpty,
                outcome.report.alarms.isEmpty
            else { return nil }
            let carried = world.connections[outcome.connection].carried
            guard carried.allSatisfy({ $0 <= budget }) else {
                return "a sync with nothing new cost \(carried[0]) bytes up and \(carried[1]) down"
            }
        default: break
        }
        return nil
    }
}
