import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaWire

extension World {
    /// Sends something in a name, or into a place, that is not the device's own.
    mutating func forge(_ which: Int, in folder: FolderID, by device: Int) {
        guard var hand = hand(of: device), let actor = actors[device] else { return }
        let account = scenario.cast.account(of: device)
        let others = actors.indices.filter { actors[$0] != nil && scenario.cast.account(of: $0) != account }
        let sibling = actors.indices.first {
            actors[$0] != nil && $0 != device && scenario.cast.account(of: $0) == account
        }
        let other = pick(which / 9, of: others).flatMap { actors[$0]?.device }
        // Ids are random: nobody knows one that has not left its device.
        let foreign = other?.folderIDs.first { folder in
            !actor.device.folderIDs.contains(folder) && (try? relay.engine.store.owner(of: folder)) != .some(nil)
        }
        var greeting = Greeting()
        var frame: Frame?
        // A clinic tries most often what only the owner may.
        switch scenario.cast.isClinic(device) && which > 8 ? 5 : which % 9 {
        case 0: frame = inAnothersName(sibling.flatMap { actors[$0]?.device.author }, &hand, folder)
        case 1:
            if let foreign {
                let run = garbage(&hand, in: foreign)
                // A clinic may be let into a folder that its device has not heard of yet.
                noteWork(run, of: device)
                frame = .entries(run)
            }
        case 2:
            frame = accepted(
                [.addComment(hand.random.identifier(), on: .folder, text: text(40))], for: other?.account, &hand,
                folder,
                by: device)
        case 3:
            frame = other.map {
                let record = ControlRecord.withdrawal(Withdrawal(folder: folder, organisation: $0.account))
                return .entries(hand.record(record, of: hand.newOrigin(), in: $0.control.folder))
            }
        case 4:
            if let foreign {
                let run = claim(of: foreign, &hand)
                // In its own log it may write what it likes; nobody acts on it.
                noteWork(run, of: device)
                frame = .entries(run)
            }
        case 5:
            let op: Op =
                scenario.cast.isClinic(device)
                ? .set(.folderName(text(30))) : .amendComment(hand.random.identifier(), text: text(30))
            frame = accepted([op], for: nil, &hand, folder, by: device)
        case 6:
            frame = foreign.map {
                let chunk = ChunkReference(id: hand.random.identifier(), length: 100)
                return .photoOffer(
                    PhotoOffer(name: PhotoName(folder: $0, photo: hand.random.identifier()), chunks: [chunk]))
            }
        case 7: frame = .halfDeposit(HalfFrame(grant: hand.random.identifier(), half: hand.random.fixed()))
        default:
            greeting.account = other?.account
            frame = other.map { .have(Have(folder: $0.control.folder, vector: VersionVector())) }
        }
        if let frame { sayByHand([frame.bytes], as: device, for: .forge, greeting: greeting) }
    }

    private func inAnothersName(_ author: AuthorID?, _ hand: inout Hand, _ folder: FolderID) -> Frame? {
        guard let author else { return nil }
        let origin = hand.newOrigin(of: author)
        return hand.seal([], of: origin, in: folder).map { .entries(hand.run([$0], of: origin, in: folder)) }
    }

    private func garbage(_ hand: inout Hand, in folder: FolderID) -> LogRun {
        let entry = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present(hand.random.bytes(80)))
        return hand.run([entry], of: hand.newOrigin(), in: folder)
    }

    /// An epoch of somebody else's folder, in the own log.
    private func claim(of folder: FolderID, _ hand: inout Hand) -> LogRun {
        let epoch = EpochStarted(
            folder: folder, number: 1, commitment: hand.random.fixed(), generation: 1,
            sealedToAccount: hand.random.bytes(80), grants: [])
        return hand.record(.epoch(epoch), of: hand.newOrigin(), in: hand.device.control.folder)
    }

    /// What a relay cannot tell from an honest entry: a reader finds nothing in it that it may believe.
    private mutating func accepted(
        _ ops: [Op], for party: AccountID?, _ hand: inout Hand, _ folder: FolderID, by device: Int
    ) -> Frame? {
        let origin = hand.newOrigin()
        guard let entry = hand.seal(ops, of: origin, in: folder, for: party) else { return nil }
        let run = hand.run([entry], of: origin, in: folder)
        noteWork(run, of: device)
        return .entries(run)
    }
}
