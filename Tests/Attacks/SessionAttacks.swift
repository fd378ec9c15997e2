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

@Suite("Attacks on sessions and servers")
struct SessionAttacks {
    var scene: Scene

    init() throws { scene = try Scene.unshared() }

    /// A device's sync with a relay that calls itself `host`, with the first frames of each side changed on their way.
    private mutating func sync(
        host: String = World.host, dialling dialled: String = World.host, changing change: (Frame) -> Frame
    ) throws -> SyncFailure? {
        var device = scene.phone
        var connection = RelayConnection(hosts: [host], challenge: .zero)
        var conversation = SyncConversation(of: device, host: dialled, scope: .controlLog)
        var effects = conversation.start(&device)
        while !effects.isEmpty {
            var answers: [UInt8] = []
            for effect in effects {
                switch effect {
                case .finished: return nil
                case .failed(let failure): return failure
                case .send(let bytes):
                    for effect in connection.receive(
                        try changed(bytes, change), for: &scene.world.relay, at: scene.world.clock.time)
                    {
                        if case .send(let bytes) = effect { answers += try changed(bytes, change) }
                    }
                }
            }
            effects = conversation.receive(answers, &device)
        }
        return .session(.closedEarly)
    }

    private func changed(_ bytes: [UInt8], _ change: (Frame) -> Frame) throws -> [UInt8] {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(bytes)
        return change(try Frame(try #require(try decoder.next()))).bytes
    }

    @Test("A19: a downgrade on the way is refused, and looks unlike a relay that is too old")
    mutating func downgrade() throws {
        #expect(try sync { $0 } == nil)
        let downgraded = try sync { frame in
            guard case .hello(let hello) = frame else { return frame }
            return .hello(Hello(versions: [.v1], suites: hello.suites, nonce: hello.nonce))
        }
        #expect(downgraded == .session(.refused(.loginFailed)))
        let tooOld = try sync { frame in
            guard case .hello(let hello) = frame else { return frame }
            return .hello(Hello(versions: [ProtocolVersion(2)], suites: hello.suites, nonce: hello.nonce))
        }
        #expect(tooOld == .session(.peerIncompatible))
        let otherSuite = try sync { frame in
            guard case .welcome(let welcome) = frame else { return frame }
            return .welcome(
                Welcome(
                    version: .v1, suite: Suite(2), challenge: welcome.challenge, frameBytesMax: welcome.frameBytesMax))
        }
        #expect(otherSuite == .session(.peerIncompatible))
    }

    @Test("A34: a login that another host passes on is refused")
    mutating func relayedLogin() throws {
        #expect(try sync(dialling: "evil.test") { $0 } == .session(.refused(.wrongHost)))
        let rewritten = try sync(dialling: "evil.test") { frame in
            guard case .login(let login) = frame else { return frame }
            return .login(
                Login(
                    account: login.account, credential: login.credential, host: World.host, signature: login.signature))
        }
        #expect(rewritten == .session(.refused(.loginFailed)))
    }

    @Test("A33: hostile bytes into an open session, both ways, end it or are refused, and change nothing")
    mutating func hostileBytes() throws {
        var random = SeededRandom(6)
        let before = try scene.world.relay.store.log.vector(of: scene.phone.control.folder)
        for round in 0..<600 {
            var peer = scene.world.login(scene.phone.secrets, of: scene.phone.account)
            let type = FrameType(UInt8(random.below(0x40)))
            let frame = RawFrame(type: type, payload: random.bytes(random.below(120)))
            for answer in scene.world.send(.ignorable(frame), as: &peer) {
                // The clock, a goodbye and the like hold nothing; anything else is refused.
                guard case .refused = answer else {
                    Issue.record("round \(round): \(type) was answered")
                    continue
                }
            }
            var device = scene.tablet
            _ = try? scene.world.sync(&device) { honest in
                guard random.below(4) == 0 else { return [honest] }
                return [.ignorable(RawFrame(type: type, payload: random.bytes(random.below(120)))), honest]
            }
            #expect(device.state(of: scene.folder) == scene.tablet.state(of: scene.folder))
            #expect(device.control.applied == scene.tablet.control.applied)
        }
        #expect(try scene.world.relay.store.log.vector(of: scene.phone.control.folder) == before)
    }

    @Test("A38: huge lengths are refused before the bytes have come")
    mutating func hugeLengths() throws {
        var before = ByteWriter()
        before.byte(0x01)
        before.count(Limits.frameBeforeLoginBytesMax + 1)
        var connection = RelayConnection(hosts: [World.host], challenge: .zero)
        let effects = connection.receive(before.bytes, for: &scene.world.relay, at: scene.world.clock.time)
        #expect(effects.first == .send(Frame.refused(Refusal(.malformed)).bytes))
        for count in [Limits.frameBytesMax + 1, Int(UInt32.max), Int.max] {
            var peer = scene.world.login(scene.phone.secrets, of: scene.phone.account)
            var writer = ByteWriter()
            writer.count(count)
            // The header of a frame whose payload never comes.
            let header = RawFrame(type: FrameType(0x8a), payload: []).bytes.dropLast() + writer.bytes
            #expect(scene.world.send(bytes: Array(header), as: &peer).isEmpty)
            #expect(peer.closed == .refused(.malformed))
        }
    }

    @Test("A38: one connection holds no more than four photos open")
    mutating func manyUploads() throws {
        var peer = scene.world.login(scene.phone.secrets, of: scene.phone.account)
        var random = SeededRandom(6)
        let names = (0..<6).map { _ in PhotoName(folder: scene.folder, photo: random.identifier()) }
        let chunks = [ChunkReference(id: ChunkID(.zero), length: 100)]
        let answers = names.map { scene.world.send(.photoOffer(PhotoOffer(name: $0, chunks: chunks)), as: &peer) }
        #expect(answers.prefix(4).allSatisfy { $0.count == 1 })
        for answer in answers.prefix(4) {
            guard case .photoStored = answer.first else {
                Issue.record("\(answer)")
                continue
            }
        }
        #expect(peer.closed == .refused(.unexpectedFrame))
    }

    @Test("A38: small requests for large answers are answered one at a time")
    mutating func answersPileUp() throws {
        var random = SeededRandom(6)
        let photo = try scene.phone.add(.sample(&random, imageBytes: 1_100_000), to: scene.folder)
        try scene.world.sync(&scene.phone)
        let secrets = scene.phone.secrets
        var session = ClientSession(
            ClientSession.Identity(
                account: scene.phone.account, credential: .device(secrets.keys), host: World.host
            ) { secrets.sign($0, $1) })
        var connection = RelayConnection(hosts: [World.host], challenge: .zero)
        var toSend = session.start(nonce: .zero)
        while case .send(let bytes) = toSend.first {
            toSend = []
            for case .send(let answer) in connection.receive(
                bytes, for: &scene.world.relay, at: scene.world.clock.time)
            {
                toSend += session.receive(answer)
            }
        }
        #expect(connection.isLoggedIn)
        let name = PhotoName(folder: scene.folder, photo: photo)
        let request = PhotoRequest(name: name, offset: 0, count: UInt64(Limits.photoWindowBytesMax))
        connection.append((0..<1000).flatMap { _ in Frame.photoRequest(request).bytes })
        var largest = 0
        var count = 0
        while let effects = connection.next(for: &scene.world.relay, at: scene.world.clock.time) {
            count += 1
            var answered = 0
            for case .send(let bytes) in effects { answered += bytes.count }
            largest = max(largest, answered)
            if count == 20 { break }
        }
        #expect(count == 20 && largest > 1_000_000 && largest < 1_100_000)
    }

    @Test("A38: a client that misbehaves harms no other session")
    mutating func othersGoOn() throws {
        _ = try scene.phone.comment("hello", on: .folder, in: scene.folder)
        var peer = scene.world.login(scene.phone.secrets, of: scene.phone.account)
        _ = scene.world.send(bytes: [0x7f, 0x00], as: &peer)
        #expect(peer.closed == .refused(.malformed))
        let halfOpen = (0..<50).map { _ in RelayConnection(hosts: [World.host], challenge: .zero) }
        for var connection in halfOpen {
            _ = connection.receive([0x01, 0x20], for: &scene.world.relay, at: scene.world.clock.time)
        }
        try scene.syncAll()
        #expect(scene.tablet.comments(in: scene.folder) == ["hello"])
    }

    @Test(
        "A refusal of a photo that names no folder stops nothing",
        arguments: [RefusalCode.unknownPhoto, .badChunk, .gap])
    mutating func namelessRefusal(_ code: RefusalCode) throws {
        var random = SeededRandom(5)
        let photo = try scene.phone.add(.sample(&random), to: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet) { frame in
            guard case .photoPiece = frame else { return [frame] }
            return [.refused(Refusal(code)), frame]
        }
        #expect(try scene.tablet.jpeg(of: photo, in: scene.folder) == scene.phone.jpeg(of: photo, in: scene.folder))
    }

    @Test("A relay cannot fill a patient's phone with strangers")
    mutating func strangers() throws {
        let control = scene.phone.control.folder
        var random = SeededRandom(3)
        let strangers = (0..<50).map { _ in
            SharedFolder(account: AccountID(random.fixed()), folder: FolderID(random.fixed()))
        }.sorted()
        try scene.world.sync(&scene.phone)
        let before = try scene.phone.store.settingNames(prefix: "")
        try scene.world.sync(&scene.phone) { frame in
            guard case .have(let have) = frame, have.folder == control else { return [frame] }
            return [.shared(strangers), frame]
        }
        #expect(try scene.phone.store.settingNames(prefix: "") == before)
    }

    @Test("A clinic that claims a patient's folder in its own log does not shut the patient out")
    mutating func claimedFolder() throws {
        _ = try scene.share(for: .care)
        try scene.syncAll()
        let claim = Grant(
            id: GrantID(.zero), folder: scene.folder, organisation: scene.phone.account, purposes: .care,
            end: scene.end, wording: Scene.wording, generation: 1, sealedHalf: [], halfCommitment: .zero,
            sealedToAccount: [], accountGeneration: 1, epochs: [])
        try scene.clinic.appendControl([.grant(claim)])
        try scene.phone.takeAll(of: scene.clinic.control.folder, from: scene.clinic)
        #expect(scene.phone.control(of: scene.clinic.account)?.grants.count == 1)
        #expect(scene.phone.knownFolders.map(\.owner) == [scene.phone.account])
        let opened = try TestDevice.open(
            store: scene.phone.store, passcode: World.passcode, environment: scene.phone.environment)
        #expect(opened.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        // An honest relay does not take the claim, and the clinic's sync ends all the same.
        let control = scene.clinic.control.folder
        #expect(try scene.world.sync(&scene.clinic).refusals == [Refusal(.folderTaken, folder: control)])
    }
}
