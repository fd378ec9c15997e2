import DermaCausality
public import DermaWire

extension RunEntry: WireValue {
    private static let withheldBit: UInt8 = 0x80

    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        let tag = try reader.byte()
        kind = try Self.kind(tag & ~Self.withheldBit, at: start)
        epoch = kind.isSealed ? try EpochID(from: &reader) : EpochID(.zero)
        if tag & Self.withheldBit == 0 {
            body = .present(try reader.blob(max: Limits.bodyBytesMax))
        } else {
            let hash = try Bytes32(from: &reader)
            body = .withheld(hash: hash, length: try reader.count(max: Limits.bodyBytesMax))
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch body {
        case .present(let bytes):
            writer.byte(kind.number)
            if kind.isSealed { writer.value(epoch) }
            writer.blob(bytes)
        case .withheld(let hash, let length):
            writer.byte(kind.number | Self.withheldBit)
            if kind.isSealed { writer.value(epoch) }
            writer.value(hash)
            writer.count(length)
        }
    }

    private static func kind(_ number: UInt8, at offset: Int) throws(WireError) -> EntryKind {
        do throws(WireError) { return try EntryKind(decoding: [number]) } catch {
            throw WireError(error.code, at: offset)
        }
    }
}

extension LogRun: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        origin = try ReplicaOrigin(from: &reader)
        firstSequence = try reader.varint(in: 1...UInt64(Int64.max) - UInt64(Limits.runEntriesMax))
        previous = try Bytes32(from: &reader)
        let start = reader.offset
        entries = try reader.list(of: RunEntry.self, max: Limits.runEntriesMax)
        guard !entries.isEmpty else { throw WireError(.invalidValue, at: start) }
        // A store cuts runs at this length; a longer one could never be handed on.
        guard entries.reduce(0, { $0 + $1.body.length }) <= Limits.runBodyBytesMax else {
            throw WireError(.limitExceeded, at: start)
        }
        signature = try Signature(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.value(origin)
        writer.varint(firstSequence)
        writer.value(previous)
        writer.list(entries)
        writer.value(signature)
    }
}
