import DermaTestSupport
import DermaWire
import Testing

@Suite("Lists: counted, bounded, sorted where order has no meaning")
struct ListTests {
    /// A count that no memory holds.
    private static let huge = written { $0.varint(1 << 60) }

    @Test("A list keeps its order")
    func list() throws {
        let suites = [Suite(9), Suite(3), Suite(9)]
        let bytes = written { $0.list(suites) }
        #expect(bytes == [3, 9, 3, 9])
        #expect(try read(bytes) { try $0.list(of: Suite.self, max: 3) } == suites)
        #expect(fault(bytes) { try $0.list(of: Suite.self, max: 2) } == WireError(.limitExceeded, at: 0))
        #expect(fault([3, 9, 3]) { try $0.list(of: Suite.self, max: 3) } == WireError(.truncated, at: 3))
    }

    @Test("A sorted list strictly ascends")
    func sorted() throws {
        #expect(
            try read([3, 1, 2, 9]) { try $0.sorted(of: Suite.self, max: 3, by: \.number) }.map(\.number) == [1, 2, 9])
        #expect(
            fault([3, 1, 9, 2]) { try $0.sorted(of: Suite.self, max: 3, by: \.number) } == WireError(.unsorted, at: 3))
        #expect(
            fault([2, 5, 5]) { try $0.sorted(of: Suite.self, max: 3, by: \.number) } == WireError(.unsorted, at: 2))
        #expect(
            fault([4, 1, 2, 3, 4]) { try $0.sorted(of: Suite.self, max: 3, by: \.number) }
                == WireError(.limitExceeded, at: 0))
        #expect(try read([0]) { try $0.sorted(of: Suite.self, max: 3, by: \.number) }.isEmpty)
    }

    @Test("A count above the limit is refused before anything is read or allocated")
    func limitFirst() {
        #expect(fault(Self.huge) { try $0.blob(max: 1000) } == WireError(.limitExceeded, at: 0))
        #expect(fault(Self.huge) { try $0.text(max: 1000) } == WireError(.limitExceeded, at: 0))
        #expect(fault(Self.huge) { try $0.list(of: Bytes8.self, max: 1000) } == WireError(.limitExceeded, at: 0))
        #expect(
            fault(Self.huge) { try $0.sorted(of: Bytes8.self, max: 1000, by: \.self) }
                == WireError(.limitExceeded, at: 0))
    }

    /// A reader that made room for what was declared would end the process here: 2^60 × 8 bytes do not exist.
    @Test("Even where a limit is generous, room is made for no more than what came")
    func roomForWhatCame() {
        let end = Self.huge.count
        #expect(fault(Self.huge) { try $0.blob(max: .max) } == WireError(.truncated, at: end))
        #expect(fault(Self.huge) { try $0.text(max: .max) } == WireError(.truncated, at: end))
        #expect(fault(Self.huge) { try $0.list(of: Bytes8.self, max: .max) } == WireError(.truncated, at: end))
        #expect(
            fault(Self.huge) { try $0.sorted(of: Bytes8.self, max: .max, by: \.self) }
                == WireError(.truncated, at: end))
    }
}
