import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire
import Testing

@Suite("Vectors: sessions")
struct SessionVectorTests {
    @Test("A login signs the transcript", arguments: Vector.all("login"))
    func login(_ vector: Vector) throws {
        let login: Login = try vector["login"].decoded()
        let transcript = LoginTranscript(
            hello: try vector["hello"].bytes(), welcome: try vector["welcome"].bytes(),
            host: try #require(vector["host"].text), account: try vector["account"].decoded(),
            author: try vector["author"].decoded())
        #expect(transcript.encoded == (try vector.expect["transcript"].bytes()))
        #expect(transcript.digest == (try vector.expect["digest"].decoded()))
        #expect(login.account == transcript.account)
        #expect(login.host == transcript.host)
        #expect(login.credential.author == transcript.author)
        #expect(login.signature == (try vector.expect["signature"].decoded()))
        let key: SigningPublicKey = try vector["publicKey"].decoded()
        #expect(key == login.credential.signingKey)
        #expect(key.verifies(login.signature, .login, transcript.digest.bytes))
    }

    @Test(
        "A relay answers a client's frames as stated, in whatever pieces they arrive", arguments: Vector.all("sessions")
    )
    func sessions(_ vector: Vector) throws {
        let stream = try vector["frames"].items.flatMap { try $0.bytes() }
        for size in [stream.count, 1, 7] {
            try answer(vector, stride(from: 0, to: stream.count, by: size).map { Array(stream[$0...].prefix(size)) })
        }
    }

    private func answer(_ vector: Vector, _ pieces: [[UInt8]]) throws {
        var session = ServerSession(
            hosts: [try #require(vector["host"].text)], challenge: try vector["challenge"].decoded())
        var answer: [UInt8] = []
        var ends: JSON = .null
        var received = 0
        for event in pieces.flatMap({ session.receive($0, at: vector["now"].integer ?? 0) }) {
            switch event {
            case .send(let bytes): answer += bytes
            case .opened: break
            case .received: received += 1
            case .closed(let failure): ends = failure == nil ? "bye" : "refused"
            }
        }
        #expect(answer == (try vector.expect["answer"].bytes()))
        #expect(ends == vector.expect["ends"])
        #expect(session.isOpen == vector.expect["isOpen"].flag)
        #expect(.number(received) == vector.expect["framesForRelay"])
    }

    @Test(
        "A frame is read as stated and encodes to the same bytes, or is refused where stated",
        arguments: Vector.all("frames", having: "frame"))
    func frames(_ vector: Vector) throws {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(try vector["frame"].bytes())
        let raw = try #require(try decoder.next())
        #expect(decoder.isBetweenFrames)
        var fault: WireError?
        do throws(WireError) {
            let frame = try Frame(raw)
            #expect(Int64(raw.type.number) == vector.expect["type"].integer)
            #expect(frame.bytes == raw.bytes)
            if let shown = Self.shown(frame) { #expect(shown == vector.expect["value"]) }
        } catch {
            fault = error
        }
        try expect(fault, vector)
    }

    /// What the vectors say of a frame's content, as far as it is not itself opaque bytes.
    private static func shown(_ frame: Frame) -> JSON? {
        switch frame {
        case .accepted(let time): .object(["time": .string("\(time)")])
        case .refused(let refusal):
            .object([
                "code": .number(Int(refusal.code.rawValue)), "folder": refusal.folder.map { .hex($0) } ?? .null,
                "detail": .string("\(refusal.detail)"), "endsSession": .bool(refusal.code.endsSession),
            ])
        case .have(let have):
            .object(
                ["folder": .hex(have.folder), "vector": .array(have.vector.dots.map(shown))].merging(
                    have.photos.map {
                        [
                            "checks": .array(have.checks.map { .hex($0) }), "photos": .string("\($0)"),
                            "erased": .string("\(have.erased ?? 0)"),
                        ]
                    } ?? [:]
                ) { $1 })
        case .entriesStored(let stored): .object(["folder": .hex(stored.folder), "dot": shown(stored.dot)])
        case .photoStored(let stored): .object(["offset": .string("\(stored.offset)")])
        case .photoPiece(let piece):
            .object(["offset": .string("\(piece.offset)"), "bytes": .string(Hex.encode(piece.bytes))])
        case .photoRequest(let request):
            .object(["offset": .string("\(request.offset)"), "count": .string("\(request.count)")])
        case .erase(let erasure):
            .object([
                "entries": .array(
                    erasure.entries.map { .object(["dot": shown($0.dot), "hash": .hex($0.hash)]) })
            ])
        case .erased(let name): .object(["photo": .hex(name.photo)])
        case .findClinic(let code): .object(["code": .string(code.description)])
        case .clinicFound(let found): .object(["organisation": .hex(found.organisation)])
        case .halfWanted(let grant), .halfStored(let grant): .object(["grant": .hex(grant)])
        case .halfDeposit(let half), .halfReleased(let half):
            .object(["grant": .hex(half.grant), "half": .hex(half.half)])
        default: nil
        }
    }

    private static func shown(_ dot: Dot) -> JSON { .string("\(dot.replica):\(dot.sequence)") }

    @Test("A stream is cut into frames", arguments: Vector.all("frames", having: "stream"))
    func streams(_ vector: Vector) throws {
        let stream = try vector["stream"].bytes()
        for size in [stream.count, 1] {
            var decoder = FrameDecoder(payloadBytesMax: Int(try #require(vector["payloadBytesMax"].integer)))
            var count = 0
            var fault: WireError?
            for start in stride(from: 0, to: stream.count, by: size) where fault == nil {
                decoder.append(Array(stream[start...].prefix(size)))
                do throws(WireError) {
                    while try decoder.next() != nil { count += 1 }
                } catch {
                    fault = error
                }
            }
            #expect(.number(count) == vector.expect["frames"])
            let stated = vector.expect["fault"]
            #expect(fault?.code.rawValue == stated["error"].text)
            #expect(fault.map { Int64($0.offset) } == stated["offset"].integer)
        }
    }

    @Test("The frame vectors cover every type and every refusal")
    func everyFrame() {
        let valid = Vector.all("frames", having: "frame").filter { $0.expect["valid"] == true }
        #expect(
            Set(valid.compactMap { $0.expect["type"].integer }) == Set(FrameCode.allCases.map { Int64($0.rawValue) }))
        let refusals = Set(valid.compactMap { $0.expect["value"]["code"].integer })
        #expect(refusals == Set(RefusalCode.allCases.map { Int64($0.rawValue) }))
    }
}
