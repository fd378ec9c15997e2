import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Runs on the wire")
struct RunWireTests {
    /// A run that is not signed: nothing here looks at the signature.
    private static func run(_ entries: [RunEntry], first: UInt64 = 1) -> LogRun {
        LogRun(
            folder: FolderID(.zero), origin: ReplicaOrigin(author: AuthorID(.zero), nonce: .zero), firstSequence: first,
            previous: .zero, entries: entries, signature: Signature(.zero))
    }

    private static func fault(_ bytes: [UInt8]) -> WireError? {
        do throws(WireError) { _ = try LogRun(decoding: bytes) } catch { return error }
        return nil
    }

    /// Folder 16, author 32, nonce 8; the sequence follows.
    private static let sequenceAt = 56

    @Test("Any run comes back, no prefix of it does, and nothing may follow it", arguments: Seed.first(20))
    func roundTrip(seed: Seed) throws {
        var random = seed.random
        let entries = (0...random.below(4)).map { _ in
            let kind = random.element(of: [EntryKind.content, .membership, .epoch, .grant, .withdrawal, .photo])
            let body =
                random.chance(oneIn: 2)
                ? RunBody.present(random.blob(countMax: 200))
                : .withheld(hash: random.fixed(), length: random.below(9000))
            return RunEntry(kind: kind, epoch: kind.isSealed ? random.identifier() : EpochID(.zero), body: body)
        }
        let run = LogRun(
            folder: random.identifier(), origin: ReplicaOrigin(author: random.identifier(), nonce: random.fixed()),
            firstSequence: 1 + random.number() >> 2, previous: random.fixed(), entries: entries,
            signature: Signature(random.fixed()))
        let bytes = run.encoded
        #expect(try LogRun(decoding: bytes) == run)
        for length in bytes.indices {
            let error = try #require(Self.fault(Array(bytes[..<length])), "cut to \(length)")
            #expect(error.code == .truncated && error.offset <= length)
        }
        #expect(Self.fault(bytes + [0]) == WireError(.trailingBytes, at: bytes.count))
    }

    @Test("Numbers leave room for a whole run, and start at 1")
    func sequences() {
        let entry = RunEntry(kind: .epoch, epoch: EpochID(.zero), body: .present([]))
        let last = UInt64(Int64.max) - UInt64(Limits.runEntriesMax)
        #expect(Self.fault(Self.run([entry], first: last).encoded) == nil)
        for first in [0, last + 1, .max] {
            #expect(
                Self.fault(Self.run([entry], first: first).encoded) == WireError(.invalidValue, at: Self.sequenceAt))
        }
    }

    @Test("An empty run, too many entries, too long a body, too long a run")
    func limits() {
        let at = Self.sequenceAt + 1 + 32
        func bodies(_ lengths: [Int]) -> [RunEntry] {
            lengths.map { length in
                RunEntry(kind: .epoch, epoch: EpochID(.zero), body: .withheld(hash: .zero, length: length))
            }
        }
        #expect(Self.fault(Self.run([]).encoded) == WireError(.invalidValue, at: at))
        let max = Limits.runEntriesMax
        #expect(Self.fault(Self.run(bodies([Int](repeating: 0, count: max))).encoded) == nil)
        #expect(
            Self.fault(Self.run(bodies([Int](repeating: 0, count: max + 1))).encoded)
                == WireError(.limitExceeded, at: at))
        #expect(Self.fault(Self.run(bodies([Limits.bodyBytesMax])).encoded) == nil)
        #expect(
            Self.fault(Self.run(bodies([Limits.bodyBytesMax + 1])).encoded) == WireError(.limitExceeded, at: at + 34))
        let quarter = Limits.runBodyBytesMax / 4
        #expect(Self.fault(Self.run(bodies([quarter, quarter, quarter, quarter])).encoded) == nil)
        #expect(
            Self.fault(Self.run(bodies([quarter, quarter, quarter, quarter + 1])).encoded)
                == WireError(.limitExceeded, at: at))
    }

    @Test("Kinds: the known ones, unknown ones that may be kept, and the others refused")
    func kinds() {
        let known: Set<UInt8> = [1, 2, 3, 4, 5, 6]
        for number in 0...255 as ClosedRange<UInt8> {
            let kind = try? EntryKind(decoding: [number])
            let mayPass = number < 0x80 && (known.contains(number) || number & 0x40 != 0)
            #expect((kind != nil) == mayPass, "\(number)")
            #expect(kind.map(\.isKnown) ?? false == known.contains(number))
            if let kind { #expect(kind.encoded == [number] && kind.isIgnorable == (number & 0x40 != 0)) }
        }
    }

    @Test("Only a sealed entry carries an epoch; a kind is refused at its byte, with or without a body")
    func entries() throws {
        let epoch = EpochID(Bytes16([UInt8](repeating: 7, count: 16)) ?? .zero)
        let content = RunEntry(kind: .content, epoch: epoch, body: .present([5]))
        #expect(content.encoded == [1] + epoch.bytes + [1, 5])
        let plain = RunEntry(kind: .grant, epoch: EpochID(.zero), body: .withheld(hash: .zero, length: 300))
        #expect(plain.encoded == [0x84] + Bytes32.zero.bytes + [0xac, 0x02])
        #expect(try RunEntry(decoding: content.encoded) == content && RunEntry(decoding: plain.encoded) == plain)
        let photo = RunEntry(kind: .photo, epoch: epoch, body: .present([5]))
        #expect(photo.encoded == [6] + epoch.bytes + [1, 5])
        #expect(photo.withoutBody.encoded == [0x86] + epoch.bytes + photo.body.hash.bytes + [1])
        #expect(try RunEntry(decoding: photo.withoutBody.encoded) == photo.withoutBody)
        for tag in [0, 7, 0x3f, 0x80, 0x87] as [UInt8] {
            #expect(throws: WireError(.invalidValue, at: 0)) { try RunEntry(decoding: [tag, 0]) }
        }
        // Unknown and ignorable: kept as it is.
        #expect(try RunEntry(decoding: [0x41, 1, 9]).encoded == [0x41, 1, 9])
    }
}
