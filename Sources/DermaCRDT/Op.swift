public import DermaCausality
public import DermaWire

/// What a comment is about.
public enum Subject: Hashable, Sendable {
    case folder
    case photo(PhotoID)
    case diary(ItemID)
}

/// A part of a diary entry. Each is a register of its own, so that different parts never conflict.
public enum DiaryField: Hashable, Sendable {
    /// What the person wrote.
    case text(String)
    /// The day it is about.
    case day(CivilDay)
}

/// One change to one item of a folder.
public enum Op: Hashable, Sendable {
    /// Names the folder.
    case nameFolder(String)
    /// Adds a photo; the manifest says how its chunks are opened.
    case addPhoto(PhotoID, manifest: [UInt8])
    /// Says something about the folder, a photo or a diary entry.
    case addComment(ItemID, on: Subject, text: String)
    /// Corrects one's own party's comment; the earlier text stays in its history.
    case amendComment(ItemID, text: String)
    /// Writes a part of a diary entry, which the first such op creates.
    case writeDiary(ItemID, DiaryField)
    /// Suspects a trigger of a flare-up.
    case addTrigger(ItemID, Trigger)
    /// No longer suspects it.
    case removeTrigger(ItemID, Trigger)
    /// Records an observation; it is never changed.
    case addScore(ItemID, Score, day: CivilDay)
    /// Erases a photo for good; names the entries that added it, whose bodies go.
    case erasePhoto(PhotoID, entries: [ReplicaHead])
    /// An op of a newer version: kept and forwarded, not understood.
    case unknown(code: UInt64, payload: [UInt8])
}

/// The registry of op codes.
package enum OpCode: UInt64, CaseIterable {
    case nameFolder = 1
    case addPhoto = 2
    case addComment = 3
    case amendComment = 4
    case writeDiary = 5
    case addTrigger = 6
    case removeTrigger = 7
    case addScore = 8
    case erasePhoto = 9
}

extension Op: WireValue {
    /// code (varint), payload (length-prefixed): an unknown code can be passed over.
    public init(from reader: inout ByteReader) throws(WireError) {
        let code = try reader.varint()
        let length = try reader.count(max: Limits.bodyBytesMax)
        guard length <= reader.remaining else { throw WireError(.truncated, at: reader.offset) }
        guard let known = OpCode(rawValue: code) else {
            self = .unknown(code: code, payload: try reader.fixed(length))
            return
        }
        let end = reader.offset + length
        self = try Self.decode(known, from: &reader)
        guard reader.offset == end else { throw WireError(.invalidValue, at: reader.offset) }
    }

    public func encode(to writer: inout ByteWriter) {
        var payload = ByteWriter()
        let code = encodePayload(to: &payload)
        writer.varint(code)
        writer.blob(payload.bytes)
    }

    private static func decode(_ code: OpCode, from reader: inout ByteReader) throws(WireError) -> Op {
        switch code {
        case .nameFolder: .nameFolder(try reader.text(max: Limits.nameBytesMax))
        case .addPhoto:
            .addPhoto(try PhotoID(from: &reader), manifest: try reader.blob(max: Limits.manifestBytesMax))
        case .addComment:
            .addComment(
                try ItemID(from: &reader), on: try Subject(from: &reader),
                text: try reader.text(max: Limits.textBytesMax))
        case .amendComment: .amendComment(try ItemID(from: &reader), text: try reader.text(max: Limits.textBytesMax))
        case .writeDiary: .writeDiary(try ItemID(from: &reader), try DiaryField(from: &reader))
        case .addTrigger: .addTrigger(try ItemID(from: &reader), try Trigger(from: &reader))
        case .removeTrigger: .removeTrigger(try ItemID(from: &reader), try Trigger(from: &reader))
        case .addScore:
            .addScore(try ItemID(from: &reader), try Score(from: &reader), day: try CivilDay(from: &reader))
        case .erasePhoto:
            .erasePhoto(
                try PhotoID(from: &reader),
                entries: try reader.sorted(of: ReplicaHead.self, max: Limits.erasureEntriesMax) { $0 })
        }
    }

    private func encodePayload(to writer: inout ByteWriter) -> UInt64 {
        let code: OpCode
        switch self {
        case .nameFolder(let name):
            code = .nameFolder
            writer.text(name)
        case .addPhoto(let photo, let manifest):
            code = .addPhoto
            writer.value(photo)
            writer.blob(manifest)
        case .addComment(let item, let subject, let text):
            code = .addComment
            writer.value(item)
            writer.value(subject)
            writer.text(text)
        case .amendComment(let item, let text):
            code = .amendComment
            writer.value(item)
            writer.text(text)
        case .writeDiary(let item, let field):
            code = .writeDiary
            writer.value(item)
            writer.value(field)
        case .addTrigger(let item, let trigger):
            code = .addTrigger
            writer.value(item)
            writer.value(trigger)
        case .removeTrigger(let item, let trigger):
            code = .removeTrigger
            writer.value(item)
            writer.value(trigger)
        case .addScore(let item, let score, let day):
            code = .addScore
            writer.value(item)
            writer.value(score)
            writer.value(day)
        case .erasePhoto(let photo, let entries):
            code = .erasePhoto
            writer.value(photo)
            writer.list(entries)
        case .unknown(let code, let payload):
            writer.fixed(payload)
            return code
        }
        return code.rawValue
    }
}

extension Subject: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .folder
        case 2: self = .photo(try PhotoID(from: &reader))
        case 3: self = .diary(try ItemID(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .folder: writer.byte(1)
        case .photo(let photo):
            writer.byte(2)
            writer.value(photo)
        case .diary(let item):
            writer.byte(3)
            writer.value(item)
        }
    }
}

extension DiaryField: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .text(try reader.text(max: Limits.textBytesMax))
        case 2: self = .day(try CivilDay(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .text(let text):
            writer.byte(1)
            writer.text(text)
        case .day(let day):
            writer.byte(2)
            writer.value(day)
        }
    }
}
