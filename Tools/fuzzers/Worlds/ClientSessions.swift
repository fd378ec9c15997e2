import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaIdentity
import DermaSync
import DermaWire

extension FuzzTarget {
    /// A client's session with a relay that sends anything. The first byte says in what pieces it arrives.
    public static let clientSession = FuzzTarget("client-session", memoryMultiple: 256, memoryConstant: 1 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let piece = 1 + input.below(64)
        var stream: [UInt8] = []
        while !input.isEmpty { stream += relayBytes(&input) }
        var whole = ClientRun()
        whole.receive(stream)
        var pieces = ClientRun()
        for start in stride(from: 0, to: stream.count, by: piece) {
            pieces.receive(Array(stream[start..<min(start + piece, stream.count)]))
        }
        try require(whole.events == pieces.events, "a stream in pieces of \(piece) bytes is handled otherwise")
        try whole.check()
        whole.end()
        try whole.check()
    }

    /// What a relay says next: honest steps of the login, or whatever the input holds.
    private static func relayBytes(_ input: inout FuzzInput) -> [UInt8] {
        switch input.below(6) {
        case 0:
            let length = UInt64(Limits.frameBytesMax)
            return Frame.welcome(Welcome(version: .v1, suite: .v1, challenge: .zero, frameBytesMax: length)).bytes
        case 1: return Frame.accepted(Int64(input.byte())).bytes
        case 2: return RawFrame(type: FrameType(input.byte()), payload: input.blob()).bytes
        case 3: return RawFrame(type: FrameType(input.byte()), payload: input.rest()).bytes
        case 4:
            let code = RefusalCode.allCases[input.below(RefusalCode.allCases.count)]
            return Frame.refused(Refusal(code, detail: Int64(input.byte()))).bytes
        default: return input.blob()
        }
    }
}

/// A session and everything that came of it.
private struct ClientRun {
    private var session = ClientSession(
        ClientSession.Identity(
            account: Cast.phone.account, credential: Cast.phone.credential, host: Cast.host
        ) { _, _ in Signature(.zero) })
    private(set) var events: [ClientSession.Event]

    init() { events = session.start(nonce: .zero) }

    mutating func receive(_ bytes: [UInt8]) { events += session.receive(bytes) }

    mutating func end() { events += session.connectionEnded() }

    /// hello, then login, then opened, then frames; closed once, with nothing after it.
    func check() throws(Violation) {
        var sent = 0
        var isOpen = false
        for (place, event) in events.enumerated() {
            switch event {
            case .send(let bytes):
                sent += 1
                var decoder = FrameDecoder(payloadBytesMax: Limits.frameBeforeLoginBytesMax)
                decoder.append(bytes)
                try require((try? decoder.next()) != nil && decoder.isBetweenFrames, "sends what is no frame")
            case .opened:
                try require(!isOpen && sent == 2, "opens twice, or before the login")
                isOpen = true
            case .received: try require(isOpen, "hands out a frame before the login")
            case .closed: try require(place == events.count - 1, "goes on after its end")
            }
        }
        try require(sent <= 2, "sends \(sent) frames")
    }
}
