import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension FuzzTarget {
    /// A relay's session with a client that sends anything, a login that fits among it. The first byte says in what pieces
    /// it arrives.
    public static let serverSession = FuzzTarget("server-session", memoryMultiple: 256, memoryConstant: 1 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let piece = 1 + input.below(64)
        var hello: [UInt8] = []
        var stream: [UInt8] = []
        while !input.isEmpty { stream += clientBytes(&input, &hello) }
        var whole = ServerRun()
        whole.receive(stream)
        var pieces = ServerRun()
        for start in stride(from: 0, to: stream.count, by: piece) {
            pieces.receive(Array(stream[start..<min(start + piece, stream.count)]))
        }
        try require(whole.events == pieces.events, "a stream in pieces of \(piece) bytes is handled otherwise")
        try whole.check()
        whole.end()
        try whole.check()
    }

    /// What a client says next: honest steps of the login, or whatever the input holds. `hello` is the first hello's payload.
    private static func clientBytes(_ input: inout FuzzInput, _ hello: inout [UInt8]) -> [UInt8] {
        let frame: Frame
        switch input.below(6) {
        case 0:
            let versions = (0..<input.below(4)).map { _ in ProtocolVersion(UInt16(input.below(3))) }
            frame = .hello(Hello(versions: versions + [.v1], suites: [.v1], nonce: .zero))
            if hello.isEmpty { hello = frame.raw.payload }
        case 1: frame = login(hello, &input)
        case 2: return RawFrame(type: FrameType(input.byte()), payload: input.blob()).bytes
        case 3: return RawFrame(type: FrameType(input.byte()), payload: input.rest()).bytes
        case 4: frame = .have(Have(folder: Cast.folder, vector: VersionVector()))
        default: return input.blob()
        }
        return frame.bytes
    }

    private static func login(_ hello: [UInt8], _ input: inout FuzzInput) -> Frame {
        let account = input.below(8) == 1 ? AccountID(.zero) : Cast.phone.account
        let host = input.below(8) == 1 ? "other.test" : Cast.host
        let isIdentity = input.below(4) == 1
        let secrets = isIdentity ? Cast.recovery.identity : Cast.phoneSecrets
        let credential = isIdentity ? Credential.identity(Cast.genesis) : .device(secrets.keys)
        let transcript = LoginTranscript(
            hello: hello, welcome: ServerRun.welcome, host: host, account: account, author: credential.author)
        let signature = input.below(8) == 1 ? Signature(.zero) : secrets.sign(.login, transcript.digest.bytes)
        return .login(Login(account: account, credential: credential, host: host, signature: signature))
    }
}

/// A session and everything that came of it.
private struct ServerRun {
    static let welcome = Frame.welcome(
        Welcome(version: .v1, suite: .v1, challenge: .zero, frameBytesMax: UInt64(Limits.frameBytesMax))
    ).raw.payload

    private var session = ServerSession(hosts: [Cast.host], challenge: .zero)
    private(set) var events: [ServerSession.Event] = []

    mutating func receive(_ bytes: [UInt8]) { events += session.receive(bytes, at: Cast.now) }

    mutating func end() { events += session.connectionEnded() }

    /// Nobody gets in but by the login of one of two authors; closed once, with nothing after it.
    func check() throws(Violation) {
        var isOpen = false
        for (place, event) in events.enumerated() {
            switch event {
            case .send(let bytes):
                var decoder = FrameDecoder(payloadBytesMax: Limits.frameBeforeLoginBytesMax)
                decoder.append(bytes)
                try require((try? decoder.next()) != nil && decoder.isBetweenFrames, "sends what is no frame")
            case .opened(let peer):
                try require(!isOpen, "opens twice")
                try require(
                    peer.author == Cast.phone.author || peer.author == Cast.genesis.author, "lets a stranger in")
                isOpen = true
            case .received: try require(isOpen, "hands out a frame before the login")
            case .closed: try require(place == events.count - 1, "goes on after its end")
            }
        }
    }
}
