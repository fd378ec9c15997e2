import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

extension Relay {
    /// Notes new grants, and destroys the halves of those that a withdrawal has ended, whatever was granted after it.
    mutating func followGrants(from held: ControlState, to control: ControlState) throws(RelayRefusal) {
        for grant in control.grants.values.map(\.record) where held.grants[grant.id] == nil {
            let shared = SharedFolder(account: control.account, folder: grant.folder)
            try stored { () throws(StoreError) in try store.note(shared, sharedWith: grant.organisation) }
        }
        guard control.withdrawals != held.withdrawals || control.revocations != held.revocations else { return }
        let undone = held.grants.keys.filter { control.grants[$0] == nil }
        for grant in control.grants.keys.filter(control.isWithdrawn) + undone {
            try stored { () throws(StoreError) in
                if try store.half(of: grant) != nil { try store.destroyHalf(of: grant) }
            }
        }
    }

    /// Asks for the halves of grants in force that the relay does not hold.
    func halvesWanted(by control: ControlState, at now: Int64) throws(RelayRefusal) -> [Frame] {
        var frames: [Frame] = []
        for grant in control.grantsInForce(at: now) {
            let held = try stored { () throws(StoreError) in try store.half(of: grant.id) }
            if held == nil { frames.append(.halfWanted(grant.id)) }
        }
        return frames
    }

    /// Takes the half of a grant of the peer's own account.
    mutating func take(
        _ deposit: HalfFrame, from peer: ServerSession.Peer, at now: Int64
    ) throws(RelayRefusal) -> [Frame] {
        try requireMember(peer)
        let control = try control(of: peer.account)
        guard let grant = control.grants[deposit.grant]?.record, control.isInForce(grant, at: now),
            Bytes32.hash(.half, deposit.half) == grant.halfCommitment
        else { throw RelayRefusal(.badHalf) }
        try stored { () throws(StoreError) in try store.keep(deposit.half, of: grant.id, until: grant.end) }
        return [.halfStored(grant.id)]
    }

    /// Releases a half to an organisation's device, for a purpose that was granted, before the end.
    mutating func answer(
        _ frame: HalfRequestFrame, from peer: ServerSession.Peer, at now: Int64
    ) throws(RelayRefusal) -> [Frame] {
        try requireMember(peer)
        guard peer.signingKey.verifies(frame.signature, .halfRequest, frame.request.encoded) else {
            throw RelayRefusal(.badSignature)
        }
        let control = try control(of: frame.account)
        guard let grant = control.grants[frame.request.grant]?.record, grant.organisation == peer.account else {
            throw RelayRefusal(.neverGranted)
        }
        // Another grant may be in force when this one has ended; its half is not to be had any more all the same.
        guard now < grant.end else { throw RelayRefusal(.accessExpired, folder: grant.folder, detail: grant.end) }
        let access = try access(of: peer.account, to: grant.folder, in: control, at: now)
        // A newer grant gives access, not the half of one that it replaced or that was withdrawn.
        guard access.grants.contains(where: { $0.id == grant.id }) else {
            throw RelayRefusal(.badHalf, folder: grant.folder)
        }
        guard access.purposes.isSuperset(of: frame.request.purpose) else {
            throw RelayRefusal(.purposeNotGranted, folder: grant.folder)
        }
        guard let half = try stored({ () throws(StoreError) in try store.half(of: grant.id) }) else {
            throw RelayRefusal(.badHalf, folder: grant.folder)
        }
        return [.halfReleased(HalfFrame(grant: grant.id, half: half))]
    }

    /// Looks a clinic up by its code.
    func find(_ code: ClinicCode) throws(RelayRefusal) -> [Frame] {
        guard let organisation = try stored({ () throws(StoreError) in try store.organisation(with: code) }) else {
            throw RelayRefusal(.unknownClinic)
        }
        return [.clinicFound(ClinicFound(code: code, organisation: organisation))]
    }
}
