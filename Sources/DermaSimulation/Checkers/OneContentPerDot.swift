import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// A number of a log never names two contents. Only who was cloned, restored or is in hostile hands does that.
public struct OneContentPerDot: Checker {
    public static let name = "one content per dot"
    private var contents: [FolderID: [Dot: Bytes32]] = [:]

    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .appended(let append) = moment.what else { return nil }
        let replica = append.origin.replica(in: append.folder)
        for (index, entry) in append.entries.enumerated() {
            let dot = Dot(replica, append.first + UInt64(index))
            let before = contents[append.folder, default: [:]].updateValue(entry.hash, forKey: dot)
            guard let before, before != entry.hash else { continue }
            let authors = [before, entry.hash].map { world.ledger.authorship[$0]?.device }
            guard authors.allSatisfy({ $0.map { world.mayForget($0) } ?? false }) else {
                return "\(world.scenario.cast.name(of: moment.lane)) holds another \(dot) of folder \(append.folder)"
            }
        }
        return nil
    }
}
