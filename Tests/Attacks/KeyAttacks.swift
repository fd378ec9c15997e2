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

@Suite("Attacks on keys and grants")
struct KeyAttacks {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    @Test("A01: two wrapped keys that change places open nothing")
    mutating func swappedKeys() throws {
        // Two epochs, so that a grant hands over two keys.
        _ = try scene.share(for: .care, lasting: 10)
        scene.world.clock.advance(by: 10)
        _ = try scene.phone.comment("in the second epoch", on: .folder, in: scene.folder)
        var honest = scene
        let id = try honest.share(for: .care)
        let grant = try #require(honest.phone.control.grants[id]).record
        #expect(grant.epochs.count == 2)
        let swapped = zip(grant.epochs, grant.epochs.reversed()).map { slot, other in
            EpochKeyGranted(epoch: slot.epoch, number: slot.number, sealed: other.sealed)
        }
        for (epochs, isRight) in [(grant.epochs, true), (swapped, false)] {
            var scene = scene
            // Even the patient's own device, gone bad, cannot make the swapped keys open.
            try scene.phone.appendControl([.grant(grant.with(epochs: epochs))])
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&scene.clinic)
            #expect(scene.clinic.keyring.grants.count == 1)
            #expect(scene.clinic.keyring.epochs.count == (isRight ? 2 : 0))
            #expect(scene.clinic.comments(in: scene.folder).count == (isRight ? 1 : 0))
        }
    }

    @Test("A02: a key that an epoch does not commit to is not taken")
    mutating func overwrittenKey() throws {
        let before = scene.tablet.keyring.epochs.count
        let epoch = try scene.phone.newEpoch(in: scene.folder, grants: [])
        let other = SymmetricKey(random: &scene.phone.environment.random)
        let generation = try #require(scene.phone.accountKey)
        for key in [other.exposed, nil] {
            var scene = scene
            let sealed = try key.map {
                try scene.phone.seal(
                    $0, to: generation.secret.publicKey,
                    for: .epochKey(scene.phone.account, scene.folder, epoch.id))
            }
            let record = EpochStarted(
                folder: epoch.folder, number: epoch.number, commitment: epoch.commitment,
                generation: epoch.generation, sealedToAccount: sealed ?? epoch.sealedToAccount, grants: [])
            try scene.phone.appendControl([.epoch(record)])
            try scene.world.sync(&scene.phone)
            try scene.world.sync(&scene.tablet)
            // With the right key it is taken, so that the difference is the key alone.
            #expect(scene.tablet.keyring.epochs.count == before + (key == nil ? 1 : 0))
        }
    }

    @Test("A02: a relay cannot exchange an epoch's record")
    mutating func exchangedEpoch() throws {
        try scene.phone.appendControl([.epoch(try scene.phone.newEpoch(in: scene.folder, grants: []))])
        try scene.world.sync(&scene.phone)
        let forged = try scene.phone.newEpoch(in: scene.folder, grants: [])
        let body = ControlBody(context: CausalContext([]), claimedTime: 0, record: .epoch(forged)).encoded
        let before = scene.tablet.control.applied
        let report = try scene.world.sync(&scene.tablet) { frame in
            frame.changingRuns { run in
                run.with(
                    entries: run.entries.map {
                        $0.kind == .epoch ? RunEntry(kind: .epoch, epoch: $0.epoch, body: .present(body)) : $0
                    })
            }
        }
        #expect(report.alarmKinds.contains(.forged))
        #expect(scene.tablet.control.applied == before)
        try scene.world.sync(&scene.tablet)
        #expect(scene.tablet.control.applied == scene.phone.control.applied)
    }

    @Test("A03: another key for the clinic does not fit the code, whatever its name says")
    mutating func otherClinicKey() throws {
        // The same name and number, other keys.
        var evil = try scene.world.clinic("Dermatology", "RX1")
        try scene.world.sync(&evil)
        let code = scene.record.code
        let report = try scene.world.sync(&scene.phone, scope: .clinic(code)) { frame in
            guard case .clinicFound = frame else { return [frame] }
            return [.clinicFound(ClinicFound(code: code, organisation: evil.account))]
        }
        #expect(report.organisation == evil.account)
        #expect(throws: DeviceError.codeDoesNotMatch) { try scene.phone.clinic(evil.account, provenBy: code) }
        let evilCode = try #require(evil.control.genesis.flatMap { ClinicCode(of: $0) })
        #expect(evilCode != code)
        #expect(throws: DeviceError.codeDoesNotMatch) {
            try scene.phone.clinic(scene.clinic.account, provenBy: evilCode)
        }
        // A patient's account is no clinic.
        #expect(throws: DeviceError.codeDoesNotMatch) { try scene.phone.clinic(scene.phone.account, provenBy: code) }
        #expect(throws: DeviceError.notFound) { try scene.phone.clinic(AccountID(.zero), provenBy: code) }
        #expect(try scene.phone.clinic(scene.clinic.account, provenBy: code) == scene.record)
    }

    @Test("A03: a relay cannot put its own role key into a clinic's record")
    mutating func otherRoleKey() throws {
        let stranger = AgreementSecret(random: &scene.phone.environment.random)
        let generation = KeyGeneration(number: 2, publicKey: stranger.publicKey, recipients: [])
        let forged = try scene.phone.run(of: [.generation(generation)]).with(folder: scene.clinic.control.folder)
        let before = scene.phone.control(of: scene.clinic.account)?.applied
        let folder = scene.clinic.control.folder
        let report = try scene.world.sync(&scene.phone) { frame in
            guard case .have(let have) = frame, have.folder == folder else { return [frame] }
            return [.entries(forged), frame]
        }
        // The relay names entries that it shows nobody, or a stranger's: either way nothing is taken.
        #expect(scene.phone.control(of: scene.clinic.account)?.applied == before)
        #expect(scene.phone.control(of: scene.clinic.account)?.generations.count == 1)
        #expect(report.entriesReceived == 0)
    }

    @Test("A30: purposes that a relay widens are refused, and the clinic gets no half for others")
    mutating func widenedPurposes() throws {
        _ = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)
        let before = scene.clinic.keyring.grants.count
        let report = try scene.world.sync(&scene.clinic) { frame in
            frame.changingRuns { run in
                run.with(
                    entries: run.entries.map { entry in
                        entry.changingGrant { $0.with(purposes: [.care, .machineLearning]) }
                    })
            }
        }
        #expect(report.alarmKinds.contains(.forged))
        #expect(scene.clinic.keyring.grants.count == before)
        // From an honest relay: what the patient signed.
        try scene.world.sync(&scene.clinic)
        let control = try #require(scene.clinic.control(of: scene.phone.account))
        let access = try control.access(of: scene.clinic.account, to: scene.folder, at: scene.world.clock.time).get()
        #expect(access.purposes == .care)
        var peer = scene.world.login(scene.clinic.secrets, of: scene.clinic.account)
        let request = HalfRequest(grant: access.grants[0].id, purpose: .machineLearning, claimedTime: 0)
        let frame = HalfRequestFrame(
            account: scene.phone.account, request: request,
            signature: scene.clinic.secrets.sign(.halfRequest, request.encoded))
        #expect(
            scene.world.send(.halfRequest(frame), as: &peer) == [
                .refused(Refusal(.purposeNotGranted, folder: scene.folder))
            ])
    }

    @Test("A31: the grant holds what wording was shown, and it cannot be changed afterwards")
    mutating func wording() throws {
        _ = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)
        let later = Wording(text: "I agree to everything", language: "en", version: 1)
        #expect(later.hash != Scene.wording.hash)
        let report = try scene.world.sync(&scene.tablet) { frame in
            frame.changingRuns { run in
                run.with(entries: run.entries.map { entry in entry.changingGrant { $0.with(wording: later) } })
            }
        }
        #expect(report.alarmKinds.contains(.forged) && scene.tablet.control.grants.isEmpty)
        try scene.syncAll()
        for device in [scene.tablet.control, try #require(scene.clinic.control(of: scene.phone.account))] {
            let wording = try #require(device.grants.values.first).record.wording
            #expect(wording == Scene.wording)
            #expect(wording.hash == Bytes32.hash(.wording, Array("I agree".utf8)))
            #expect(wording.language == "en" && wording.version == 1)
        }
    }

    @Test("A relay that asks for its half of a grant that is over gets nothing")
    mutating func halfAskedLate() throws {
        let ended = try scene.share(for: .care, lasting: 100)
        try scene.world.sync(&scene.phone)
        scene.world.clock.advance(by: 100)
        let withdrawn = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        var deposits = 0
        try scene.world.sync(
            &scene.phone,
            toRelay: { frame in
                if case .halfDeposit = frame { deposits += 1 }
                return [frame]
            },
            toDevice: { frame in
                guard case .have = frame else { return [frame] }
                return [.halfWanted(ended), .halfWanted(withdrawn), frame]
            })
        #expect(deposits == 0)
        // Of one that is in force it does get it.
        let current = try scene.share(for: .care)
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.relay.store.half(of: current) != nil)
    }
}
