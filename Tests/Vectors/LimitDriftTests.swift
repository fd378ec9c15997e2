import DermaCRDT
import DermaWire
import Testing

@Suite("The specification's limits are the code's")
struct LimitDriftTests {
    /// Every limit by its name; Swift cannot list the members of an enum, so a test compares this list with the source.
    private static let limits: [(name: String, value: Int)] = [
        ("frameBytesMax", Limits.frameBytesMax), ("frameBeforeLoginBytesMax", Limits.frameBeforeLoginBytesMax),
        ("bodyBytesMax", Limits.bodyBytesMax), ("runEntriesMax", Limits.runEntriesMax),
        ("runBodyBytesMax", Limits.runBodyBytesMax), ("replicasMax", Limits.replicasMax),
        ("replicasPerAuthorMax", Limits.replicasPerAuthorMax), ("opsMax", Limits.opsMax),
        ("textBytesMax", Limits.textBytesMax), ("nameBytesMax", Limits.nameBytesMax),
        ("manifestBytesMax", Limits.manifestBytesMax), ("chunksMax", Limits.chunksMax),
        ("chunkBytesMax", Limits.chunkBytesMax), ("photoPieceBytesMax", Limits.photoPieceBytesMax),
        ("photoWindowBytesMax", Limits.photoWindowBytesMax),
        ("erasureEntriesMax", Limits.erasureEntriesMax), ("erasedPhotosMax", Limits.erasedPhotosMax),
        ("devicesMax", Limits.devicesMax),
        ("epochsMax", Limits.epochsMax), ("grantsMax", Limits.grantsMax),
        ("sealedKeyBytesMax", Limits.sealedKeyBytesMax),
        ("welcomeBytesMax", Limits.welcomeBytesMax), ("sharedFoldersMax", Limits.sharedFoldersMax),
        ("offersMax", Limits.offersMax), ("hostBytesMax", Limits.hostBytesMax),
    ]

    @Test("The table of limits has every limit with its value, in the order of the source")
    func values() throws {
        let stated = try SpecTable("", in: "11-limits.md").pairs(0, 1)
        #expect(stated == Self.limits.map { SpecTable.Pair($0.name, $0.value) })
    }

    @Test("The chapter on texts has their limits, each with its value")
    func textValues() throws {
        let stated = try SpecTable("Limits", in: "14-text.md").pairs(0, 1)
        let limits = [
            ("eventsMax", TextLimits.eventsMax), ("scalarsMax", TextLimits.scalarsMax),
            ("agentsMax", TextLimits.agentsMax), ("parentsMax", TextLimits.parentsMax),
            ("updateBytesMax", TextLimits.updateBytesMax),
        ]
        #expect(stated == limits.map { SpecTable.Pair($0.0, $0.1) })
    }

    @Test("No limit of the source is missing here")
    func completeness() throws {
        let source = try Repository.text("Sources/DermaWire/Limits.swift")
        let names = source.matches(of: /static let (\w+) =/).map { String($0.output.1) }
        #expect(names == Self.limits.map(\.name))
    }

    @Test("Every limit that a production names is in the table")
    func namesInText() throws {
        let texts = try SpecTable("Limits", in: "14-text.md").rows.compactMap(\.first).map { $0.filter { $0 != "`" } }
        let known = Set(Self.limits.map(\.name) + texts)
        for file in [
            "01-encoding", "02-identities", "03-log", "05-control-log", "06-folder-state", "07-photos", "08-sharing",
            "09-linking", "10-session", "16-domain",
        ] {
            let text = try Repository.text("Spec/\(file).md")
            let named = Set(text.matches(of: /\b[a-z]\w+Max\b/).map { String($0.output) })
            #expect(named.isSubset(of: known), "\(file): \(named.subtracting(known).sorted())")
        }
    }
}
