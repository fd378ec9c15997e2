import DermaCausality
import DermaWire

/// The table of entries as a snapshot has it: each kind of fact of its own, so that like stands beside like.
extension EntryTable {
    /// replicas and how many entries each wrote; signers and zones; who signed which entry; when; what each had newly seen.
    func encode(to writer: inout ByteWriter, _ replicas: [ReplicaID]) {
        var signers = Numbering<Marks.Signer>()
        var zones = Numbering<String>()
        var marks = ByteWriter()
        var times = ByteWriter()
        var seen = ByteWriter()
        var depths = ByteWriter()
        for replica in replicas {
            let line = lines[replica] ?? Line()
            marks.count(line.marks.count)
            var before = Timestamp(milliseconds: 0)
            for mark in line.marks {
                guard let mark = mark.map(unpacked) else {
                    marks.count(0)
                    continue
                }
                marks.count(signers.number(of: Marks.Signer(author: mark.author, party: mark.party)) + 1)
                marks.count(zones.number(of: mark.time.zone))
                marks.signedVarint(Int64(mark.time.offsetMinutes))
                times.signedVarint(mark.time.milliseconds &- before.milliseconds)
                before = mark.time
            }
            for other in replicas {
                let steps = line.seen[other] ?? []
                seen.count(steps.count)
                var last = Step(at: 0, upTo: 0)
                for step in steps {
                    seen.varint(step.at - last.at)
                    seen.varint(step.upTo - last.upTo)
                    last = step
                }
            }
            for (depth, sum) in zip(line.depths, line.sums) { depths.varint(depth &- sum) }
        }
        writer.list(signers.all)
        writer.count(zones.all.count)
        for zone in zones.all { writer.text(zone) }
        for column in [marks, times, seen, depths] { writer.blob(column.bytes) }
    }

    init(from reader: inout ByteReader, _ replicas: [ReplicaID]) throws(WireError) {
        let signers = try reader.list(of: Marks.Signer.self, max: Snapshot.bytesMax)
        var zones: [String] = []
        for _ in 0..<(try reader.count(max: Snapshot.bytesMax)) { zones.append(try reader.text(max: 64)) }
        let start = reader.offset
        let (markBytes, timeBytes, seenBytes, depthBytes) = (
            try reader.blob(max: Snapshot.bytesMax), try reader.blob(max: Snapshot.bytesMax),
            try reader.blob(max: Snapshot.bytesMax), try reader.blob(max: Snapshot.bytesMax)
        )
        var marks = ByteReader(markBytes.span.bytes)
        var times = ByteReader(timeBytes.span.bytes)
        var seen = ByteReader(seenBytes.span.bytes)
        var depths = ByteReader(depthBytes.span.bytes)
        var packed = Marks()
        var read: [(replica: ReplicaID, line: Line)] = []
        for replica in replicas {
            var line = Line()
            let count = try marks.count(max: Snapshot.bytesMax)
            guard count <= marks.remaining else { throw WireError(.truncated, at: start) }
            line.marks.reserveCapacity(count)
            var before: Int64 = 0
            for _ in 0..<count {
                let signer = try marks.count(max: signers.count)
                guard signer > 0 else {
                    line.marks.append(nil)
                    continue
                }
                let zone = try marks.count(max: Snapshot.bytesMax)
                let offset = try marks.signedVarint()
                guard zone < zones.count, let minutes = Int16(exactly: offset) else {
                    throw WireError(.invalidValue, at: start)
                }
                before = before &+ (try times.signedVarint())
                let time = Timestamp(milliseconds: before, offsetMinutes: minutes, zone: zones[zone])
                let who = signers[signer - 1]
                line.marks.append(packed.pack(EntryMark(author: who.author, party: who.party, time: time)))
            }
            try line.readSeen(&seen, replicas)
            line.depths = line.sums
            for place in line.depths.indices { line.depths[place] &+= try depths.varint() }
            read.append((replica, line))
        }
        self.init(packed)
        for (replica, line) in read { insert(line, of: replica) }
        for rest in [marks.remaining, times.remaining, seen.remaining, depths.remaining] where rest > 0 {
            throw WireError(.trailingBytes, at: start)
        }
    }
}

extension Marks.Signer: WireValue {
    init(from reader: inout ByteReader) throws(WireError) {
        author = try AuthorID(from: &reader)
        party = try AccountID(from: &reader)
    }

    func encode(to writer: inout ByteWriter) {
        writer.value(author)
        writer.value(party)
    }
}

extension EntryTable.Line {
    fileprivate mutating func readSeen(
        _ reader: inout ByteReader, _ replicas: [ReplicaID]
    ) throws(WireError) {
        for other in replicas {
            var steps: [EntryTable.Step] = []
            var last = EntryTable.Step(at: 0, upTo: 0)
            for _ in 0..<(try reader.count(max: marks.count)) {
                let start = reader.offset
                let (at, upTo) = (try reader.varint(), try reader.varint())
                guard at > 0, upTo > 0, at <= UInt64(marks.count) - last.at, upTo <= UInt64(Int64.max) - last.upTo
                else { throw WireError(.invalidValue, at: start) }
                last = EntryTable.Step(at: last.at + at, upTo: last.upTo + upTo)
                seenSum &+= upTo
                steps.append(last)
            }
            if !steps.isEmpty { seen[other] = steps }
        }
    }

    /// The sum of all sequences that the author had seen, by entry.
    fileprivate var sums: [UInt64] {
        var news = [UInt64](repeating: 0, count: marks.count)
        for steps in seen.values {
            var last: UInt64 = 0
            for step in steps {
                news[Int(step.at) - 1] &+= step.upTo - last
                last = step.upTo
            }
        }
        var sum: UInt64 = 0
        return news.enumerated().map { place, new in
            sum &+= new
            return sum &+ UInt64(place)
        }
    }
}
