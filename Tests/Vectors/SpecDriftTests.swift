import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire
import Foundation
import Testing

@Suite("The specification's tables are the code's")
struct SpecDriftTests {
    private typealias Pair = SpecTable.Pair
    private static let registries = "12-registries.md"

    private func hex(_ number: some BinaryInteger, digits: Int = 2) -> String {
        let text = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    @Test("Frame types")
    func frameTypes() throws {
        let table = try SpecTable("Frame types", in: Self.registries)
        #expect(try table.pairs(0, 1) == FrameCode.allCases.map { Pair(hex($0.rawValue), "\($0)") })
        let payloads = try SpecTable("Frames of the session", in: "10-session.md")
        #expect(payloads.rows.compactMap(\.first) == FrameCode.allCases.map { "\($0)" })
    }

    @Test("Refusal codes, and whether they end the session")
    func refusals() throws {
        let table = try SpecTable("Refusal codes", in: Self.registries)
        #expect(try table.pairs(0, 1) == RefusalCode.allCases.map { Pair($0.rawValue, "\($0)") })
        #expect(try table.pairs(1, 2) == RefusalCode.allCases.map { Pair("\($0)", $0.endsSession ? "yes" : "no") })
    }

    @Test("What a client does is said of every refusal")
    func refusalsHandled() throws {
        let named = try SpecTable("Refusals", in: "10-session.md").rows.flatMap { row in
            (row.first ?? "").split(whereSeparator: { !$0.isLetter }).map { String($0) }
        }
        #expect(Set(RefusalCode.allCases.map { "\($0)" }).isSubset(of: named))
    }

    @Test("Hash contexts")
    func contexts() throws {
        let table = try SpecTable("Hash contexts", in: Self.registries)
        #expect(try table.pairs(0, 1) == HashContext.allCases.map { Pair("\($0)", $0.rawValue) })
    }

    @Test("Entry kinds")
    func kinds() throws {
        let table = try SpecTable("Entry kinds", in: Self.registries)
        #expect(try table.pairs(0, 1) == EntryKind.registry.map { Pair(hex($0.kind.number), $0.name) })
        let known = (UInt8(0)...127).compactMap { try? EntryKind(decoding: [$0]) }.filter(\.isKnown)
        #expect(known == EntryKind.registry.map(\.kind))
    }

    @Test("Op codes, and which of them organisations may use")
    func ops() throws {
        let codes = OpCode.allCases.map { Pair($0.rawValue, "\($0)") }
        #expect(try SpecTable("Op codes", in: Self.registries).pairs(0, 1) == codes)
        let table = try SpecTable("Ops", in: "06-folder-state.md")
        #expect(try table.pairs(0, 1) == codes)
        let vectors = Vector.all("ops", having: "type").filter { $0["type"] == "op" && $0.expect["valid"] == true }
        for row in table.rows {
            let name = try #require(row.dropFirst().first)
            let vector = try #require(vectors.first { $0.name.hasPrefix("op-" + name) }, "no vector of \(name)")
            let op = try Op(decoding: try vector["bytes"].bytes())
            #expect(isRefused(op) == (row.last == "no"), "\(name)")
        }
    }

    /// Whether a clinic's op is refused for its right alone: it corrects what it stated before.
    private func isRefused(_ op: Op) -> Bool {
        let clinic = AccountID(Bytes32.hash(.wording, []))
        let stated: [Op] =
            switch op {
            case .amendComment(let item, _), .retract(let item): [.addComment(item, on: .folder, text: "before")]
            case .amendScore(let item, let score, let day): [.addScore(item, score, day: day)]
            default: []
            }
        var state = FolderState(owner: AccountID(.zero))
        state.apply(
            stated + [op], of: Dot(ReplicaID(.zero), 1), seeing: [],
            by: EntryMark(author: AuthorID(.zero), party: clinic, time: Timestamp(milliseconds: 0)))
        return !state.refused.isEmpty
    }

    @Test("Envelope types")
    func envelopes() throws {
        let table = try SpecTable("Envelope types", in: Self.registries)
        #expect(try table.pairs(0, 1) == EnvelopeType.allCases.map { Pair($0.rawValue, "\($0)") })
    }

    @Test("Purposes, instruments and triggers")
    func domain() throws {
        let purposes = try SpecTable("Purposes", in: Self.registries)
        #expect(
            try purposes.pairs(0, 1)
                == Purposes.registry.map { Pair($0.purpose.rawValue.trailingZeroBitCount, $0.name) })
        let instruments = try SpecTable("Instruments", in: Self.registries)
        #expect(
            try instruments.pairs(0, 1)
                == Instrument.registered.map { Pair($0.number, $0.name) } + [Pair(Instrument.genericNumber, "generic")])
        let triggers = try SpecTable("Triggers", in: Self.registries)
        #expect(try triggers.pairs(0, 1) == Trigger.allCases.map { Pair($0.rawValue, $0.name) })
    }

    @Test("Orientations, capture sources and photo parts")
    func photos() throws {
        let orientations = try SpecTable("Orientations", in: Self.registries)
        #expect(orientations.rows.map(\.first) == Orientation.allCases.map { "\($0.rawValue)" })
        let sources = try SpecTable("Capture sources", in: Self.registries)
        #expect(sources.rows.map(\.first) == CaptureClaim.Source.allCases.map { "\($0.rawValue)" })
        let parts = try SpecTable("Photo parts", in: Self.registries)
        #expect(try parts.pairs(0, 1) == [PhotoPart.header, .imageData].map { Pair($0.rawValue, "\($0)") })
    }

    @Test("Reserved values, versions and suites")
    func reserved() throws {
        let reserved = try SpecTable("Reserved values", in: Self.registries)
        let numbers = [
            Reserved.versions.map { hex($0.number, digits: 4) }, Reserved.suites.map { hex($0.number) },
            Reserved.frameTypes.map { hex($0.number) },
        ]
        #expect(reserved.rows.map(\.last) == numbers.map { $0.joined(separator: " ") })
        let versions = try SpecTable("Versions and suites", in: Self.registries)
        #expect(
            try versions.pairs(0, 1) == [
                Pair("protocol version", ProtocolVersion.v1.number), Pair("suite", Suite.v1.number),
            ])
    }

    @Test("Decoding errors")
    func errors() throws {
        let names = try SpecTable("Decoding errors", in: Self.registries).rows.compactMap(\.first)
        #expect(names.allSatisfy { WireError.Code(rawValue: $0) != nil })
        let source = try Repository.text("Sources/DermaWire/WireError.swift")
        let cases = source.matches(of: /case (\w+)\n/).map { String($0.output.1) }
        #expect(names == cases)
        #expect(try SpecTable("Errors", in: "01-encoding.md").rows.compactMap(\.first) == cases)
    }
}
