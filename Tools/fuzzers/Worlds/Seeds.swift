import DermaCRDT
import DermaFuzzing
import DermaFuzzingContent
import DermaIdentity
import DermaWire
public import Foundation

/// First inputs for the fuzzers, made from the protocol's vectors and the photo fixtures.
public struct Seeds {
    /// Inputs by `target/number`.
    public private(set) var files: [String: [UInt8]] = [:]
    private var counts: [String: Int] = [:]

    /// No decoder needs more of them than this.
    private static let perDecoderMax = 6
    private static let bytesMax = 2048
    private static let updatesMax = 48

    /// Reads `Spec/Vectors` and `Tests/Fixtures` of the repository at `root`.
    public init(root: URL) throws {
        let vectors = try Self.contents(of: root.appending(path: "Spec/Vectors"), "json").map {
            try JSONDecoder().decode(VectorText.self, from: Data(contentsOf: $0))
        }
        let texts = vectors.flatMap(\.strings)
        let pool = Self.unfolded(texts.compactMap { Hex.decode($0.text) } + [Self.vault])
        for target in FuzzTarget.all {
            for (index, decoder) in target.decoders.enumerated() {
                for bytes in pool.filter(decoder.accepts).prefix(Self.perDecoderMax) {
                    add([UInt8(index)] + bytes, to: target)
                }
            }
        }
        for case (let key?, let text) in texts {
            switch key {
            case "frame", "stream": add([0] + (Hex.decode(text) ?? []), to: .frames)
            case "typed": add([0] + text.utf8, to: .text)
            case "text" where text.utf8.count > 100: add([1] + text.utf8, to: .text)
            case "value" where text.contains("-") && text.utf8.count == 10: add([2] + text.utf8, to: .text)
            case "update" where files.keys.count { $0.hasPrefix(FuzzTarget.texts.name + "/") } < Self.updatesMax:
                add([0] + (Hex.decode(text) ?? []), to: .texts)
            case "padded": add([3] + (Hex.decode(text) ?? []), to: .envelopes)
            default: break
            }
        }
        for photo in try Self.contents(of: root.appending(path: "Tests/Fixtures/photos/valid"), "jpg") {
            for (kind, rest) in FuzzTarget.metadata(of: [UInt8](try Data(contentsOf: photo))) {
                add([kind] + rest, to: .metadata)
            }
        }
    }

    /// The vectors hold no vault: salt, 3 passes, 64 MiB, an envelope.
    private static let vault: [UInt8] = {
        var writer = ByteWriter()
        writer.fixed([UInt8](repeating: 7, count: 16))
        writer.varint(3)
        writer.varint(64 << 10)
        writer.blob([1, 5, 1])
        return writer.bytes
    }()

    private mutating func add(_ bytes: [UInt8], to target: FuzzTarget) {
        let isKnown = files.contains { $0.value == bytes && $0.key.hasPrefix(target.name + "/") }
        guard bytes.count <= Self.bytesMax, !isKnown else { return }
        let number = counts[target.name, default: 0]
        counts[target.name] = number + 1
        files["\(target.name)/\(number)"] = bytes
    }

    /// The values, and those that are inside runs, control entries and records.
    private static func unfolded(_ values: [[UInt8]]) -> [[UInt8]] {
        var all = values
        for run in values.compactMap({ try? LogRun(decoding: $0) }) {
            for entry in run.entries {
                all.append(entry.encoded)
                guard let body = entry.body.bytes else { continue }
                all.append(body)
                guard let record = (try? ControlBody(decoding: body))?.record else { continue }
                // A tag, then the record.
                all += [record.encoded, Array(record.encoded.dropFirst())] + parts(of: record)
            }
        }
        for value in values {
            let ops = (try? ContentBody(decoding: value))?.ops ?? (try? Op(decoding: value)).map { [$0] } ?? []
            for op in ops { all += parts(of: op) }
        }
        var seen: Set<[UInt8]> = []
        return all.filter { $0.count <= bytesMax && seen.insert($0).inserted }
    }

    private static func parts(of record: ControlRecord) -> [[UInt8]] {
        switch record {
        case .genesis, .device, .withdrawal, .revocation, .acceptance: []
        case .generation(let generation): generation.recipients.map(\.encoded)
        case .epoch(let epoch): epoch.grants.map(\.encoded)
        case .grant(let grant): grant.epochs.map(\.encoded) + [grant.wording.encoded]
        }
    }

    private static func parts(of op: Op) -> [[UInt8]] {
        switch op {
        case .set(let field): [field.encoded, field.place.encoded]
        case .edit(let place, let edit): [place.encoded, edit.encoded]
        case .addComment(_, .region(let photo, let content, let region), _):
            [Subject.region(photo, content: content, region).encoded, region.encoded]
        case .settle(let place, let sides): [place.encoded] + sides.map(\.encoded)
        default: []
        }
    }

    private static func contents(of directory: URL, _ suffix: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == suffix }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}

/// The strings of a vector file, each with the key that it stands under.
private struct VectorText: Decodable {
    private(set) var strings: [(key: String?, text: String)] = []

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            strings = [(nil, text)]
        } else if let values = try? decoder.singleValueContainer().decode([String: VectorText].self) {
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                strings += value.strings.map { ($0.key ?? key, $0.text) }
            }
        } else if let values = try? decoder.singleValueContainer().decode([VectorText].self) {
            strings = values.flatMap(\.strings)
        }
    }
}
