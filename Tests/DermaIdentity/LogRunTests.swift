import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Runs: headers, chains and signatures")
struct LogRunTests {
    private let secrets: DeviceSecrets
    private let folder: FolderID
    private let origin: ReplicaOrigin

    init() {
        var random = SeededRandom(1)
        secrets = DeviceSecrets(random: &random)
        folder = random.identifier()
        origin = ReplicaOrigin(author: secrets.keys.author, nonce: random.fixed())
    }

    private func entry(_ byte: UInt8) -> RunEntry {
        RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([byte, byte]))
    }

    /// The log whose bodies are these.
    private func run(_ bytes: ClosedRange<UInt8>, after tail: LogTail? = nil) -> LogRun {
        LogRun(signing: bytes.map(entry), in: folder, of: origin, after: tail, by: secrets)
    }

    private func verified(_ run: LogRun) throws(LogFault) -> VerifiedRun {
        try VerifiedRun(run, signedBy: secrets.keys.signing)
    }

    private func extending(_ tail: LogTail, held: Bytes32?, _ run: LogRun) -> Result<[UInt64], LogFault> {
        do throws(LogFault) {
            return .success(try verified(run).extending(tail, held: held).map(\.dot.sequence))
        } catch { return .failure(error) }
    }

    @Test("Headers chain from the origin, and say what the bodies are")
    func headers() throws {
        let run = run(1...3)
        let headers = run.headers
        #expect(headers.map(\.dot) == (1...3).map { Dot(origin.replica(in: folder), $0) })
        #expect(headers[0].previous == origin.genesis(in: folder))
        #expect(headers[1].previous == headers[0].hash && headers[2].previous == headers[1].hash)
        #expect(
            headers.map(\.bodyHash) == (1...3).map { .hash(.body, [$0, $0]) }
                && headers.allSatisfy { $0.bodyLength == 2 })
        let verified = try verified(run)
        #expect(verified.entries.map(\.header) == headers && verified.entries.map(\.hash) == headers.map(\.hash))
        #expect(verified.entries.map(\.body) == [[1, 1], [2, 2], [3, 3]])
        #expect(verified.entries.allSatisfy { $0.author == secrets.keys.author })
        #expect(verified.tail == LogTail(sequence: 3, hash: headers[2].hash))
    }

    @Test("Every part of a header is in its hash")
    func headerHash() {
        let base = EntryHeader(
            folder: folder, dot: Dot(origin.replica(in: folder), 1), previous: .zero, kind: .content,
            epoch: EpochID(.zero),
            bodyHash: .zero, bodyLength: 5)
        func with(
            folder: FolderID? = nil, dot: Dot? = nil, previous: Bytes32? = nil, kind: EntryKind? = nil,
            epoch: EpochID? = nil,
            bodyHash: Bytes32? = nil, bodyLength: Int? = nil
        ) -> EntryHeader {
            EntryHeader(
                folder: folder ?? base.folder, dot: dot ?? base.dot, previous: previous ?? base.previous,
                kind: kind ?? base.kind, epoch: epoch ?? base.epoch, bodyHash: bodyHash ?? base.bodyHash,
                bodyLength: bodyLength ?? base.bodyLength)
        }
        var random = SeededRandom(2)
        let hashes = [
            base, with(folder: random.identifier()), with(dot: Dot(random.identifier(), 1)),
            with(dot: Dot(base.dot.replica, 2)), with(previous: random.fixed()), with(kind: .epoch),
            with(epoch: random.identifier()), with(bodyHash: random.fixed()), with(bodyLength: 6),
        ].map(\.hash)
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("A withheld body keeps the chain: the same heads, under the same signature")
    func withheld() throws {
        let whole = run(1...3)
        let parts = whole.entries.enumerated().map { index, entry in
            index == 1
                ? RunEntry(
                    kind: entry.kind, epoch: entry.epoch,
                    body: .withheld(hash: entry.body.hash, length: entry.body.length))
                : entry
        }
        let without = LogRun(
            folder: folder, origin: origin, firstSequence: 1, previous: whole.previous, entries: parts,
            signature: whole.signature)
        #expect(try verified(without).entries.map(\.hash) == verified(whole).entries.map(\.hash))
        #expect(try verified(without).entries.map(\.body) == [[1, 1], nil, [3, 3]])
        #expect(try LogRun(decoding: without.encoded) == without)
    }

    @Test("Only the author's signature over exactly these entries holds")
    func signatures() throws {
        let run = run(1...2)
        var random = SeededRandom(3)
        #expect(throws: LogFault.badSignature) {
            try VerifiedRun(run, signedBy: DeviceSecrets(random: &random).keys.signing)
        }
        func changed(_ entries: [RunEntry], first: UInt64 = 1, previous: Bytes32? = nil) -> LogRun {
            LogRun(
                folder: folder, origin: origin, firstSequence: first, previous: previous ?? run.previous,
                entries: entries,
                signature: run.signature)
        }
        // A07 and A12 for entries: reordered, doubled, one left out in the middle or at the end, renumbered.
        for forged in [
            changed(run.entries.reversed()), changed(run.entries + run.entries), changed([run.entries[0]]),
            changed([run.entries[1]]), changed(run.entries, first: 2), changed(run.entries, previous: .zero),
            changed([]),
        ] {
            #expect(throws: LogFault.badSignature) { try verified(forged) }
        }
        // A06: the same entries in another folder.
        let moved = LogRun(
            folder: random.identifier(), origin: origin, firstSequence: 1, previous: run.previous, entries: run.entries,
            signature: run.signature)
        #expect(throws: LogFault.badSignature) { try verified(moved) }
    }

    @Test("A08: every single flipped bit of a run is refused")
    func bitFlips() throws {
        var run = run(1...2)
        let entries = [
            run.entries[0], RunEntry(kind: .grant, epoch: EpochID(.zero), body: .withheld(hash: .zero, length: 300)),
        ]
        run = LogRun(signing: entries, in: folder, of: origin, by: secrets)
        #expect(try verified(LogRun(decoding: run.encoded)).entries.count == 2)
        for (bit, flipped) in run.encoded.bitFlips {
            guard let forged = try? LogRun(decoding: flipped) else { continue }
            #expect(forged.encoded == flipped, "bit \(bit)")
            #expect(throws: LogFault.badSignature, "bit \(bit)") { try verified(forged) }
        }
    }

    @Test("A run that starts at the end of the log extends it")
    func extends() throws {
        let empty = LogTail(emptyLogOf: origin, in: folder)
        let first = run(1...3)
        #expect(extending(empty, held: nil, first) == .success([1, 2, 3]))
        #expect(extending(first.tail, held: nil, run(4...5, after: first.tail)) == .success([4, 5]))
        // The first entry must follow from the origin, a later one from the log's end.
        let loose = LogTail(sequence: 0, hash: .zero)
        #expect(extending(empty, held: nil, run(1...2, after: loose)) == .failure(.fork(sequence: 1)))
        #expect(
            extending(LogTail(sequence: 3, hash: .zero), held: nil, run(4...5, after: first.tail))
                == .failure(.fork(sequence: 4)))
    }

    @Test("Of a run that overlaps, what is new counts; of one that is held whole, nothing")
    func overlaps() throws {
        let long = run(1...5)
        let hashes = try verified(long).entries.map(\.hash)
        for held in 1...5 as ClosedRange<Int> {
            let tail = LogTail(sequence: UInt64(held), hash: hashes[held - 1])
            #expect(
                extending(tail, held: hashes[held - 1], long) == .success(held == 5 ? [] : Array(UInt64(held) + 1...5)))
        }
        // A part in the middle of what is held.
        let two = run(1...2)
        let middle = run(3...4, after: two.tail)
        #expect(extending(LogTail(sequence: 5, hash: hashes[4]), held: hashes[3], middle) == .success([]))
    }

    @Test("A12: a run that starts later leaves a gap")
    func gap() {
        let first = run(1...3)
        let later = run(6...7, after: LogTail(sequence: 5, hash: .zero))
        #expect(extending(first.tail, held: nil, later) == .failure(.gap(expected: 4)))
        #expect(extending(LogTail(emptyLogOf: origin, in: folder), held: nil, later) == .failure(.gap(expected: 1)))
    }

    @Test("A14, A15, C44: another entry under a number that is held is a fork, wherever the two part")
    func forks() throws {
        let mine = run(1...3)
        let hashes = try verified(mine).entries.map(\.hash)
        // The same number, another body; longer and shorter.
        let theirs = run(1...2)
        let parted = LogRun(signing: [entry(9), entry(9)], in: folder, of: origin, after: theirs.tail, by: secrets)
        #expect(extending(mine.tail, held: hashes[2], parted) == .failure(.fork(sequence: 3)))
        let shorter = LogRun(signing: [entry(1), entry(9)], in: folder, of: origin, by: secrets)
        #expect(extending(mine.tail, held: hashes[1], shorter) == .failure(.fork(sequence: 2)))
        // The log's own hash is asked for, so a store that lost it cannot hide a fork.
        #expect(extending(mine.tail, held: nil, run(1...3)) == .failure(.fork(sequence: 3)))
        // The last shared entry is the same only if all before are: a fork further down shows in it.
        let below = LogRun(signing: [entry(9), entry(2), entry(3)], in: folder, of: origin, by: secrets)
        #expect(extending(mine.tail, held: hashes[2], below) == .failure(.fork(sequence: 3)))
    }
}
