import DermaCausality
public import DermaWire

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
        case .set: .set(try Field(from: &reader))
        case .edit: .edit(try TextPlace(from: &reader), try TextEdit(from: &reader))
        case .addPhoto:
            .addPhoto(try PhotoID(from: &reader), manifest: try reader.blob(max: Limits.manifestBytesMax))
        case .addComment:
            .addComment(
                try ItemID(from: &reader), on: try Subject(from: &reader),
                text: try reader.text(max: Limits.textBytesMax))
        case .amendComment: .amendComment(try ItemID(from: &reader), text: try reader.text(max: Limits.textBytesMax))
        case .addScore:
            .addScore(try ItemID(from: &reader), try Score(from: &reader), day: try CivilDay(from: &reader))
        case .amendScore:
            .amendScore(try ItemID(from: &reader), try Score(from: &reader), day: try CivilDay(from: &reader))
        case .retract: .retract(try ItemID(from: &reader))
        case .suspect: .suspect(try ItemID(from: &reader), try Suspicion(from: &reader))
        case .unsuspect: .unsuspect(try ItemID(from: &reader), try Suspicion(from: &reader))
        case .addReading: .addReading(try ItemID(from: &reader), try EnvironmentalReading(from: &reader))
        case .removeReading: .removeReading(try ItemID(from: &reader), try EnvironmentalReading(from: &reader))
        case .removeDiary: .removeDiary(try ItemID(from: &reader))
        case .settle:
            .settle(
                try ConflictPlace(from: &reader),
                sides: try reader.sorted(of: SideID.self, max: Limits.replicasMax) { $0 })
        case .erasePhoto:
            .erasePhoto(
                try PhotoID(from: &reader),
                entries: try reader.sorted(of: ReplicaHead.self, max: Limits.erasureEntriesMax) { $0 })
        }
    }

    private func encodePayload(to writer: inout ByteWriter) -> UInt64 {
        let code: OpCode
        switch self {
        case .set(let field):
            code = .set
            writer.value(field)
        case .edit(let place, let edit):
            code = .edit
            writer.value(place)
            writer.value(edit)
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
        case .addScore(let item, let score, let day), .amendScore(let item, let score, let day):
            if case .addScore = self { code = .addScore } else { code = .amendScore }
            writer.value(item)
            writer.value(score)
            writer.value(day)
        case .suspect(let item, let suspicion), .unsuspect(let item, let suspicion):
            if case .suspect = self { code = .suspect } else { code = .unsuspect }
            writer.value(item)
            writer.value(suspicion)
        case .addReading(let item, let reading), .removeReading(let item, let reading):
            if case .addReading = self { code = .addReading } else { code = .removeReading }
            writer.value(item)
            writer.value(reading)
        case .retract(let item), .removeDiary(let item):
            if case .retract = self { code = .retract } else { code = .removeDiary }
            writer.value(item)
        case .settle(let place, let sides):
            code = .settle
            writer.value(place)
            writer.list(sides)
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
