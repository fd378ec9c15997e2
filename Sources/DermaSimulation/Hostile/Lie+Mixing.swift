import DermaCausality
import DermaIdentity
import DermaSync

extension Lie {
    /// Something of the one as the other's. A confirmation of a photo is left as it is: nobody can tell a relay that throws
    /// away what it confirmed from one that confirms what it does not hold.
    func mixUp(_ frame: Frame, _ hostility: Hostility) -> Frame? {
        let others = hostility.overheard.map(\.frame)
        switch frame {
        case .entries(let run): return mixUp(run, hostility).map { .entries($0) }
        case .photoPiece(let piece):
            let bytes = others.compactMap { other -> [UInt8]? in
                guard case .photoPiece(let other) = other, other.name != piece.name else { return nil }
                return other.bytes
            }
            return pick(bytes).map { .photoPiece(PhotoPiece(name: piece.name, offset: piece.offset, bytes: $0)) }
        case .halfReleased(let released):
            let halves = others.compactMap { other -> HalfFrame? in
                guard case .halfReleased(let other) = other, other.grant != released.grant else { return nil }
                return other
            }
            return pick(halves).map { .halfReleased(HalfFrame(grant: released.grant, half: $0.half)) }
        case .have(let have):
            let vectors = others.compactMap { other -> VersionVector? in
                guard case .have(let other) = other, other.folder != have.folder else { return nil }
                return other.vector
            }
            return pick(vectors).map { .have(Have(folder: have.folder, vector: $0)) }
        case .entriesStored(let stored):
            let dots = others.compactMap { other -> Dot? in
                guard case .entriesStored(let other) = other, other.dot != stored.dot else { return nil }
                return other.dot
            }
            return pick(dots).map { .entriesStored(EntriesStored(folder: stored.folder, dot: $0)) }
        default: return nil
        }
    }

    /// A body of another entry, two entries in each other's place, or a run under another folder.
    private func mixUp(_ run: LogRun, _ hostility: Hostility) -> LogRun? {
        switch variant % 3 {
        case 0:
            let bodies = hostility.runs { $0 != run }.flatMap(\.entries).map(\.body)
            guard let body = pick(bodies), let first = run.entries.first, body != first.body else { return nil }
            let entry = RunEntry(kind: first.kind, epoch: first.epoch, body: body)
            return run.with(entries: [entry] + run.entries.dropFirst())
        case 1:
            guard run.entries.count > 1, run.entries[0] != run.entries[1] else { return nil }
            var entries = run.entries
            entries.swapAt(0, 1)
            return run.with(entries: entries)
        default:
            return pick(hostility.runs { $0.folder != run.folder }).map { run.with(folder: $0.folder) }
        }
    }
}

extension LogRun {
    /// The run with parts exchanged and the signature kept.
    func with(folder: FolderID? = nil, entries: [RunEntry]? = nil) -> LogRun {
        LogRun(
            folder: folder ?? self.folder, origin: origin, firstSequence: firstSequence, previous: previous,
            entries: entries ?? self.entries, signature: signature)
    }
}
