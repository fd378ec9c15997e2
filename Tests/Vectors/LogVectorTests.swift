import DermaCausality
import DermaIdentity
import DermaWire
import Testing

@Suite("Vectors: the log")
struct LogVectorTests {
    @Test("A replica's id follows from its origin", arguments: Vector.all("log", having: "nonce"))
    func origins(_ vector: Vector) throws {
        let origin = ReplicaOrigin(author: try vector["author"].decoded(), nonce: try vector["nonce"].decoded())
        let folder: FolderID = try vector["folder"].decoded()
        #expect(origin.genesis(in: folder) == (try vector.expect["genesis"].decoded()))
        #expect(origin.replica(in: folder) == (try vector.expect["replica"].decoded()))
    }

    @Test("A header's bytes and hash", arguments: Vector.all("log", having: "bodyHash"))
    func headers(_ vector: Vector) throws {
        let header = EntryHeader(
            folder: try vector["folder"].decoded(),
            dot: Dot(try vector["replica"].decoded(), UInt64(try #require(vector["sequence"].integer))),
            previous: try vector["previous"].decoded(),
            kind: try EntryKind(decoding: [UInt8(try #require(vector["kind"].integer))]),
            epoch: try vector["epoch"].decoded(),
            bodyHash: try vector["bodyHash"].decoded(), bodyLength: Int(try #require(vector["bodyLength"].integer)))
        #expect(header.encoded == (try vector.expect["header"].bytes()))
        #expect(header.hash == (try vector.expect["hash"].decoded()))
    }

    @Test("A run's signature, and the headers that follow from it", arguments: Vector.all("log", having: "publicKey"))
    func runs(_ vector: Vector) throws {
        guard let verifies = vector.expect["verifies"].flag else { return }
        let run: LogRun = try vector["run"].decoded()
        let key: SigningPublicKey = try vector["publicKey"].decoded()
        guard verifies else {
            #expect(throws: LogFault.badSignature) { try VerifiedRun(run, signedBy: key) }
            return
        }
        let verified = try VerifiedRun(run, signedBy: key)
        let stated = vector.expect["entries"].items
        try #require(verified.entries.count == stated.count)
        for (entry, stated) in zip(verified.entries, stated) {
            #expect(entry.header.encoded == (try stated["header"].bytes()))
            #expect(entry.hash == (try stated["hash"].decoded()))
            #expect(entry.dot == Dot(try stated["replica"].decoded(), UInt64(try #require(stated["sequence"].integer))))
            #expect(Int64(entry.header.kind.number) == stated["kind"].integer)
            #expect(entry.body == (stated["body"] == .null ? nil : try stated["body"].bytes()))
        }
    }

    @Test("A run extends a log, leaves a gap, or forks", arguments: Vector.all("log", having: "tail"))
    func extensions(_ vector: Vector) throws {
        let run = try VerifiedRun(try vector["run"].decoded(), signedBy: try vector["publicKey"].decoded())
        let tail = LogTail(
            sequence: UInt64(try #require(vector["tail"]["sequence"].integer)),
            hash: try vector["tail"]["hash"].decoded())
        let held: Bytes32? = vector["held"] == .null ? nil : try vector["held"].decoded()
        var found: JSON
        do throws(LogFault) {
            found = .object(["new": .number(try run.extending(tail, held: held).count)])
        } catch {
            switch error {
            case .gap(let expected): found = .object(["fault": "gap", "expected": .string("\(expected)")])
            case .fork(let sequence): found = .object(["fault": "fork", "sequence": .string("\(sequence)")])
            default: found = .string("\(error)")
            }
        }
        #expect(found == vector.expect)
    }
}
