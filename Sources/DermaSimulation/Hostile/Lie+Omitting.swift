import DermaCausality
import DermaIdentity
import DermaSync

extension Lie {
    /// Leaves something out: a run that is spoken of, the beginning of one, the newest entries with all mention of them, or
    /// any other frame.
    func omit(_ frame: Frame, on connection: Int) -> Telling? {
        guard case .entries(let run) = frame else { return variant % 4 == 3 ? Telling([]) : nil }
        switch variant % 4 {
        case 1: return Telling(run.droppingFirst().map { [.entries($0)] } ?? [])
        case 2:
            var telling = Telling([])
            telling.hidden = Hostility.Hidden(
                connection: connection, folder: run.folder, last: run.firstSequence - 1,
                replica: run.origin.replica(in: run.folder))
            return telling
        default: return Telling([])
        }
    }
}

extension Hostility.Hidden {
    /// The frame without what is hidden; nil if nothing is left of it.
    func hiding(in frame: Frame) -> Frame? {
        switch frame {
        case .entries(let run) where run.folder == folder && run.origin.replica(in: folder) == replica: return nil
        case .have(let have) where have.folder == folder && have.vector[replica] > last:
            var dots = have.vector.dots.filter { $0.replica != replica }
            if last > 0 { dots.append(Dot(replica, last)) }
            return .have(Have(folder: folder, vector: VersionVector(dots)))
        default: return frame
        }
    }
}

extension LogRun {
    /// The run without its first entry, its signature as good as before; nil if it has just one.
    fileprivate func droppingFirst() -> LogRun? {
        guard entries.count > 1, let first = headers.first else { return nil }
        return LogRun(
            folder: folder, origin: origin, firstSequence: firstSequence + 1, previous: first.hash,
            entries: Array(entries.dropFirst()), signature: signature)
    }
}
