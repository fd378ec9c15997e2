import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaTestSupport
import DermaWire

@testable import DermaClient

extension TestDevice {
    /// The comments of a folder, as a person sees them.
    func comments(in folder: FolderID) -> [String] {
        state(of: folder)?.comments.map(\.text) ?? []
    }

    /// Takes everything that another device holds of a folder, past any honest relay.
    mutating func takeAll(of folder: FolderID, from device: TestDevice) throws {
        for run in try device.store.log.runs(in: folder) { _ = try receive(run) }
    }

    /// A run that continues this device's log of a folder with records of its own making.
    mutating func run(of records: [ControlRecord]) throws -> LogRun {
        let entries = records.map { record in
            RunEntry(
                kind: record.kind, epoch: EpochID(.zero),
                body: .present(ControlBody(context: CausalContext([]), claimedTime: 0, record: record).encoded))
        }
        let origin = try origin(in: control.folder)
        return LogRun(
            signing: entries, in: control.folder, of: origin, after: try tail(of: origin, in: control.folder),
            by: secrets)
    }
}

extension LogRun {
    /// The run with parts exchanged and the signature kept.
    func with(
        folder: FolderID? = nil, first: UInt64? = nil, previous: Bytes32? = nil, entries: [RunEntry]? = nil
    ) -> LogRun {
        LogRun(
            folder: folder ?? self.folder, origin: origin, firstSequence: first ?? firstSequence,
            previous: previous ?? self.previous, entries: entries ?? self.entries, signature: signature)
    }
}

extension Grant {
    /// The grant with parts exchanged.
    func with(
        purposes: Purposes? = nil, wording: Wording? = nil, epochs: [EpochKeyGranted]? = nil
    ) -> Grant {
        Grant(
            id: id, folder: folder, organisation: organisation, purposes: purposes ?? self.purposes, end: end,
            wording: wording ?? self.wording, generation: generation, sealedHalf: sealedHalf,
            halfCommitment: halfCommitment, sealedToAccount: sealedToAccount, accountGeneration: accountGeneration,
            epochs: epochs ?? self.epochs)
    }
}

extension RunEntry {
    /// The entry with the grant in it, if there is one, exchanged.
    func changingGrant(_ change: (Grant) -> Grant) -> RunEntry {
        guard let bytes = body.bytes, let control = try? ControlBody(decoding: bytes),
            case .grant(let grant) = control.record
        else { return self }
        let changed = ControlBody(
            context: control.context, claimedTime: control.claimedTime, record: .grant(change(grant)))
        return RunEntry(kind: kind, epoch: epoch, body: .present(changed.encoded))
    }
}

extension Frame {
    /// The frame with every run in it changed.
    func changingRuns(_ change: (LogRun) -> LogRun?) -> [Frame] {
        guard case .entries(let run) = self else { return [self] }
        return change(run).map { [.entries($0)] } ?? []
    }
}

extension SyncReport {
    /// The kinds of what was wrong.
    var alarmKinds: Set<SyncAlarm.Kind> { Set(alarms.map(\.kind)) }
}
