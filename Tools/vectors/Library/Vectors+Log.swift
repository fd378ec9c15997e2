import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Origins, headers, runs and how runs extend a log.
    static func log() throws -> [VectorCase] {
        try origins() + headers() + runs() + malformedRuns() + extensions()
    }

    /// The log that the cases are about: the phone's, in one folder.
    enum PhoneLog {
        static let origin = ReplicaOrigin(author: Actors.phone.author, nonce: Actors.fixed("replica-nonce"))
        static let empty = LogTail(emptyLogOf: origin, in: Actors.folder)

        static func content(_ name: String, _ length: Int = 40) -> RunEntry {
            RunEntry(kind: .content, epoch: Actors.id("epoch"), body: .present(Actors.bytes(name, length)))
        }

        static func run(_ entries: [RunEntry], after tail: LogTail = empty) -> LogRun {
            .signed(entries, in: Actors.folder, of: origin, after: tail, by: Actors.phone.secrets)
        }

        static func tail(of run: LogRun) -> LogTail {
            LogTail(
                sequence: run.firstSequence + UInt64(run.entries.count) - 1,
                hash: run.headers.last?.hash ?? run.previous)
        }
    }

    private static func origins() -> [VectorCase] {
        let nonces: [(String, Bytes8)] = [("zero", .zero), ("random", Actors.fixed("replica-nonce"))]
        return nonces.map { name, nonce in
            let origin = ReplicaOrigin(author: Actors.phone.author, nonce: nonce)
            return VectorCase(
                "origin-" + name, "The replica's id is the first half of the hash that stands before its first entry.",
                ["folder": .hex(Actors.folder), "author": .hex(origin.author), "nonce": .hex(nonce)],
                expect: [
                    "genesis": .hex(origin.genesis(in: Actors.folder)),
                    "replica": .hex(origin.replica(in: Actors.folder)),
                ])
        }
    }

    private static func headers() -> [VectorCase] {
        let dots = [Dot(Actors.id("replica"), 1), Dot(Actors.id("replica"), 1 << 40)]
        let kinds: [(EntryKind, EpochID)] = [(.content, Actors.id("epoch")), (.grant, EpochID(.zero))]
        return zip(dots, kinds).map { dot, kind in
            let header = EntryHeader(
                folder: Actors.folder, dot: dot, previous: Actors.fixed("previous"), kind: kind.0, epoch: kind.1,
                bodyHash: Actors.fixed("body"), bodyLength: 300)
            return VectorCase(
                "header-\(dot.sequence)", "What is hashed is worked out and never sent.",
                [
                    "folder": .hex(header.folder), "replica": .hex(dot.replica), "sequence": .wide(dot.sequence),
                    "previous": .hex(header.previous), "kind": .number(Int(header.kind.number)),
                    "epoch": .hex(header.epoch),
                    "bodyHash": .hex(header.bodyHash), "bodyLength": .number(header.bodyLength),
                ], expect: ["header": .hex(header), "hash": .hex(header.hash)])
        }
    }

    private static func runs() throws -> [VectorCase] {
        let one = PhoneLog.run([PhoneLog.content("one")])
        let three = PhoneLog.run([PhoneLog.content("one"), PhoneLog.content("two", 0), PhoneLog.content("three", 300)])
        let two = three.entries[1].body
        let withheld = LogRun(
            folder: three.folder, origin: three.origin, firstSequence: 1, previous: three.previous,
            entries: [
                three.entries[0],
                RunEntry(
                    kind: .content, epoch: three.entries[1].epoch, body: .withheld(hash: two.hash, length: two.length)),
                three.entries[2],
            ], signature: three.signature)
        let newer = PhoneLog.run([
            RunEntry(
                kind: try EntryKind(decoding: [0x47]), epoch: EpochID(.zero), body: .present(Actors.bytes("newer", 7)))
        ])
        let added = PhoneLog.run(
            ["one", "two"].map {
                RunEntry(kind: .photo, epoch: Actors.id("epoch"), body: .present(Actors.bytes($0, 40)))
            })
        let photos = LogRun(
            folder: added.folder, origin: added.origin, firstSequence: 1, previous: added.previous,
            entries: [added.entries[0].withoutBody, added.entries[1]], signature: added.signature)
        let next = PhoneLog.run([PhoneLog.content("four")], after: PhoneLog.tail(of: three))
        let valid: [(String, String, LogRun)] = [
            ("run-one", "One entry, from the log's beginning.", one),
            ("run-three", "Three entries under one signature; the second has an empty body.", three),
            ("run-withheld", "The second body is not sent; the signature is as before.", withheld),
            ("run-newer-kind", "A kind that this version does not know and may keep (bit 6 is set).", newer),
            ("run-photo", "Two entries that add photos; the body of the first is erased.", photos),
            ("run-next", "The fourth entry, after the run of three.", next),
        ]
        let flipped = LogRun(
            folder: one.folder, origin: one.origin, firstSequence: 1, previous: one.previous, entries: one.entries,
            signature: three.signature)
        let moved = LogRun(
            folder: Actors.otherFolder, origin: one.origin, firstSequence: 1, previous: one.previous,
            entries: one.entries,
            signature: one.signature)
        let changed = LogRun(
            folder: one.folder, origin: one.origin, firstSequence: 1, previous: one.previous,
            entries: [PhoneLog.content("other")], signature: one.signature)
        let unsigned: [(String, String, LogRun)] = [
            ("run-other-signature", "The signature of another head.", flipped),
            ("run-other-folder", "The run of one folder, shown as another's.", moved),
            ("run-other-body", "Another body under the same signature.", changed),
        ]
        return try valid.map(runCase) + unsigned.map(unsignedCase)
            + [unsignedCase("run-other-key", "Another device's key.", one, key: Actors.tablet.secrets.keys.signing)]
    }

    private static func runCase(_ name: String, _ note: String, _ run: LogRun) throws -> VectorCase {
        let verified = try VerifiedRun(LogRun(decoding: run.encoded), signedBy: Actors.phone.secrets.keys.signing)
        return VectorCase(
            name, note, ["run": .hex(run), "publicKey": .hex(Actors.phone.secrets.keys.signing)],
            expect: [
                "verifies": true,
                "entries": .list(verified.entries) { entry in
                    [
                        "replica": .hex(entry.dot.replica), "sequence": .wide(entry.dot.sequence),
                        "kind": .number(Int(entry.header.kind.number)), "header": .hex(entry.header),
                        "hash": .hex(entry.hash), "body": entry.body.map { .hex($0) } ?? .null,
                    ]
                },
            ])
    }

    private static func unsignedCase(_ name: String, _ note: String, _ run: LogRun) throws -> VectorCase {
        try unsignedCase(name, note, run, key: Actors.phone.secrets.keys.signing)
    }

    private static func unsignedCase(
        _ name: String, _ note: String, _ run: LogRun, key: SigningPublicKey
    ) throws -> VectorCase {
        guard (try? VerifiedRun(run, signedBy: key)) == nil else { throw Contradiction(name, "verifies") }
        return VectorCase(name, note, ["run": .hex(run), "publicKey": .hex(key)], expect: ["verifies": false])
    }

    private static func malformedRuns() throws -> [VectorCase] {
        let run = PhoneLog.run([PhoneLog.content("one", 4)])
        let head = Array(run.encoded.prefix(16 + 40 + 1 + 32))
        let signature = run.signature.bytes
        let withheld = RunEntry(kind: .content, epoch: EpochID(.zero), body: .withheld(hash: .zero, length: 200_000))
            .encoded
        func malformed(
            _ name: String, _ note: String, _ tail: [UInt8], _ code: WireError.Code, at offset: Int
        ) throws -> VectorCase {
            try .malformed(
                name, note, head + tail + signature, as: LogRun.self, type: "run", code, at: head.count + offset)
        }
        return try [
            malformed("run-empty", "A run has at least one entry.", [0], .invalidValue, at: 0),
            malformed(
                "run-critical-kind", "A kind that this version must know (bit 6 is clear).", [1, 0x07], .invalidValue,
                at: 1),
            malformed("run-kind-0", "No kind has this number.", [1, 0x00], .invalidValue, at: 1),
            malformed("run-too-many", "At most 1024 entries.", [0x81, 0x08], .limitExceeded, at: 0),
            malformed(
                "run-long-body", "A body has at most 256 KiB.", [1, 1] + repeated(0, 16) + varint(262_145),
                .limitExceeded,
                at: 18),
            malformed(
                "run-long-bodies", "All bodies together have at most 768 KiB, withheld ones included.",
                [4] + withheld + withheld + withheld + withheld, .limitExceeded, at: 0),
            .malformed(
                "run-sequence-0", "Sequences begin at 1.", Array(head.prefix(56)) + [0] + head.dropFirst(57),
                as: LogRun.self,
                type: "run", .invalidValue, at: 56),
        ]
    }

    private static func extensions() throws -> [VectorCase] {
        let base = PhoneLog.run([PhoneLog.content("one"), PhoneLog.content("two"), PhoneLog.content("three")])
        let held = PhoneLog.tail(of: base)
        let hashes = base.headers.map(\.hash)
        let second = LogTail(sequence: 2, hash: hashes[1])
        let other = PhoneLog.run([PhoneLog.content("one"), PhoneLog.content("another")])
        let cases: [(String, String, LogRun, LogTail, Bytes32?)] = [
            ("extend-empty", "The whole run is new.", base, PhoneLog.empty, nil),
            (
                "extend-end", "It begins right after the log's end.",
                PhoneLog.run([PhoneLog.content("four")], after: held), held, nil
            ),
            ("extend-overlap", "The log holds its first two entries.", base, second, hashes[1]),
            ("extend-nothing", "The log holds all of it.", base, held, hashes[2]),
            (
                "extend-gap", "Entry 1 is missing.",
                PhoneLog.run([PhoneLog.content("two")], after: LogTail(sequence: 1, hash: hashes[0])), PhoneLog.empty,
                nil
            ),
            (
                "extend-fork-end", "It claims another entry before its first.",
                PhoneLog.run([PhoneLog.content("four")], after: LogTail(sequence: 3, hash: .zero)), held, nil
            ),
            ("extend-fork-overlap", "The log holds another second entry.", other, held, hashes[1]),
        ]
        return try cases.map { name, note, run, tail, held in
            let verified = try VerifiedRun(run, signedBy: Actors.phone.secrets.keys.signing)
            let expect: JSONValue
            do throws(LogFault) {
                expect = ["new": .number(try verified.extending(tail, held: held).count)]
            } catch {
                switch error {
                case .gap(let sequence): expect = ["fault": "gap", "expected": .wide(sequence)]
                case .fork(let sequence): expect = ["fault": "fork", "sequence": .wide(sequence)]
                default: throw Contradiction(name, "\(error)")
                }
            }
            return VectorCase(
                name, note,
                [
                    "run": .hex(run), "publicKey": .hex(Actors.phone.secrets.keys.signing),
                    "tail": ["sequence": .wide(tail.sequence), "hash": .hex(tail.hash)],
                    "held": held.map { .hex($0) } ?? .null,
                ], expect: expect)
        }
    }
}
