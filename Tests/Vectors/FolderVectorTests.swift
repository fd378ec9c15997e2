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

    private func expect(_ entries: [Entry], _ vector: Vector) throws {
        let expect = vector.expect
        let (state, forks, bodiless, left) = try Self.replayed(
            entries, owner: try vector["owner"].decoded(), seesAll: vector["isReaderOwner"] == true)
        #expect((state.name.shown.map { .string($0.value) } ?? .null) == expect["name"])
        #expect(.array(state.photos.map(shown)) == expect["photos"])
        #expect(.array(state.comments.map(shown)) == expect["comments"])
        #expect(.array(state.diary.map(shown)) == expect["diary"])
        #expect(.array(state.scores.map(shown)) == expect["scores"])
        #expect(.array(state.conflicts.map(shown)) == expect["conflicts"])
        #expect(.array(state.refused.sorted().map(shown)) == expect["refused"])
        #expect(.array(state.newer.sorted().map(shown)) == expect["newer"])
        #expect(.array(forks.map(shown)) == expect["forks"])
        #expect(.array(state.erasedPhotos.map(shown)) == expect["erased"])
        let unreadable = entries.filter { $0.body == nil && $0.kind != .photo }.map(\.dot).sorted()
        #expect(.array(unreadable.map(shown)) == expect["unreadable"])
        let named = Set(state.erasedPhotos.flatMap(\.entries))
        let withheld = bodiless.filter { !named.contains($0) }.map(\.dot).sorted()
        #expect(.array(withheld.map(shown)) == expect["withheld"])
        #expect(.number(left) == expect["waiting"])
    }

    private struct Entry {
        let dot: Dot
        let hash: Bytes32
        let kind: EntryKind
        let author: AuthorID
        let party: AccountID
        let body: ContentBody?

        init(_ json: JSON) throws {
            let parts = try #require(json["dot"].text).split(separator: ":")
            dot = Dot(
                try JSON.string(String(parts[0])).decoded(), try #require(parts.last.flatMap { UInt64($0) }))
            hash = try json["headerHash"].decoded()
            kind = try EntryKind(decoding: [UInt8(clamping: try #require(json["kind"].integer))])
            author = try json["author"].decoded()
            party = try json["party"].decoded()
            body = json["body"] == .null ? nil : try json["body"].decoded()
        }
    }

    /// Applies whatever has all its causes until nothing more can be applied: the rules of `Spec/06-folder-state.md` word by
    /// word, without the library's own buffer.
    private static func replayed(
        _ entries: [Entry], owner: AccountID, seesAll: Bool
    ) throws -> (state: FolderState, forks: [Dot], bodiless: [ReplicaHead], left: Int) {
        var state = FolderState(owner: owner)
        var seen: [ReplicaID: VersionVector] = [:]
        var hashes: [Dot: Bytes32] = [:]
        var forks: [Dot] = []
        var bodiless: [ReplicaHead] = []
        var left = entries
        let present = Set(entries.map(\.dot.replica))
        while let place = left.firstIndex(where: { isReady($0, hashes, seesAll ? nil : present) }) {
            let entry = left.remove(at: place)
            var context = seen[entry.dot.replica] ?? VersionVector()
            if let body = entry.body {
                context.merge(body.context)
                if body.context.heads.contains(where: { head in hashes[head.dot].map { $0 != head.hash } ?? false }) {
                    forks.append(entry.dot)
                }
                for (index, op) in body.ops.enumerated() {
                    if case .addPhoto(let photo, _) = op, entry.kind != .photo {
                        state.refuse(OpID(entry.dot, index), of: photo)
                        continue
                    }
                    state.apply(
                        op,
                        OpStamp(
                            id: OpID(entry.dot, index), author: entry.author, party: entry.party, time: body.time,
                            context: context))
                }
            } else if entry.kind == .photo {
                bodiless.append(ReplicaHead(entry.dot, entry.hash))
            }
            context.advance(to: entry.dot)
            seen[entry.dot.replica] = context
            hashes[entry.dot] = entry.hash
        }
        return (state, forks.sorted(), bodiless, left.count)
    }

    private static func isReady(_ entry: Entry, _ applied: [Dot: Bytes32], _ present: Set<ReplicaID>?) -> Bool {
        let hasPrevious = entry.dot.sequence == 1 || applied[Dot(entry.dot.replica, entry.dot.sequence - 1)] != nil
        let causes = (entry.body?.context.heads ?? []).filter { present?.contains($0.dot.replica) ?? true }
        return hasPrevious && causes.allSatisfy { applied[$0.dot] != nil }
    }

    private func shown(_ id: OpID) -> JSON { .string("\(id.dot.replica):\(id.dot.sequence).\(id.index)") }

    private func shown(_ dot: Dot) -> JSON { .string("\(dot.replica):\(dot.sequence)") }

    private func text<Value>(_ register: Register<Value>, _ show: (Value) -> String) -> JSON {
        register.shown.map { .string(show($0.value)) } ?? .null
    }

    private func shown(_ photo: FolderState.Photo) -> JSON {
        .object([
            "id": .hex(photo.id), "manifest": .string(Hex.encode(photo.manifest)), "added": shown(photo.added.id),
        ])
    }

    private func shown(_ photo: ErasedPhoto) -> JSON {
        .object([
            "id": .hex(photo.id), "erasures": .array(photo.erasures.map { shown($0.id) }),
            "entries": .array(photo.entries.sorted().map { shown($0.dot) }),
        ])
    }

    private func shown(_ comment: FolderState.Comment) -> JSON {
        let subject: JSON =
            switch comment.subject {
            case .folder: .object(["kind": "folder"])
            case .photo(let id): .object(["kind": "photo", "id": .hex(id)])
            case .diary(let id): .object(["kind": "diary", "id": .hex(id)])
            }
        return .object([
            "id": .hex(comment.id), "party": .hex(comment.added.party), "subject": subject,
            "added": shown(comment.added.id),
            "text": text(comment.text) { $0 }, "history": .array(comment.text.history.map { .string($0.value) }),
        ])
    }

    private func shown(_ entry: FolderState.DiaryEntry) -> JSON {
        .object([
            "id": .hex(entry.id), "text": text(entry.text) { $0 }, "day": text(entry.day, \.description),
            "added": shown(entry.added.id), "triggers": .array(entry.triggers.members.map { .string($0.name) }),
        ])
    }

    private func shown(_ record: FolderState.ScoreRecord) -> JSON {
        .object([
            "id": .hex(record.id), "party": .hex(record.added.party), "day": .string(record.day.description),
            "instrument": .string(record.score.instrument.name),
            "items": .array(record.score.items.map { $0.map { .number(Int($0)) } ?? .null }),
            "total": record.score.total.map { .string($0.description) } ?? .null, "added": shown(record.added.id),
            "claimedTime": .string("\(record.added.time.milliseconds)"),
        ])
    }

    private func shown(_ conflict: Conflict) -> JSON {
        func version(_ version: Conflict.Version) -> JSON {
            .object([
                "op": shown(version.stamp.id), "text": .string(version.text), "party": .hex(version.stamp.party),
            ])
        }
        let place: JSON =
            switch conflict.place {
            case .folderName: .object(["kind": "folderName"])
            case .comment(let id): .object(["kind": "comment", "id": .hex(id)])
            case .diaryText(let id): .object(["kind": "diaryText", "id": .hex(id)])
            case .diaryDay(let id): .object(["kind": "diaryDay", "id": .hex(id)])
            }
        return .object([
            "place": place, "versions": .array(conflict.versions.map(version)), "shown": version(conflict.shown),
            "settled": .bool(conflict.isSettled),
        ])
    }
}
