import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaWire

extension Lie {
    /// Something untrue about who belongs to what, or about what is held.
    func lie(_ frame: Frame, _ hostility: Hostility) -> [Frame]? {
        switch variant % 6 {
        case 0: sharedUntruly(frame, hostility)
        case 1: refuseUntruly(frame)
        case 2: withStranger(frame, hostility)
        case 3: pick(hostility.overheard.filter { $0.device != device }).map { [$0.frame, frame] }
        case 4: claimMore(frame)
        default: claimNothing(frame)
        }
    }

    /// Keys of somebody else than who was asked for.
    func wrongKey(_ frame: Frame, _ hostility: Hostility) -> [Frame]? {
        guard let stranger = hostility.stranger else { return nil }
        switch frame {
        case .clinicFound(let found):
            return [.clinicFound(ClinicFound(code: found.code, organisation: stranger.account))]
        case .refused(let refusal) where refusal.folder == stranger.control.folder:
            guard let vector = try? stranger.store.log.vector(of: stranger.control.folder) else { return nil }
            let have = Have(folder: stranger.control.folder, vector: vector)
            return runs(of: stranger).map { .entries($0) } + [.have(have)]
        case .halfReleased(let released):
            return [.halfReleased(HalfFrame(grant: released.grant, half: .hash(.half, released.half)))]
        case .entries(let run) where run.isOfControl:
            return runs(of: stranger).map { .entries($0.with(folder: run.folder)) } + [frame]
        default: return nil
        }
    }

    private func runs(of stranger: SimulatedDevice) -> [LogRun] {
        (try? stranger.store.log.runs(in: stranger.control.folder)) ?? []
    }

    /// Folders that nobody shared, or none.
    private func sharedUntruly(_ frame: Frame, _ hostility: Hostility) -> [Frame]? {
        if case .shared(let folders) = frame, !folders.isEmpty, variant % 4 == 0 { return [.shared([])] }
        let named = hostility.runs { !$0.isOfControl }.map(\.folder)
        guard let folder = pick(named), let stranger = hostility.stranger else { return nil }
        return [.shared([SharedFolder(account: stranger.account, folder: folder)]), frame]
    }

    private func refuseUntruly(_ frame: Frame) -> [Frame]? {
        let about: FolderID
        switch frame {
        case .have(let have): about = have.folder
        case .entries(let run): about = run.folder
        case .entriesStored(let stored): about = stored.folder
        case .photoPiece(let piece): about = piece.name.folder
        case .photoStored(let stored): about = stored.name.folder
        default: return nil
        }
        let codes = RefusalCode.allCases
        let code = codes[variant / 6 * 5 % codes.count]
        return [.refused(Refusal(code, folder: variant / 6 % 3 == 1 ? nil : about))]
    }

    /// A run of somebody whom nobody let in, and the word that it belongs there.
    private func withStranger(_ frame: Frame, _ hostility: Hostility) -> [Frame]? {
        guard case .have(let have) = frame, let stranger = hostility.stranger,
            let run = runs(of: stranger).last?.with(folder: have.folder)
        else { return nil }
        var vector = have.vector
        vector.advance(to: Dot(run.origin.replica(in: have.folder), run.firstSequence + UInt64(run.entries.count) - 1))
        return [.entries(run), .have(Have(folder: have.folder, vector: vector))]
    }

    private func claimMore(_ frame: Frame) -> [Frame]? {
        guard case .have(let have) = frame, let dot = pick(have.vector.dots) else { return nil }
        var vector = have.vector
        vector.advance(to: Dot(dot.replica, dot.sequence + 1))
        return [.have(Have(folder: have.folder, vector: vector))]
    }

    private func claimNothing(_ frame: Frame) -> [Frame]? {
        guard case .have(let have) = frame, !have.vector.dots.isEmpty else { return nil }
        return [.have(Have(folder: have.folder, vector: VersionVector()))]
    }
}

extension LogRun {
    /// Whether its entries are plain records and not sealed content.
    var isOfControl: Bool { entries.contains { $0.kind.isKnown && !$0.kind.isSealed } }
}
