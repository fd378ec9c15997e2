import DermaCausality
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaCRDT

@Suite("Tables of entries that nobody wrote")
struct HostileTableTests {
    private let replicas = (1...3).map { ReplicaID($0) }

    /// Three replicas wrote two entries each, of which the first says nothing that counts. `seen`: of each replica of which others
    /// how much it had newly seen from which entry on, each as more than the one before.
    private func table(
        signers: [Marks.Signer]? = nil, zones: [String] = [""], marks: [UInt8] = [2, 0, 1, 0], extra: [UInt8] = [],
        seen: [[(other: Int, steps: [(at: UInt64, upTo: UInt64)])]] = [[], [], []]
    ) -> [UInt8] {
        var writer = ByteWriter()
        writer.list(signers ?? [Marks.Signer(author: AuthorID(.zero), party: .patient)])
        writer.list(zones.map { Marks.LocalTime(offsetMinutes: 0, zone: $0) })
        writer.blob(marks + marks + marks + extra)
        writer.blob([0, 0, 0])
        var column = ByteWriter()
        for row in seen {
            column.count(row.count)
            for (other, steps) in row {
                column.count(other)
                column.count(steps.count)
                for (at, upTo) in steps {
                    column.varint(at)
                    column.varint(upTo)
                }
            }
        }
        writer.blob(column.bytes)
        writer.blob([UInt8](repeating: 0, count: 6))
        return writer.bytes
    }

    private func error(_ bytes: [UInt8]) -> WireError? {
        var reader = ByteReader(bytes.span.bytes)
        do throws(WireError) { _ = try EntryTable(from: &reader, replicas) } catch { return error }
        return nil
    }

    @Test("What replicas had seen ascends, and is of others and by entries that there are")
    func seen() {
        #expect(error(table()) == nil)
        #expect(error(table(seen: [[(1, [(1, 5), (1, 1)]), (2, [(2, 1)])], [], []])) == nil)
        for (row, expected) in [
            ([(0, [(1, 1)])], WireError.Code.invalidValue), ([(3, [(1, 1)])], .invalidValue),
            ([(1, [])], .invalidValue),
            ([(1, [(3, 1)])], .invalidValue), ([(1, [(0, 1)])], .invalidValue), ([(1, [(1, 0)])], .invalidValue),
            ([(1, [(1, .max), (1, 1)])], .invalidValue), ([(1, [(.max, 1)])], .invalidValue),
            ([(1, [(1, 1)]), (1, [(1, 1)])], .unsorted), ([(2, [(1, 1)]), (1, [(1, 1)])], .unsorted),
            ([(1, [(1, 1), (1, 1), (1, 1)])], .limitExceeded),
        ] as [([(other: Int, steps: [(at: UInt64, upTo: UInt64)])], WireError.Code)] {
            #expect(error(table(seen: [row, [], []]))?.code == expected)
        }
    }

    @Test("Signers and zones are there once, and each column to its end; errors have their place in the whole")
    func columns() throws {
        let signer = Marks.Signer(author: AuthorID(.zero), party: .patient)
        #expect(error(table(signers: [signer, signer]))?.code == .invalidValue)
        #expect(error(table(zones: ["a", "a"]))?.code == .invalidValue)
        #expect(error(table(zones: ["\u{e9}", "e\u{301}"])) == nil)
        // Behind a signer of 64 bytes, a local time of 3, both counted, and the column's length.
        let marks = 1 + 64 + 1 + 3 + 1
        #expect(error(table(marks: [2, 0, 2, 0])) == WireError(.limitExceeded, at: marks + 2))
        #expect(error(table(marks: [2, 0, 1, 1])) == WireError(.invalidValue, at: marks + 3))
        #expect(error(table(extra: [0])) == WireError(.trailingBytes, at: marks + 12))
        #expect(error([0xff, 0xff, 0xff, 0xff, 0x03, 0, 0]) == WireError(.limitExceeded, at: 0), "no room for so many")
        let bytes = table()
        for count in bytes.indices { #expect(error(Array(bytes[..<count])) != nil, "cut") }
    }
}
