import DermaCausality
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Frames")
struct FrameTests {
    @Test("Every frame reads back as it was written", arguments: Sample.all + [Sample.ignorable])
    func roundTrip(_ frame: Frame) throws {
        var decoder = FrameDecoder(payloadBytesMax: Limits.frameBytesMax)
        decoder.append(frame.bytes)
        let raw = try #require(try decoder.next())
        #expect(try Frame(raw) == frame)
        #expect(decoder.isBetweenFrames)
    }

    @Test("The samples leave no frame type out")
    func samplesAreComplete() {
        let registry = Set<UInt8>(Array(0x01...0x06) + Array(0x10...0x13) + Array(0x20...0x25) + Array(0x30...0x36))
        #expect(Set(Sample.all.map(\.raw.type.number)) == registry)
    }

    @Test("No payload that was cut short, or has a byte too many, is a frame", arguments: Sample.all)
    func cutPayload(_ frame: Frame) {
        let raw = frame.raw
        for length in raw.payload.indices {
            let cut = RawFrame(type: raw.type, payload: Array(raw.payload[..<length]))
            #expect(throws: WireError.self, "cut to \(length)") { try Frame(cut) }
        }
        let extended = RawFrame(type: raw.type, payload: raw.payload + [0])
        // Behind a client's `have` there may be a relay's checks, which one byte is not.
        let isHave = if case .have = frame { true } else { false }
        #expect(throws: WireError(isHave ? .truncated : .trailingBytes, at: raw.payload.count)) { try Frame(extended) }
    }

    @Test("An unknown type is kept if it may be passed over, and is an error if not")
    func unknownTypes() throws {
        let registry = Set(Sample.all.map(\.raw.type.number))
        for number in UInt8.min...UInt8.max where !registry.contains(number) {
            let raw = RawFrame(type: FrameType(number), payload: [7])
            if number >= 0x80 {
                #expect(try Frame(raw) == .ignorable(raw))
            } else {
                #expect(throws: WireError(.invalidValue, at: 0)) { try Frame(raw) }
            }
        }
    }

    @Test("No bit of a frame's payload can change without changing the frame", arguments: Sample.all)
    func flippedBits(_ frame: Frame) {
        let raw = frame.raw
        for index in raw.payload.indices {
            for bit in 0..<8 {
                var payload = raw.payload
                payload[index] ^= 1 << UInt8(bit)
                // An encoding is canonical: other bytes are another frame, or none.
                let other = try? Frame(RawFrame(type: raw.type, payload: payload))
                #expect(other != frame)
                #expect(other == nil || other?.raw.payload == payload)
            }
        }
    }

    @Test("Limits are checked on what a peer can make large")
    func limits() {
        let chunk = ChunkReference(id: ChunkID(.zero), length: 1)
        let offer = { (count: Int) in
            Frame.photoOffer(PhotoOffer(name: Sample.name, chunks: Array(repeating: chunk, count: count))).raw
        }
        #expect(throws: Never.self) { try Frame(offer(Limits.chunksMax)) }
        #expect(throws: WireError(.limitExceeded, at: 32)) { try Frame(offer(Limits.chunksMax + 1)) }
        #expect(throws: WireError(.invalidValue, at: 32)) { try Frame(offer(0)) }

        let piece = { (count: Int) in
            Frame.photoPiece(
                PhotoPiece(name: Sample.name, offset: 0, bytes: [UInt8](repeating: 0, count: count))
            ).raw
        }
        #expect(throws: Never.self) { try Frame(piece(Limits.photoPieceBytesMax)) }
        #expect(throws: WireError(.limitExceeded, at: 33)) { try Frame(piece(Limits.photoPieceBytesMax + 1)) }

        for count in [0, UInt64(Limits.photoWindowBytesMax) + 1] {
            let request = Frame.photoRequest(PhotoRequest(name: Sample.name, offset: 0, count: count)).raw
            #expect(throws: WireError(.invalidValue, at: 33)) { try Frame(request) }
        }

        let versions = [ProtocolVersion](repeating: .v1, count: Limits.offersMax + 1)
        let hello = Frame.hello(Hello(versions: versions, suites: [.v1], nonce: .zero)).raw
        #expect(throws: WireError(.limitExceeded, at: 5)) { try Frame(hello) }
    }

    @Test("A list of shared folders must ascend, and name each once")
    func sharedFoldersAscend() {
        let low = SharedFolder(account: AccountID(Sample.bytes32(1)), folder: Sample.folder)
        let high = SharedFolder(account: AccountID(Sample.bytes32(2)), folder: Sample.folder)
        #expect(throws: Never.self) { try Frame(Frame.shared([low, high]).raw) }
        #expect(throws: WireError(.unsorted, at: 49)) { try Frame(Frame.shared([high, low]).raw) }
        #expect(throws: WireError(.unsorted, at: 49)) { try Frame(Frame.shared([low, low]).raw) }
    }

    @Test("A half is not printed")
    func halvesAreNotPrinted() {
        let half = HalfFrame(grant: Sample.grant, half: Sample.bytes32(0xab))
        #expect(!"\(half)".contains("abab"))
        #expect(!"\(Frame.halfDeposit(half))".contains("abab"))
        #expect(!String(reflecting: Frame.halfReleased(half)).contains("abab"))
    }
}
