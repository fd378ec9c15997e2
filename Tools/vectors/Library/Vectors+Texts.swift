import DermaCRDT
import DermaCausality
import DermaSecrets
import DermaWire

extension Vectors {
    private typealias Document = TextDocument<ReplicaID>

    /// Texts that several replicas edit: updates, what comes out, where changes met; and what is refused.
    static func texts() throws -> [VectorCase] {
        var cases = [
            try story("typing", "Two type at one place, forwards and backwards.", 2) { documents, _ in
                for (place, letter) in ["a", "b", "c", "d"].enumerated() {
                    try documents[0].insert(letter, at: place)
                    try documents[1].insert(letter.uppercased(), at: 0)
                }
            },
            try story("rewriting", "Two replace the same word, a third types into it.", 3) { documents, _ in
                try documents[0].insert("a red patch", at: 0)
                for place in 1...2 { try hear(&documents, place, from: 0) }
                try documents[0].delete(2..<5)
                try documents[0].insert("pink", at: 2)
                try documents[1].delete(2..<5)
                try documents[1].insert("brown", at: 2)
                try documents[2].insert("d", at: 3)
            },
        ]
        for number in 1...10 {
            cases.append(
                try story("random-\(number)", "Replicas edit and meet at random.", 2 + number % 4) {
                    documents, random in
                    for _ in 0..<24 { try step(&documents, &random) }
                })
        }
        return cases + (try faults())
    }

    private static func hear(_ documents: inout [Document], _ place: Int, from other: Int) throws {
        try documents[place].merge(documents[other].runs(since: documents[place].known))
    }

    private static func step(_ documents: inout [Document], _ random: inout VectorRandom) throws {
        let draw = random.bytes(4).map { Int($0) }
        let place = draw[0] % documents.count
        let count = documents[place].count
        let start = draw[2] % (count + 1)
        switch draw[1] % 6 {
        case 0: try hear(&documents, place, from: draw[2] % documents.count)
        case 1: try documents[place].delete(start..<min(count, start + draw[3] % 5))
        case 2:
            try documents[place].delete(start..<min(count, start + draw[3] % 4))
            try documents[place].insert(["ö", "one", "😀"][draw[3] % 3], at: start)
        default:
            try documents[place].insert(String("itch-皮膚é".unicodeScalars.map { Character($0) }[draw[3] % 8]), at: start)
        }
    }

    /// What each replica sends after its edits, in an order in which causes come first.
    private static func story(
        _ name: String, _ note: String, _ count: Int, _ edit: (inout [Document], inout VectorRandom) throws -> Void
    ) throws -> VectorCase {
        var random = VectorRandom("texts/" + name)
        let agents = (0..<count).map { place -> ReplicaID in Actors.id("text-\(place)") }
        var documents = agents.map { Document(agent: $0) }
        try edit(&documents, &random)
        for place in documents.indices.dropFirst() { try hear(&documents, 0, from: place) }
        var reader = Document(agent: Actors.id("text-reader"))
        var updates: [JSONValue] = []
        for run in documents[0].runs(since: [:]) {
            var sender = Document(agent: run.agent)
            try sender.merge(documents[0].runs(since: [:]).prefix { $0 != run } + [run])
            let update = sender.update(since: reader.known, author: run.agent)
            updates.append(["author": .hex(run.agent), "update": .hex(update)])
            try reader.apply(update, author: run.agent)
        }
        guard reader.text == documents[0].text, try reader.overlaps() == documents[0].overlaps() else {
            throw Contradiction(name, "the reader has another text")
        }
        return VectorCase(name, note, ["updates": .array(updates)], expect: try shown(reader))
    }

    private static func shown(_ document: Document) throws -> JSONValue {
        [
            "valid": true, "text": .string(document.text),
            "version": .list(document.version) { .string("\($0.agent):\($0.sequence)") },
            "overlaps": .list(try document.overlaps()) {
                [
                    "position": .number($0.position), "count": .number($0.count), "deleted": .number($0.deleted),
                    "kind": .string("\($0.kind)"),
                    "events": .list($0.events) { .string("\($0.agent):\($0.sequence)") },
                ]
            },
        ]
    }

    private static func faults() throws -> [VectorCase] {
        let author: ReplicaID = Actors.id("text-0")
        let other = Actors.id("text-1") as ReplicaID
        let stored: [UInt8] = [1, 4, 1, 4, 0, 0xfb, 0xff, 0, 4, 0, 0x78]
        let plain: [(String, String, [UInt8])] = [
            ("one-scalar", "The short form: sequence 0, one insertion of one scalar at 0.", [0, 0, 4, 0, 0x78]),
            ("deflated", "The same, deflated as a stored block.", [1, 4, 1, 4, 0, 0xfb, 0xff, 0, 4, 0, 0x78]),
            ("deflated-longer", "More is left behind the deflated bytes.", stored + [0]),
            ("nothing", "No bytes.", []),
            ("row-of-nothing", "A row of no events.", [0, 0, 0, 0]),
            ("kind-3", "A kind that there is not.", [0, 0, 7, 0, 0x78]),
            ("position-before-start", "The first position is −1.", [0, 0, 4, 1, 0x78]),
            ("text-cut", "A scalar of two bytes without its second.", [0, 0, 4, 0, 0xc3]),
            ("text-long", "Two scalars for a row of one.", [0, 0, 4, 0, 0x78, 0x78]),
            ("rows-cut", "Two rows, and one head.", [4, 0, 4]),
            ("agent-twice", "The author is added again.", [6, 1] + author.encoded + [1, 4, 1, 4, 0, 0x78]),
            ("agent-unknown", "A run of an agent that has no number.", [6, 0, 1, 4, 1, 4, 0, 0x78]),
            ("events-differ", "A run of two events, a row of one.", [6, 0, 1, 8, 0, 4, 0, 0x78]),
            ("outside", "A position behind the end.", [0, 0, 4, 2, 0x78]),
            ("sequence-missing", "The author's first event is missing.", [0, 1, 4, 0, 0x78]),
            (
                "parent-missing", "The parent is not known.",
                [6, 1] + other.encoded + [1, 5, 0, 1, 1, 0, 4, 0, 0x78]
            ),
        ]
        return try plain.map { name, note, bytes in
            var document = Document(agent: Actors.id("text-reader"))
            let fields: [String: JSONValue] = ["updates": [["author": .hex(author), "update": .hex(bytes)]]]
            do throws(TextUpdateError) {
                try document.apply(bytes, author: author)
            } catch {
                switch error {
                case .malformed(let error): return VectorCase(name, note, fields, expect: .error(error))
                case .refused(let error):
                    return VectorCase(name, note, fields, expect: ["refused": .string(error.code.rawValue)])
                }
            }
            return VectorCase(name, note, fields, expect: try shown(document))
        }
    }
}
