import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("Which runs a relay takes")
struct RunCheckTests {
    var scene: Scene
    private var peer: TestPeer
    /// What the relay holds of the folder before anything is sent.
    private let before: VersionVector

    init() throws {
        scene = try Scene.unshared()
        _ = try scene.phone.comment("one", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.phone)
        peer = scene.world.login(scene.phone)
        before = try scene.world.relay.store.log.vector(of: scene.folder)
    }

    private mutating func refusal(of run: LogRun) -> RefusalCode? { scene.world.send(.entries(run), as: &peer).refusal }

    private func isUnchanged() throws -> Bool { try scene.world.relay.store.log.vector(of: scene.folder) == before }

    @Test("A good run is stored and acknowledged, once and again")
    mutating func good() throws {
        let run = try scene.phone.forgedRun([[1], [2]], in: scene.folder)
        let newest = Dot(run.origin.replica(in: scene.folder), run.tail.sequence)
        let stored: [Frame] = [.entriesStored(EntriesStored(folder: scene.folder, dot: newest))]
        #expect(scene.world.send(.entries(run), as: &peer) == stored)
        #expect(scene.world.send(.entries(run), as: &peer) == stored)
        #expect(try scene.world.relay.store.log.vector(of: scene.folder).contains(newest))
    }

    @Test("A run that anyone else signed is refused")
    mutating func forged() throws {
        let stranger = scene.world.strangerSecrets()
        #expect(refusal(of: try scene.phone.forgedRun(in: scene.folder, by: stranger)) == .badSignature)
        #expect(refusal(of: try scene.phone.forgedRun(in: scene.folder, by: scene.tablet.secrets)) == .badSignature)
        let foreign = LogRun(
            signing: [RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([1]))], in: scene.folder,
            of: ReplicaOrigin(author: stranger.keys.author, nonce: .zero), by: stranger)
        #expect(refusal(of: foreign) == .notMember)
        #expect(try isUnchanged())
    }

    @Test("A run with any part changed is refused")
    mutating func altered() throws {
        let run = try scene.phone.forgedRun([[1, 2], [3, 4]], in: scene.folder)
        let entries = run.entries
        let other = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([9]))
        let epoch = RunEntry(kind: .content, epoch: EpochID(Bytes32.hash(.epoch, [1]).prefix16), body: entries[0].body)
        func with(
            _ entries: [RunEntry], first: UInt64? = nil, previous: Bytes32? = nil, nonce: Bytes8? = nil
        ) -> LogRun {
            LogRun(
                folder: run.folder, origin: ReplicaOrigin(author: run.origin.author, nonce: nonce ?? run.origin.nonce),
                firstSequence: first ?? run.firstSequence, previous: previous ?? run.previous, entries: entries,
                signature: run.signature)
        }
        let changed = [
            with([other, entries[1]]), with([entries[0], other]), with(entries.reversed()), with([entries[1]]),
            with([entries[0]]), with(entries + [other]), with([entries[0], entries[0]]), with([epoch, entries[1]]),
            with(entries, first: run.firstSequence + 1), with(entries, first: 1), with(entries, previous: .zero),
            with(entries, nonce: .zero),
        ]
        for run in changed { #expect(refusal(of: run) == .badSignature) }
        #expect(try isUnchanged())
        #expect(refusal(of: run) == nil)
    }

    @Test("A gap is refused with the number that is wanted, a fork with the number that is there twice")
    mutating func gapAndFork() throws {
        let position = try scene.phone.position(in: scene.folder)
        let entry = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([1]))
        let secrets = scene.phone.secrets
        let sequence = position.tail.sequence
        let later = LogRun(
            signing: [entry], in: scene.folder, of: position.origin,
            after: LogTail(sequence: sequence + 1, hash: position.tail.hash), by: secrets)
        #expect(
            scene.world.send(.entries(later), as: &peer) == [
                .refused(Refusal(.gap, folder: scene.folder, detail: Int64(sequence) + 1))
            ])
        let otherChain = LogRun(
            signing: [entry], in: scene.folder, of: position.origin, after: LogTail(sequence: sequence, hash: .zero),
            by: secrets)
        #expect(
            scene.world.send(.entries(otherChain), as: &peer) == [
                .refused(Refusal(.fork, folder: scene.folder, detail: Int64(sequence) + 1))
            ])
        let rewritten = LogRun(signing: [entry], in: scene.folder, of: position.origin, by: secrets)
        #expect(
            scene.world.send(.entries(rewritten), as: &peer) == [
                .refused(Refusal(.fork, folder: scene.folder, detail: 1))
            ])
        #expect(try isUnchanged())
    }

    @Test("A run of another folder cannot be passed off as this one's")
    mutating func moved() throws {
        let other = try scene.phone.createFolder(named: "Right forearm")
        try scene.world.sync(&scene.phone)
        for run in try scene.phone.runs(in: other) {
            let moved = LogRun(
                folder: scene.folder, origin: run.origin, firstSequence: run.firstSequence, previous: run.previous,
                entries: run.entries, signature: run.signature)
            #expect(refusal(of: moved) == .badSignature)
        }
        #expect(try isUnchanged())
    }

    @Test("A folder takes content, a control log takes records, and each kind its own")
    mutating func kinds() throws {
        for kind in [EntryKind.membership, .epoch, .grant, .withdrawal] {
            let run = try scene.phone.forgedRun(in: scene.folder, kind: kind)
            #expect(refusal(of: run) == .badBody)
        }
        let newer = try EntryKind(decoding: [0x47])
        #expect(refusal(of: try scene.phone.forgedRun(in: scene.folder, kind: newer)) == nil)

        let control = scene.phone.control.folder
        let record = ControlRecord.withdrawal(
            Withdrawal(folder: scene.folder, organisation: scene.clinic.account))
        let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: record).encoded
        for kind in [EntryKind.content, .membership, .epoch, .grant] {
            #expect(refusal(of: try scene.phone.forgedRun([body], in: control, kind: kind)) == .badBody)
        }
        #expect(refusal(of: try scene.phone.forgedRun([body + [0]], in: control, kind: .withdrawal)) == .badBody)
        #expect(refusal(of: try scene.phone.forgedRun([[]], in: control, kind: .withdrawal)) == .badBody)
        #expect(refusal(of: try scene.phone.forgedRun([body], in: control, kind: .withdrawal)) == nil)
    }

    @Test("A body that is withheld is not taken: it could never be completed")
    mutating func withheld() throws {
        let run = try scene.phone.forgedRun(in: scene.folder)
        let hidden = LogRun(
            folder: run.folder, origin: run.origin, firstSequence: run.firstSequence, previous: run.previous,
            entries: run.entries.map {
                RunEntry(kind: $0.kind, epoch: $0.epoch, body: .withheld(hash: $0.body.hash, length: $0.body.length))
            }, signature: run.signature)
        #expect(refusal(of: hidden) == .badBody)
        #expect(try isUnchanged())
        #expect(refusal(of: run) == nil)
    }

    @Test("Runs beyond the limits end the session and store nothing")
    mutating func oversize() throws {
        let longBody = [UInt8](repeating: 1, count: Limits.bodyBytesMax + 1)
        let tooLong = try scene.phone.forgedRun([longBody], in: scene.folder)
        let many = try scene.phone.forgedRun(
            [[UInt8]](repeating: [1], count: Limits.runEntriesMax + 1), in: scene.folder)
        let bodies = [[UInt8]](repeating: [UInt8](repeating: 1, count: Limits.bodyBytesMax), count: 4)
        let tooMuch = try scene.phone.forgedRun(bodies, in: scene.folder)
        for run in [tooLong, many, tooMuch] {
            var peer = scene.world.login(scene.phone)
            #expect(scene.world.send(.entries(run), as: &peer).isEmpty)
            #expect(peer.closed == .refused(.malformed))
            #expect(try isUnchanged())
        }
        let most = try scene.phone.forgedRun([[UInt8]](repeating: [1], count: Limits.runEntriesMax), in: scene.folder)
        #expect(refusal(of: most) == nil)
    }

    @Test("A device may have a few replicas of a folder, and no more; others are not kept out")
    mutating func replicas() throws {
        let entry = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([1]))
        var random = SeededRandom(1)
        for number in 1...Limits.replicasPerAuthorMax {
            // The device has one already.
            let origin = ReplicaOrigin(author: scene.phone.author, nonce: random.fixed())
            let run = LogRun(signing: [entry], in: scene.folder, of: origin, by: scene.phone.secrets)
            #expect(refusal(of: run) == (number < Limits.replicasPerAuthorMax ? nil : .limitReached))
        }
        // Known ones go on, and so does everyone else.
        #expect(refusal(of: try scene.phone.forgedRun(in: scene.folder)) == nil)
        peer = scene.world.login(scene.tablet)
        #expect(refusal(of: try scene.tablet.forgedRun(in: scene.folder)) == nil)
    }
}
