import DermaCausality
import DermaWire

extension EntryTable {
    init(from reader: inout ByteReader, _ replicas: [ReplicaID]) throws(WireError) {
        let start = reader.offset
        // No more than there can be in what is left: room is made for them before they are read.
        let signers = try reader.list(of: Marks.Signer.self, max: reader.remaining / 64)
        let localTimes = try reader.list(of: Marks.LocalTime.self, max: reader.remaining / 3)
        // Each is there once: otherwise one and the same state had many forms.
        guard let packed = Marks(signers, localTimes) else { throw WireError(.invalidValue, at: start) }
        var marks = try Column(from: &reader)
        var times = try Column(from: &reader)
        var seen = try Column(from: &reader)
        var depths = try Column(from: &reader)
        self.init(packed)
        for number in replicas.indices {
            var line = Line()
            line.marks = try packed.line(&marks.bytes, &times.bytes)
            try line.readSeen(&seen.bytes, replicas, own: number)
            line.depths = line.sums
            for place in line.depths.indices { line.depths[place] &+= try depths.bytes.varint() }
            insert(line, of: replicas[number])
        }
        try marks.finish()
        try times.finish()
        try seen.finish()
        try depths.finish()
    }
}

/// A part of what is read that is read beside others. Offsets stay those of the whole.
private struct Column: ~Escapable {
    var bytes: ByteReader
    private let end: Int

    @_lifetime(copy reader)
    init(from reader: inout ByteReader) throws(WireError) {
        let count = try reader.count(max: Snapshot.bytesMax)
        bytes = reader
        end = reader.offset + count
        try reader.skip(count)
    }

    func finish() throws(WireError) {
        guard bytes.offset == end else { throw WireError(.trailingBytes, at: min(bytes.offset, end)) }
    }
}

extension Marks {
    fileprivate func line(_ marks: inout ByteReader, _ times: inout ByteReader) throws(WireError) -> LineMarks {
        let start = marks.offset
        let count = try marks.count(max: Snapshot.bytesMax)
        guard count <= marks.remaining else { throw WireError(.truncated, at: start) }
        var line = LineMarks()
        line.reserveCapacity(min(count, Snapshot.reservedMax))
        var before: Int64 = 0
        for _ in 0..<count {
            let signer = try marks.count(max: signerCount)
            guard signer > 0 else {
                line.append(nil)
                continue
            }
            let start = marks.offset
            let localTime = try marks.count(max: Snapshot.bytesMax)
            guard localTime < localTimeCount else { throw WireError(.invalidValue, at: start) }
            before = before &+ (try times.signedVarint())
            line.append(Packed(milliseconds: before, signer: signer - 1, localTime: localTime))
        }
        return line
    }
}

extension EntryTable.Line {
    /// Reads what its author had newly seen. `own`: the number of its replica.
    fileprivate mutating func readSeen(
        _ reader: inout ByteReader, _ replicas: [ReplicaID], own: Int
    ) throws(WireError) {
        var last = -1
        for _ in 0..<(try reader.count(max: replicas.count)) {
            let start = reader.offset
            let other = try reader.count(max: replicas.count)
            guard other < replicas.count, other != own else { throw WireError(.invalidValue, at: start) }
            guard other > last else { throw WireError(.unsorted, at: start) }
            last = other
            seen[replicas[other]] = try steps(&reader)
        }
    }

    private mutating func steps(_ reader: inout ByteReader) throws(WireError) -> [EntryTable.Step] {
        var steps: [EntryTable.Step] = []
        var last = EntryTable.Step(at: 0, upTo: 0)
        let start = reader.offset
        for _ in 0..<(try reader.count(max: marks.count)) {
            let start = reader.offset
            let (at, upTo) = (try reader.varint(), try reader.varint())
            guard at > 0, upTo > 0, at <= UInt64(marks.count) - last.at, upTo <= UInt64.max - last.upTo
            else { throw WireError(.invalidValue, at: start) }
            last = EntryTable.Step(at: last.at + at, upTo: last.upTo + upTo)
            seenSum &+= upTo
            steps.append(last)
        }
        guard !steps.isEmpty else { throw WireError(.invalidValue, at: start) }
        return steps
    }
}
