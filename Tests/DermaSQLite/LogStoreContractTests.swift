import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Log stores: one contract")
struct LogStoreContractTests {
    let directory: TemporaryDirectory
    let folder = Given.folder(1)
    let origin = Given.origin()
    var replica: ReplicaID { origin.replica(in: folder) }

    init() throws { directory = try TemporaryDirectory() }

    @Test("An empty store holds nothing", arguments: Backing.allCases)
    func empty(_ backing: Backing) throws {
        let log = try backing.log(in: directory)
        #expect(try log.origins(in: folder).isEmpty)
        #expect(try log.tail(of: replica, in: folder) == nil)
        #expect(try log.hash(of: Dot(replica, 1), in: folder) == nil)
        #expect(try log.entries(of: replica, in: folder, after: 0, limit: 9, bytesMax: 9).isEmpty)
        #expect(try log.vector(of: folder) == VersionVector())
        #expect(try log.run(of: origin, in: folder, after: 0) == nil)
        #expect(try log.runs(in: folder).isEmpty)
    }

    @Test("What was appended reads back, field by field", arguments: Backing.allCases)
    func readsBack(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        var random = SeededRandom(4)
        let bodies: [RunBody] = [
            .present([]), .present(random.bytes(1)), .withheld(hash: random.fixed(), length: 0),
            .withheld(hash: random.fixed(), length: Limits.bodyBytesMax), .present(random.bytes(Limits.bodyBytesMax)),
        ]
        let kinds: [EntryKind] = [.content, .membership, .epoch, .grant, .withdrawal]
        let entries = zip(kinds, bodies).enumerated().map { index, pair in
            StoredEntry(
                entry: RunEntry(
                    kind: pair.0, epoch: pair.0 == .content ? random.identifier() : EpochID(.zero), body: pair.1),
                hash: random.fixed(), signature: index % 2 == 0 ? nil : Signature(random.fixed()))
        }
        try log.append(entries, first: 1, of: origin, in: folder)
        #expect(try log.entries(of: replica, in: folder, after: 0, limit: 99, bytesMax: .max) == entries)
        #expect(try log.origins(in: folder) == [origin])
        #expect(try log.tail(of: replica, in: folder) == LogTail(sequence: 5, hash: entries[4].hash))
        for (index, entry) in entries.enumerated() {
            #expect(try log.hash(of: Dot(replica, UInt64(index) + 1), in: folder) == entry.hash)
        }
        for sequence in [0, 6, UInt64(Int64.max), .max] {
            #expect(try log.hash(of: Dot(replica, sequence), in: folder) == nil)
        }
        #expect(try log.vector(of: folder) == VersionVector([Dot(replica, 5)]))
    }

    @Test("The end of a log is exchanged at once, or not at all", arguments: Backing.allCases)
    func replaced(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        var random = SeededRandom(6)
        let entries = (0..<5).map { number in
            StoredEntry(
                entry: RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([number])), hash: random.fixed(),
                signature: nil)
        }
        try log.append(Array(entries[..<3]), first: 1, of: origin, in: folder)
        try log.replace(with: Array(entries[3...]), first: 2, of: origin, in: folder)
        let expected = [entries[0], entries[3], entries[4]]
        #expect(try log.entries(of: replica, in: folder, after: 0, limit: 9, bytesMax: .max) == expected)
        try log.replace(with: [], first: 3, of: origin, in: folder)
        #expect(try log.tail(of: replica, in: folder) == LogTail(sequence: 2, hash: entries[3].hash))
        #expect(throws: StoreError.self) { try log.replace(with: entries, first: 4, of: origin, in: folder) }
        #expect(try log.tail(of: replica, in: folder)?.sequence == 2)
    }

    @Test("Bodies that add photos are erased, others are not, and no file holds them", arguments: Backing.allCases)
    func erased(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        var random = SeededRandom(8)
        let bodies = (0..<4).map { _ in random.bytes(3000) }
        let kinds: [EntryKind] = [.photo, .content, .photo, .photo]
        let run = LogRun(
            signing: zip(kinds, bodies).map { RunEntry(kind: $0, epoch: EpochID(.zero), body: .present($1)) },
            in: folder, of: origin, by: Given.secrets)
        let verified = try run.verified()
        _ = try log.append(verified)
        let heads = verified.entries.map { ReplicaHead($0.dot, $0.hash) }
        // The first is to go; the second is no photo, the third is named with another hash, and one is not here.
        let named = [
            heads[0], heads[1], ReplicaHead(heads[2].dot, random.fixed()), ReplicaHead(Dot(replica, 9), heads[3].hash),
        ]
        for _ in 0..<2 {
            try log.erase(named, in: folder)
            let held = try log.entries(of: replica, in: folder, after: 0, limit: 9, bytesMax: .max)
            #expect(held.map(\.entry) == [run.entries[0].withoutBody] + run.entries[1...])
            #expect(held.map(\.hash) == heads.map(\.hash))
            // The chain and its signature are as before.
            let runs = try log.runs(in: folder)
            #expect(try runs.map { try $0.verified().tail } == [verified.tail])
        }
        #expect(try directory.files(holding: bodies[0]).isEmpty)
        if backing != .memory {
            for body in bodies[1...] { #expect(try !directory.files(holding: Array(body.prefix(500))).isEmpty) }
        }
    }

    @Test("An ignorable kind of a newer version is kept", arguments: Backing.allCases)
    func unknownKind(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        let kind = try EntryKind(decoding: [0x55])
        let entry = StoredEntry(
            entry: RunEntry(kind: kind, epoch: EpochID(.zero), body: .present([1])), hash: .zero, signature: nil)
        try log.append([entry], first: 1, of: origin, in: folder)
        #expect(try log.entries(of: replica, in: folder, after: 0, limit: 1, bytesMax: 1) == [entry])
    }

    @Test("Entries must come without a gap and without an overlap", arguments: Backing.allCases)
    func wrongFirst(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        let entry = StoredEntry(
            entry: RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([1])), hash: .zero, signature: nil)
        for first in [2, 0, UInt64(Int64.max)] {
            #expect(throws: StoreError.self) { try log.append([entry], first: first, of: origin, in: folder) }
        }
        #expect(try log.origins(in: folder).isEmpty)
        try log.append([entry, entry], first: 1, of: origin, in: folder)
        for first: UInt64 in [1, 2, 4] {
            #expect(throws: StoreError.self) { try log.append([entry], first: first, of: origin, in: folder) }
        }
        #expect(try log.tail(of: replica, in: folder)?.sequence == 2)
        try log.append([entry], first: 3, of: origin, in: folder)
        #expect(try log.tail(of: replica, in: folder)?.sequence == 3)
    }

    @Test("A page ends at the number or the bytes asked for, and has one entry at least", arguments: Backing.allCases)
    func pages(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        let entries = (1...6).map { length in
            StoredEntry(
                entry: RunEntry(
                    kind: .content, epoch: EpochID(.zero), body: .present([UInt8](repeating: 7, count: length * 10))),
                hash: .zero, signature: nil)
        }
        try log.append(entries, first: 1, of: origin, in: folder)
        func page(after: UInt64, limit: Int, bytesMax: Int) throws -> Range<Int> {
            let page = try log.entries(of: replica, in: folder, after: after, limit: limit, bytesMax: bytesMax)
            #expect(page == Array(entries[Int(after)..<Int(after) + page.count]))
            return Int(after)..<Int(after) + page.count
        }
        #expect(try page(after: 0, limit: 3, bytesMax: .max) == 0..<3)
        #expect(try page(after: 2, limit: 99, bytesMax: .max) == 2..<6)
        #expect(try page(after: 0, limit: 99, bytesMax: 60) == 0..<3)
        #expect(try page(after: 0, limit: 99, bytesMax: 59) == 0..<2)
        #expect(try page(after: 5, limit: 99, bytesMax: 1) == 5..<6)
        #expect(try page(after: 6, limit: 99, bytesMax: .max) == 6..<6)
        #expect(try log.entries(of: replica, in: folder, after: .max, limit: 9, bytesMax: 9).isEmpty)
    }

    @Test("Replicas ascend; folders and replicas are apart", arguments: Backing.allCases)
    func apart(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        let origins = (0..<8).map { Given.origin($0) }
        for folder in [Given.folder(1), Given.folder(2)] {
            for (index, origin) in origins.enumerated() {
                for run in Given.log([index + 1], in: folder, of: origin) { _ = try log.append(run.verified()) }
            }
            let expected = origins.sorted { $0.replica(in: folder) < $1.replica(in: folder) }
            #expect(try log.origins(in: folder) == expected)
            for (index, origin) in origins.enumerated() {
                #expect(try log.tail(of: origin.replica(in: folder), in: folder)?.sequence == UInt64(index) + 1)
            }
        }
        #expect(try log.vector(of: Given.folder(1)) != log.vector(of: Given.folder(2)))
        #expect(try log.tail(of: origins[0].replica(in: Given.folder(1)), in: Given.folder(2)) == nil)
    }

    @Test("Runs that are read verify, fit into a frame, and make up the log", arguments: Backing.allCases)
    func runs(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        // Many small runs, one run of the most entries there can be, and bodies of the most bytes.
        let written =
            Given.log([1, 2, 3, Limits.runEntriesMax, 5, 1], of: origin)
            + Given.log([3, 1, 3, 2], of: Given.origin(1), bytesMax: Limits.bodyBytesMax, seed: 9)
        for run in written { _ = try log.append(run.verified()) }

        for origin in [origin, Given.origin(1)] {
            let own = written.filter { $0.origin == origin }
            var expected = own.flatMap(\.entries)[...]
            for run in try log.runs(in: folder) where run.origin == origin {
                _ = try run.verified()
                #expect(run.entries.count <= Limits.runEntriesMax)
                #expect(Frame.entries(run).raw.payload.count <= Limits.frameBytesMax)
                #expect(Array(expected.prefix(run.entries.count)) == run.entries)
                expected = expected.dropFirst(run.entries.count)
            }
            #expect(expected.isEmpty)
            // From the end of every run that was signed one can go on.
            for end in own.map(\.tail.sequence) {
                let next = try log.run(of: origin, in: folder, after: end)
                #expect((next == nil) == (end == own.last?.tail.sequence))
                if let next { _ = try next.verified() }
            }
        }
    }

    @Test("A run that comes again, or overlaps, adds only what is new", arguments: Backing.allCases)
    func again(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        let runs = Given.log([2, 3, 1])
        let joined = LogRun(
            folder: folder, origin: origin, firstSequence: 1, previous: runs[0].previous,
            entries: runs[0].entries + runs[1].entries, signature: runs[1].signature)
        #expect(try log.append(runs[0].verified()).count == 2)
        #expect(try log.append(runs[0].verified()).isEmpty)
        #expect(try log.append(joined.verified()).map(\.dot.sequence) == [3, 4, 5])
        #expect(try log.append(joined.verified()).isEmpty)
        #expect(try log.append(runs[1].verified()).isEmpty)
        #expect(try log.append(runs[2].verified()).map(\.dot.sequence) == [6])
        #expect(try log.runs(in: folder).flatMap(\.entries) == runs.flatMap(\.entries))
    }

    @Test("A gap or a fork is refused and changes nothing", arguments: Backing.allCases)
    func gapAndFork(_ backing: Backing) throws {
        var log = try backing.log(in: directory)
        let runs = Given.log([2, 2, 2])
        let other = Given.log([2, 2, 2], seed: 99)
        #expect(throws: LogAppendError.fault(.gap(expected: 1))) { try log.append(runs[1].verified()) }
        _ = try log.append(runs[0].verified())
        #expect(throws: LogAppendError.fault(.gap(expected: 3))) { try log.append(runs[2].verified()) }
        #expect(throws: LogAppendError.fault(.fork(sequence: 2))) { try log.append(other[0].verified()) }
        #expect(throws: LogAppendError.fault(.fork(sequence: 3))) { try log.append(other[1].verified()) }
        _ = try log.append(runs[1].verified())
        #expect(throws: LogAppendError.fault(.fork(sequence: 4))) { try log.append(other[1].verified()) }
        #expect(throws: LogAppendError.fault(.fork(sequence: 2))) { try log.append(other[0].verified()) }
        #expect(try log.runs(in: folder).flatMap(\.entries) == runs[0].entries + runs[1].entries)
    }
}
