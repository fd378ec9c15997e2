import DermaCausality
import DermaWire

/// The table of entries as a snapshot has it: each kind of fact of its own, so that like stands beside like.
///
/// Layout: signers; local times; then, each with its length, columns: of each replica how many entries it wrote, and who signed
/// each, 0 if it says nothing that counts, and by which local time; when; of each replica what of which others it had newly seen; how much deeper each
/// entry stands than the sum of what its author had seen.
extension EntryTable {
    func encode(to writer: inout ByteWriter, _ replicas: [ReplicaID]) {
        let numbers = Dictionary(uniqueKeysWithValues: replicas.enumerated().map { ($1, $0) })
        var signers = Numbering<Marks.Signer>()
        var localTimes = Numbering<Marks.LocalTime>()
        var marks = ByteWriter()
        var times = ByteWriter()
        var seen = ByteWriter()
        var depths = ByteWriter()
        for replica in replicas {
            let line = lines[replica] ?? Line()
            marks.count(line.marks.count)
            var before: Int64 = 0
            for mark in line.marks {
                guard let mark else {
                    marks.count(0)
                    continue
                }
                let (signer, localTime) = parts(of: mark)
                marks.count(signers.number(of: signer) + 1)
                marks.count(localTimes.number(of: localTime))
                times.signedVarint(mark.milliseconds &- before)
                before = mark.milliseconds
            }
            seen.count(line.seen.count)
            for (other, steps) in line.seen.sorted(by: { $0.key < $1.key }) {
                seen.count(numbers[other] ?? 0)
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
        writer.list(localTimes.all)
        for column in [marks, times, seen, depths] { writer.blob(column.bytes) }
    }
}

extension EntryTable.Line {
    /// The sum of all sequences that the author had seen, by entry.
    var sums: [UInt64] {
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

extension Marks.LocalTime: WireValue {
    /// As in a time.
    init(from reader: inout ByteReader) throws(WireError) {
        let time = try Timestamp(from: &reader)
        self.init(offsetMinutes: time.offsetMinutes, zone: time.zone)
    }

    func encode(to writer: inout ByteWriter) {
        writer.value(Timestamp(milliseconds: 0, offsetMinutes: offsetMinutes, zone: zone))
    }
}
