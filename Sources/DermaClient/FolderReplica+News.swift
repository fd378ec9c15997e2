import DermaCRDT
import DermaCausality

/// What the next entry must cite.
extension FolderReplica {
    /// What `replica` must say it has newly seen in its next entry.
    func news(for replica: ReplicaID) -> CausalContext {
        CausalContext(
            newest.values.filter {
                $0.dot.replica != replica
                    && state.entries.seen(of: $0.dot.replica, by: replica) < $0.dot.sequence
            })
    }

    /// The same of the control log, whose heads are `control`.
    func membershipNews(for replica: ReplicaID, _ control: [ReplicaHead]) -> CausalContext {
        let seen = membership[replica] ?? VersionVector()
        return CausalContext(control.filter { !seen.contains($0.dot) })
    }
}
