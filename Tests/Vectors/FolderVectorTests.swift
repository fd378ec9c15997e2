import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaWire
import Testing

@Suite("Vectors: folders")
struct FolderVectorTests {
    @Test(
        "Entries come to the stated state and conflict report, in whatever order they came",
        arguments: Vector.all("folders"))
    func folders(_ vector: Vector) throws {
        let entries = try vector["entries"].items.map { try Entry($0) }
        for order in [entries, entries.reversed()] { try expect(order, vector) }
    }

    @Test("There is a story for every row that a folder's state decides")
    func rows() throws {
        let table = try SpecTable("Rows of the conflict table", in: "06-folder-state.md")
        let rows = table.rows.flatMap { ($0.first ?? "").split(separator: ", ").map { String($0) } }
        let names = Vector.all("folders").map(\.name)
        #expect(rows.count > 15 && rows.allSatisfy(names.contains))
        // Other rows are decided by control logs, sessions or photos.
        #expect(Set(names.filter { $0.hasPrefix("C") }.map { String($0.prefix(3)) }) == Set(rows))
    }

    private func expect(_ entries: [Entry], _ vector: Vector) throws {
        let (state, forks, bodiless, left) = try Self.replayed(
            entries, owner: try vector["owner"].decoded(), seesAll: vector["isReaderOwner"] == true)
        var shown = JSON.folder(state)
        shown["forks"] = .array(forks.map(JSON.dot))
        let unreadable = entries.filter { $0.body == nil && $0.kind != .photo }.map(\.dot).sorted()
        shown["unreadable"] = .array(unreadable.map(JSON.dot))
        let named = Set(state.erasedPhotos.flatMap(\.entries))
        shown["withheld"] = .array(bodiless.filter { !named.contains($0) }.map(\.dot).sorted().map(JSON.dot))
        shown["waiting"] = .number(left)
        if let last = vector["week"].text.flatMap({ CivilDay(iso: $0) }) {
            shown["week"] = JSON.shown(try #require(state.urticariaWeek(endingOn: last, by: state.owner)))
        }
        guard case .object(let stated) = vector.expect else {
            Issue.record("nothing is expected")
            return
        }
        #expect(Set(shown.keys) == Set(stated.keys))
        for (key, value) in stated { #expect(shown[key] == value, "\(key)") }
    }

    private struct Entry {
        let dot: Dot
        let hash: Bytes32
        let kind: EntryKind
        let mark: (author: AuthorID, party: AccountID)
        let body: ContentBody?

        init(_ json: JSON) throws {
            let parts = try #require(json["dot"].text).split(separator: ":")
            dot = Dot(
                try JSON.string(String(parts[0])).decoded(), try #require(parts.last.flatMap { UInt64($0) }))
            hash = try json["headerHash"].decoded()
            kind = try EntryKind(decoding: [UInt8(clamping: try #require(json["kind"].integer))])
            mark = (try json["author"].decoded(), try json["party"].decoded())
            body = json["body"] == .null ? nil : try json["body"].decoded()
        }
    }

    /// Applies whatever has all its causes until nothing more can be applied: the rules of `Spec/06-folder-state.md` word by
    /// word, without the library's own buffer.
    private static func replayed(
        _ entries: [Entry], owner: AccountID, seesAll: Bool
    ) throws -> (state: FolderState, forks: [Dot], bodiless: [ReplicaHead], left: Int) {
        var state = FolderState(owner: owner)
        var hashes: [Dot: Bytes32] = [:]
        var forks: [Dot] = []
        var bodiless: [ReplicaHead] = []
        var left = entries
        let present = Set(entries.map(\.dot.replica))
        while let place = left.firstIndex(where: { isReady($0, hashes, seesAll ? nil : present) }) {
            let entry = left.remove(at: place)
            if let body = entry.body {
                if body.context.heads.contains(where: { head in hashes[head.dot].map { $0 != head.hash } ?? false }) {
                    forks.append(entry.dot)
                }
                let mark = EntryMark(author: entry.mark.author, party: entry.mark.party, time: body.time)
                if entry.kind == .photo, case .addPhoto(let photo, let manifest)? = body.ops.first {
                    state.add(photo, manifest: manifest, of: entry.dot, by: mark)
                } else {
                    state.apply(body.ops, of: entry.dot, seeing: body.context.heads.map(\.dot), by: mark)
                }
            } else {
                if entry.kind == .photo { bodiless.append(ReplicaHead(entry.dot, entry.hash)) }
                state.pass(entry.dot, seeing: [])
            }
            hashes[entry.dot] = entry.hash
        }
        for named in state.erasedPhotos.flatMap(\.entries) where hashes[named.dot] == named.hash {
            state.withdrawPhoto(addedBy: named.dot)
        }
        return (state, forks.sorted(), bodiless, left.count)
    }

    private static func isReady(_ entry: Entry, _ applied: [Dot: Bytes32], _ present: Set<ReplicaID>?) -> Bool {
        let hasPrevious = entry.dot.sequence == 1 || applied[Dot(entry.dot.replica, entry.dot.sequence - 1)] != nil
        let causes = (entry.body?.context.heads ?? []).filter { present?.contains($0.dot.replica) ?? true }
        return hasPrevious && causes.allSatisfy { applied[$0.dot] != nil }
    }
}
