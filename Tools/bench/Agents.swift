import DermaCRDT
import DermaCausality
public import DermaWire

typealias Doc = TextDocument<Int>

func replica(_ n: UInt64) -> ReplicaID {
    var writer = ByteWriter()
    writer.bigEndian64(n &* 0x9e37_79b9_7f4a_7c15)
    writer.bigEndian64((n + 99) &* 0xbf58_476d_1ce4_e5b9)
    return ReplicaID(Bytes16(writer.bytes) ?? .zero)
}

extension Int: WireEncodable, WireDecodable {
    public init(from reader: inout ByteReader) throws(WireError) {
        self = Int(try reader.varint(in: 0...UInt64(Int32.max)))
    }
    public func encode(to writer: inout ByteWriter) { writer.varint(UInt64(self)) }
}

/// Repeatable randomness (Steele, Lea, Flood, "SplitMix", 2014).
struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    mutating func below(_ n: Int) -> Int { Int(next() % UInt64(max(n, 1))) }
}
