import DermaCRDT
import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@Suite("Ops and bodies on the wire")
struct OpWireTests {
    /// An op's encoding from its parts.
    private static func bytes(_ code: UInt64, _ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.varint(code)
        writer.blob(payload)
        return writer.bytes
    }

    private static func fault(_ bytes: [UInt8]) -> WireError? {
        do throws(WireError) { _ = try Op(decoding: bytes) } catch { return error }
        return nil
    }

    @Test("Any op comes back, no prefix of it does, and nothing may follow it", arguments: Seed.first(60))
    func roundTrip(seed: Seed) throws {
        var random = seed.random
        for _ in 0..<5 {
            let op = random.op()
            let bytes = op.encoded
            #expect(try Op(decoding: bytes) == op)
            for length in bytes.indices {
                let error = try #require(Self.fault(Array(bytes[..<length])), "cut to \(length)")
                #expect(error.code == .truncated && error.offset <= length)
            }
            #expect(Self.fault(bytes + [0]) == WireError(.trailingBytes, at: bytes.count))
        }
    }

    @Test("A changed byte is refused or makes another op with exactly these bytes", arguments: Seed.first(40))
    func canonical(seed: Seed) throws {
        var random = seed.random
        for (bit, flipped) in random.op().encoded.bitFlips {
            if let other = try? Op(decoding: flipped) { #expect(other.encoded == flipped, "bit \(bit)") }
        }
    }

    /// The bytes of every op that this version knows: they are in stored logs for ever.
    static let encodings: [(op: Op, hex: String)] = [
        (.set(.folderName("Arm")), "01" + "05" + "01" + "0341726d"),
        (.set(.title(ItemID(8), "c")), "01" + "13" + "03" + String(repeating: "08", count: 16) + "0163"),
        // ((2026 - 1900) · 12 + 1) · 31 + 27 = 46,930 = 0x02 0x6e 0xd2 in groups of seven bits.
        (.set(.day(ItemID(8), today)), "01" + "14" + "04" + String(repeating: "08", count: 16) + "d2ee02"),
        (
            .edit(.diary(ItemID(8)), typed("c", at: 3)),
            "02" + "16" + "01" + String(repeating: "08", count: 16) + "01" + "04" + "06" + "0163"
        ),
        (
            .edit(
                .note(PhotoID(7)),
                known(
                    TextEdit([
                        .delete(at: 2, count: 3, isBackward: true), .insert(at: 2, "é"), .delete(at: 0, count: 1),
                    ]))),
            "02" + "1b" + "03" + String(repeating: "07", count: 16) + "03" + "0e0405" + "0a0005" + "02c3a9"
        ),
        (.addPhoto(PhotoID(7), manifest: [1, 2]), "03" + "13" + String(repeating: "07", count: 16) + "020102"),
        (
            .addComment(ItemID(8), on: .folder, text: "a"),
            "04" + "13" + String(repeating: "08", count: 16) + "01" + "0161"
        ),
        (
            .addComment(ItemID(8), on: .photo(PhotoID(7)), text: ""),
            "04" + "22" + String(repeating: "08", count: 16) + "02" + String(repeating: "07", count: 16) + "00"
        ),
        (
            .addComment(ItemID(8), on: .diary(ItemID(9)), text: ""),
            "04" + "22" + String(repeating: "08", count: 16) + "03" + String(repeating: "09", count: 16) + "00"
        ),
        (.amendComment(ItemID(8), text: "b"), "05" + "12" + String(repeating: "08", count: 16) + "0162"),
        (
            .addScore(ItemID(8), severe, day: today),
            "06" + "15" + String(repeating: "08", count: 16) + "010a" + "d2ee02"
        ),
        (
            .amendScore(ItemID(8), severe, day: today),
            "07" + "15" + String(repeating: "08", count: 16) + "010a" + "d2ee02"
        ),
        (.retract(ItemID(8)), "08" + "10" + String(repeating: "08", count: 16)),
        (.suspect(ItemID(8), Suspicion(.heat)), "09" + "13" + String(repeating: "08", count: 16) + "060100"),
        (.unsuspect(ItemID(8), Suspicion(.heat)), "0a" + "13" + String(repeating: "08", count: 16) + "060100"),
        (.removeDiary(ItemID(8)), "0d" + "10" + String(repeating: "08", count: 16)),
        (
            .settle(.text(.comment(ItemID(8))), sides: [SideID(OpID(Dot(ReplicaID(ItemID(9).raw), 300), 2), event: 5)]),
            "0e" + "27" + "05" + "02" + String(repeating: "08", count: 16) + "01" + String(repeating: "09", count: 16)
                + "ac02" + "02" + "05"
        ),
        (.settle(.removal(ItemID(8)), sides: []), "0e" + "12" + "04" + String(repeating: "08", count: 16) + "00"),
        (.erasePhoto(PhotoID(7), entries: []), "0f" + "11" + String(repeating: "07", count: 16) + "00"),
        (.unknown(code: 300, payload: [0xff]), "ac02" + "01" + "ff"),
    ]

    @Test("Known encodings", arguments: encodings)
    func knownEncodings(_ row: (op: Op, hex: String)) throws {
        #expect(Hex.encode(row.op.encoded) == row.hex)
        #expect(try Op(decoding: try #require(Hex.decode(row.hex))) == row.op)
    }

    @Test("A known op must fill its payload: neither less nor more")
    func payloadLength() {
        let name: [UInt8] = [1, 3, 0x41, 0x72, 0x6d]
        #expect(Self.fault(Self.bytes(1, name)) == nil)
        #expect(Self.fault(Self.bytes(1, name + [0])) == WireError(.invalidValue, at: 7))
        // A payload that ends early may not borrow from what comes after it.
        #expect(Self.fault([1, 4] + name) == WireError(.invalidValue, at: 7))
        #expect(Self.fault([1, 6] + name) == WireError(.truncated, at: 2))
        #expect(Self.fault(Self.bytes(9, ItemID(1).bytes + [6, 1, 0, 6])) == WireError(.invalidValue, at: 21))
    }

    @Test("Lengths and texts stop at their limits before anything is allocated")
    func limits() {
        var huge = ByteWriter()
        huge.varint(900)
        huge.varint(1 << 60)
        #expect(Self.fault(huge.bytes) == WireError(.limitExceeded, at: 2))
        func name(_ count: Int) -> Op { .set(.folderName(String(repeating: "x", count: count))) }
        #expect(Self.fault(name(Limits.nameBytesMax).encoded) == nil)
        #expect(Self.fault(name(Limits.nameBytesMax + 1).encoded) == WireError(.limitExceeded, at: 4))
        func text(_ count: Int) -> Op { .amendComment(ItemID(1), text: String(repeating: "x", count: count)) }
        #expect(Self.fault(text(Limits.textBytesMax).encoded) == nil)
        #expect(Self.fault(text(Limits.textBytesMax + 1).encoded) == WireError(.limitExceeded, at: 20))
        func photo(_ count: Int) -> Op { .addPhoto(PhotoID(1), manifest: [UInt8](repeating: 0, count: count)) }
        #expect(Self.fault(photo(Limits.manifestBytesMax).encoded) == nil)
        #expect(Self.fault(photo(Limits.manifestBytesMax + 1).encoded)?.code == .limitExceeded)
    }

    @Test("Unknown subjects, fields, triggers and days are refused where they stand")
    func badValues() {
        let id = ItemID(1).bytes
        #expect(Self.fault(Self.bytes(4, id + [0, 0])) == WireError(.invalidValue, at: 18))
        #expect(Self.fault(Self.bytes(4, id + [5, 0])) == WireError(.invalidValue, at: 18))
        #expect(Self.fault(Self.bytes(1, [0] + id)) == WireError(.invalidValue, at: 2))
        #expect(Self.fault(Self.bytes(2, [4] + id)) == WireError(.invalidValue, at: 2))
        #expect(Self.fault(Self.bytes(9, id + [19])) == WireError(.invalidValue, at: 18))
        #expect(Self.fault(Self.bytes(6, id + [1, 12, 0])) == WireError(.invalidValue, at: 18))
        #expect(Self.fault(Self.bytes(14, [7] + id)) == WireError(.invalidValue, at: 2))
        #expect(Self.fault(Self.bytes(1, [1, 1, 0xff])) == WireError(.malformedText, at: 3))
    }

    @Test("An edit is written in one way: never empty, joined, its text as long as it says")
    func badEdits() {
        func fault(_ edit: [UInt8]) -> WireError? { Self.fault(Self.bytes(2, [1] + ItemID(1).bytes + edit)) }
        #expect(fault([1, 4, 0, 1, 0x61]) == nil)
        #expect(fault([0, 0]) == WireError(.invalidValue, at: 19))
        #expect(
            fault([2, 4, 4, 0, 0, 2, 0x61, 0x62]) == WireError(.invalidValue, at: 19), "two halves of one insertion")
        #expect(fault([1, 6, 2, 0]) == WireError(.invalidValue, at: 19), "one scalar has no direction")
        #expect(fault([1, 8, 0, 1, 0x61]) == WireError(.invalidValue, at: 22), "two scalars, and a text of one")
        #expect(fault([1, 7, 0, 0])?.code == .invalidValue, "no such kind")
        #expect(fault([1, 4, 1, 1, 0x61])?.code == .invalidValue, "before the beginning")
        #expect(fault([255, 255, 3, 4, 0])?.code == .truncated)
    }

    /// A body's worth of one-letter insertions that belong together: joining them letter by letter would copy gigabytes.
    @Test("An edit that should have been joined is refused without joining it")
    func splitEdit() {
        let count = 65_000
        var edit = ByteWriter()
        edit.varint(UInt64(count))
        edit.fixed([UInt8](repeating: 4, count: count))
        edit.fixed([UInt8](repeating: 0, count: count))
        edit.text(String(repeating: "x", count: count))
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(Self.fault(Self.bytes(2, [1] + ItemID(1).bytes + edit.bytes)) == WireError(.invalidValue, at: 21))
        }
        #expect(time < .seconds(2))
    }

    @Test("Unknown ops stay as they are, whatever is in them", arguments: Seed.first(30))
    func unknownOps(seed: Seed) throws {
        var random = seed.random
        for code in [0, 99, 127, 128, random.number() | 1 << 40, .max] as [UInt64] {
            let bytes = Self.bytes(code, random.blob(countMax: 50))
            let op = try Op(decoding: bytes)
            guard case .unknown(code, _) = op else {
                Issue.record("\(code) is not an op of this version")
                continue
            }
            #expect(op.encoded == bytes)
        }
    }

    @Test("A body keeps contexts, time and ops, in order", arguments: Seed.first(30))
    func bodies(seed: Seed) throws {
        var random = seed.random
        func context() -> CausalContext {
            CausalContext((0..<random.below(3)).map { ReplicaHead(Dot(Replica(UInt8($0), of: .patient).id, 3), .zero) })
        }
        let body = ContentBody(
            context: context(), membership: context(),
            time: Timestamp(milliseconds: 1, offsetMinutes: 60, zone: "Europe/Rome"),
            ops: (0..<random.below(6)).map { _ in random.op() })
        let bytes = body.encoded
        #expect(try ContentBody(decoding: bytes) == body)
        for length in bytes.indices {
            #expect(throws: WireError.self) { try ContentBody(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: WireError(.trailingBytes, at: bytes.count)) { try ContentBody(decoding: bytes + [0]) }
    }

    @Test("A body with too many ops is refused at the count")
    func tooManyOps() {
        let body = ContentBody(
            context: CausalContext([]), membership: CausalContext([]), time: Timestamp(milliseconds: 0),
            ops: [Op](repeating: .set(.folderName("")), count: Limits.opsMax + 1))
        #expect(throws: WireError(.limitExceeded, at: 5)) { try ContentBody(decoding: body.encoded) }
    }
}
