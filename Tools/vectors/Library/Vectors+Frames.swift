import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension Vectors {
    /// Every frame, encoded, and frames that must be refused.
    static func frames() throws -> [VectorCase] { try validFrames() + malformedFrames() + streams() }

    private static func validFrames() throws -> [VectorCase] {
        let photo = PhotoName(folder: Actors.folder, photo: Actors.id("photo"))
        let grant: GrantID = Actors.id("grant")
        let dot = Dot(Actors.id("replica"), 300)
        let code = try ClinicCode(decoding: [UInt8](repeating: 0, count: 12))
        let half = HalfFrame(grant: grant, half: Actors.fixed("half"))
        let request = HalfRequest(grant: grant, purpose: .care, claimedTime: Actors.now)
        let run = PhoneLog.run([PhoneLog.content("one", 8)])
        let shared = [SharedFolder(account: Actors.patient.account, folder: Actors.folder)]
        let frames: [(String, Frame, JSONValue)] = [
            ("hello", .hello(Greeting.hello), ["nonce": .hex(Greeting.hello.nonce)]),
            ("welcome", .welcome(Greeting.welcome), ["challenge": .hex(Greeting.welcome.challenge)]),
            ("login", .login(Greeting.login()), ["host": .string(Greeting.host)]),
            ("accepted", .accepted(Actors.now), ["time": .wide(Actors.now)]),
            ("bye", .bye, [:]),
            (
                "have", .have(Have(folder: Actors.folder, vector: VersionVector([dot]))),
                ["folder": .hex(Actors.folder), "vector": [.dot(dot)]]
            ),
            (
                "have-checked",
                .have(
                    Have(
                        folder: Actors.folder, vector: VersionVector([dot]), checks: [Actors.fixed("check")], photos: 3,
                        erased: 2)
                ),
                [
                    "folder": .hex(Actors.folder), "vector": [.dot(dot)],
                    "checks": [.hex(Actors.fixed("check") as Bytes4)], "photos": "3", "erased": "2",
                ]
            ),
            ("entries", .entries(run), ["run": .hex(run)]),
            (
                "entriesStored", .entriesStored(EntriesStored(folder: Actors.folder, dot: dot)),
                ["folder": .hex(Actors.folder), "dot": .dot(dot)]
            ),
            (
                "shared", .shared(shared),
                ["folders": .list(shared) { ["account": .hex($0.account), "folder": .hex($0.folder)] }]
            ),
            (
                "photoOffer",
                .photoOffer(PhotoOffer(name: photo, chunks: [ChunkReference(id: Actors.id("chunk"), length: 4171)])),
                ["chunks": [["id": .hex(Actors.id("chunk") as ChunkID), "length": 4171]]]
            ),
            ("photoStored", .photoStored(PhotoStored(name: photo, offset: 262_144)), ["offset": "262144"]),
            (
                "photoPiece", .photoPiece(PhotoPiece(name: photo, offset: 4096, bytes: [1, 2, 3])),
                ["offset": "4096", "bytes": "010203"]
            ),
            (
                "photoRequest", .photoRequest(PhotoRequest(name: photo, offset: 0, count: 1 << 20)),
                ["offset": "0", "count": "1048576"]
            ),
            (
                "erase", .erase(PhotoErasure(name: photo, entries: [ReplicaHead(dot, Actors.fixed("head"))])),
                ["entries": [["dot": .dot(dot), "hash": .hex(Actors.fixed("head") as Bytes32)]]]
            ),
            ("erased", .erased(photo), ["photo": .hex(photo.photo)]),
            ("findClinic", .findClinic(code), ["code": .string(code.description)]),
            (
                "clinicFound", .clinicFound(ClinicFound(code: code, organisation: Actors.clinic.account)),
                ["organisation": .hex(Actors.clinic.account)]
            ),
            ("halfWanted", .halfWanted(grant), ["grant": .hex(grant)]),
            ("halfDeposit", .halfDeposit(half), ["grant": .hex(grant), "half": .hex(half.half)]),
            ("halfStored", .halfStored(grant), ["grant": .hex(grant)]),
            (
                "halfRequest",
                .halfRequest(
                    HalfRequestFrame(
                        account: Actors.patient.account, request: request,
                        signature: Actors.staff.secrets.sign(.halfRequest, request.encoded))),
                ["request": .hex(request), "publicKey": .hex(Actors.staff.secrets.keys.signing)]
            ),
            ("halfReleased", .halfReleased(half), ["grant": .hex(grant), "half": .hex(half.half)]),
        ]
        return try frames.map { try valid($0, "Type, length, payload.", $1, $2) } + refusals()
    }

    private static func refusals() throws -> [VectorCase] {
        try RefusalCode.allCases.map { code in
            let detail: Int64 = code == .gap || code == .fork ? 7 : code == .accessExpired ? Actors.now : 0
            let refusal = Refusal(code, folder: code == .loginFailed ? nil : Actors.folder, detail: detail)
            return try valid(
                "refused-\(code)", code.endsSession ? "Ends the session." : "The session goes on.", .refused(refusal),
                [
                    "code": .number(Int(code.rawValue)), "folder": refusal.folder.map { .hex($0) } ?? .null,
                    "detail": .wide(detail), "endsSession": .bool(code.endsSession),
                ])
        }
    }

    private static func valid(_ name: String, _ note: String, _ frame: Frame, _ shown: JSONValue) throws -> VectorCase {
        guard try Frame(frame.raw) == frame else { throw Contradiction(name, "does not survive a round trip") }
        return VectorCase(
            name, note, ["frame": .hex(frame.bytes)],
            expect: ["valid": true, "type": .number(Int(frame.raw.type.number)), "value": shown])
    }

    private static func malformedFrames() throws -> [VectorCase] {
        let folder = Actors.folder.bytes
        let photo = PhotoName(folder: Actors.folder, photo: Actors.id("photo")).encoded
        let hello = Greeting.hello.encoded
        let cases: [(String, String, UInt8, [UInt8], WireError.Code, Int)] = [
            ("critical-unknown", "An unknown type with bit 7 clear.", 0x60, [], .invalidValue, 0),
            ("type-0", "No frame has this type.", 0x00, [], .invalidValue, 0),
            (
                "hello-magic", "Another protocol's first bytes.", 0x01, Array("DERMO".utf8) + hello.dropFirst(5),
                .invalidValue, 0
            ),
            ("hello-many-versions", "At most 32 versions.", 0x01, Array("DERMA".utf8) + [33], .limitExceeded, 5),
            ("hello-trailing", "A byte is left over.", 0x01, hello + [0], .trailingBytes, hello.count),
            (
                "welcome-small-frames", "A relay takes at least 1 MiB.", 0x02, [1, 1] + repeated(0, 32) + [1],
                .invalidValue, 34
            ),
            ("login-credential", "No credential has this tag.", 0x03, repeated(0, 32) + [3], .invalidValue, 32),
            ("refused-unknown", "Not in the registry.", 0x05, [200, 0, 0], .invalidValue, 0),
            ("refused-flag", "A flag is 0 or 1.", 0x05, [1, 2], .invalidValue, 1),
            ("bye-payload", "Goodbye has no payload.", 0x06, [0], .trailingBytes, 0),
            ("have-cut", "The vector is missing.", 0x10, folder, .truncated, 16),
            ("stored-sequence-0", "Sequences begin at 1.", 0x12, folder + repeated(0, 16) + [0], .invalidValue, 32),
            (
                "shared-twice", "A folder stands twice.", 0x13,
                [2] + Actors.patient.account.bytes + folder + Actors.patient.account.bytes + folder, .unsorted, 49
            ),
            ("offer-empty", "A photo has at least one chunk.", 0x20, photo + [0], .invalidValue, 32),
            ("offer-many", "At most 512 chunks.", 0x20, photo + [0x81, 0x04], .limitExceeded, 32),
            (
                "offer-long-chunk", "A sealed chunk has at most 262272 bytes.", 0x20,
                photo + [1] + repeated(0, 32) + varint(262_273), .invalidValue, 65
            ),
            ("piece-long", "At most 64 KiB in one frame.", 0x22, photo + [0] + varint(65_537), .limitExceeded, 33),
            ("request-nothing", "At least one byte.", 0x23, photo + [0, 0], .invalidValue, 33),
            ("request-much", "At most the window.", 0x23, photo + [0] + varint((1 << 20) + 1), .invalidValue, 33),
            ("erase-many", "At most 64 entries.", 0x24, photo + [65], .limitExceeded, 32),
            ("clinic-check", "The check symbol does not fit.", 0x30, repeated(0, 11) + [1], .invalidValue, 0),
            ("half-short", "A half has 32 bytes.", 0x33, repeated(0, 47), .truncated, 40),
            (
                "half-request-no-purpose", "A purpose is asked for.", 0x35, repeated(0, 48) + [0], .invalidValue, 48
            ),
        ]
        return try cases.map { name, note, type, payload, code, offset in
            let raw = RawFrame(type: FrameType(type), payload: payload)
            do throws(WireError) {
                _ = try Frame(raw)
            } catch {
                guard error == WireError(code, at: offset) else { throw Contradiction(name, "fails with \(error)") }
                return VectorCase("bad-" + name, note, ["frame": .hex(raw.bytes)], expect: .error(error))
            }
            throw Contradiction(name, "decodes")
        }
    }

    /// How a stream is cut into frames. Offsets count from the stream's start.
    private static func streams() throws -> [VectorCase] {
        let bye = Frame.bye.bytes
        let limit = Limits.frameBeforeLoginBytesMax
        let cases: [(String, String, [UInt8], Int, WireError?)] = [
            ("two", "Two frames.", bye + bye, 2, nil),
            ("half", "A frame and the beginning of another.", bye + [0x10, 5, 1], 1, nil),
            (
                "too-long", "A payload above the limit, after a good frame.", bye + [0x10] + varint(4097), 1,
                WireError(.limitExceeded, at: 3)
            ),
            (
                "length-not-minimal", "The length takes a byte too many.", [0x06, 0x80, 0x00], 0,
                WireError(.nonMinimal, at: 1)
            ),
        ]
        return try cases.map { name, note, bytes, count, fault in
            var decoder = FrameDecoder(payloadBytesMax: limit)
            decoder.append(bytes)
            var found = 0
            var error: WireError?
            do throws(WireError) { while try decoder.next() != nil { found += 1 } } catch let thrown { error = thrown }
            guard found == count, error == fault else { throw Contradiction(name, "\(found) frames, \(error as Any)") }
            return VectorCase(
                "stream-" + name, note, ["stream": .hex(bytes), "payloadBytesMax": .number(limit)],
                expect: ["frames": .number(found), "fault": error.map { .error($0) } ?? .null])
        }
    }
}
