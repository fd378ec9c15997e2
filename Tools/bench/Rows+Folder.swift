import DermaCRDT
import DermaCausality
import DermaWire

/// A device that writes entries and hears of another's.
private struct Peer {
    let id: ReplicaID
    var state = FolderState(owner: Bench.owner)
    private var context = VersionVector()
    private var applied: [(ops: [Op], dot: Dot, seeing: [Dot], mark: EntryMark)] = []

    init(_ number: UInt64) { id = replica(number) }

    mutating func write(_ ops: [Op], at time: Int64) {
        let mark = EntryMark(
            author: AuthorID(.zero), party: Bench.owner,
            time: Timestamp(milliseconds: time, offsetMinutes: 60, zone: "Europe/Paris"))
        let seeing = context.dots.filter { state.entries.seen(of: $0.replica, by: id) < $0.sequence }
        apply((ops, Dot(id, context[id] + 1), seeing, mark))
    }

    mutating func hear(from other: Peer) {
        for entry in other.applied[heard(of: other)...] where !context.contains(entry.dot) { apply(entry) }
    }

    /// How much of another's log need not be looked at again.
    private func heard(of other: Peer) -> Int {
        other.applied.firstIndex { !context.contains($0.dot) } ?? other.applied.count
    }

    private mutating func apply(_ entry: (ops: [Op], dot: Dot, seeing: [Dot], mark: EntryMark)) {
        state.apply(entry.ops, of: entry.dot, seeing: entry.seeing, by: entry.mark)
        context.advance(to: entry.dot)
        applied.append(entry)
    }

    /// A word inserted into a text.
    func typing(_ word: String, at position: Int, in place: TextPlace) -> Op? {
        TextEdit([.insert(at: position, word)]).map { .edit(place, $0) }
    }
}

extension Bench {
    fileprivate static let owner = AccountID(.zero)

    private static func item(_ random: inout Random) -> ItemID {
        var bytes: [UInt8] = []
        for _ in 0..<16 { bytes.append(UInt8(random.below(256))) }
        return ItemID(Bytes16(bytes) ?? .zero)
    }

    /// A folder with a thousand diary entries of two devices: texts, titles, days, sites, suspected triggers, with all their
    /// history and who wrote what when.
    static func folderRows() throws {
        var random = Random(state: 11)
        var peers = [Peer(1), Peer(2)]
        var time: Int64 = 1_790_000_000_000
        var sizes: [Int] = []
        for n in 0..<1000 {
            let item = item(&random)
            let place = TextPlace.diary(item)
            var text = ""
            while text.utf8.count < 330 { text += words[random.below(words.count)] + " " }
            guard let written = TextEdit([.insert(at: 0, text)]), let site = SkinSite(.elbow, .left),
                let day = CivilDay(year: 2024, month: 1 + n / 28 % 12, day: 1 + n % 28)
            else { continue }
            let fields: [Op] = [
                .set(.title(item, words[random.below(words.count)])), .set(.day(item, day)),
                .set(.entrySite(item, site)), .suspect(item, Suspicion(.sweat)),
            ]
            peers[0].write([.edit(place, written)] + fields, at: time)
            for edit in 0..<20 {
                time += Int64(random.below(3_600_000))
                if edit % 4 == 0 || n % 4 != 0 {
                    let other = peers[0]
                    peers[0].hear(from: peers[1])
                    peers[1].hear(from: other)
                }
                let side = random.below(2)
                let length = peers[side].state[text: place]?.unicodeScalars.count ?? 0
                let word = words[random.below(words.count)] + " "
                guard let op = peers[side].typing(word, at: random.below(length), in: place) else { continue }
                sizes.append(op.encoded.count)
                peers[side].write([op], at: time)
            }
        }
        peers[0].hear(from: peers[1])
        let bytes = try peers[0].state.snapshot()
        row("folder.bytes", Double(bytes.count))
        row("folder.edit", Double(sizes.sorted()[sizes.count / 2]))
        var held = FolderState(owner: owner)
        try memory("folder.open") { held = try FolderState(snapshot: bytes) }
        sink += held.refused.count
        row(
            "folder.open",
            try median {
                let state = try FolderState(snapshot: bytes)
                for place in state.writtenTexts { sink += state[text: place]?.utf8.count ?? 0 }
            })
        row("folder.items", median { sink += held.diary.count })
        row("folder.conflicts", median { sink += held.conflicts.count })
    }

    /// A thread of 300 comments, as the ops of the folder that they are in, with their names.
    static func threadOpRows() throws {
        var random = Random(state: 13)
        var sizes: [String: [Int]] = [:]
        for _ in 0..<300 {
            let item = item(&random)
            let text = (0..<12).map { _ in words[random.below(words.count)] }.joined(separator: " ")
            let word = words[random.below(words.count)] + " "
            let place = random.below(text.unicodeScalars.count)
            guard let edit = TextEdit([.insert(at: place, word)]) else { continue }
            let add = Op.addComment(item, on: .folder, text: text).encoded.count - text.utf8.count
            let change = Op.edit(.comment(item), edit).encoded.count - word.utf8.count
            sizes["add", default: []].append(add)
            sizes["edit", default: []].append(change)
            sizes["delete", default: []].append(Op.retract(item).encoded.count)
        }
        for (what, all) in sizes { row("thread.op." + what, Double(all.sorted()[all.count / 2])) }
    }
}
