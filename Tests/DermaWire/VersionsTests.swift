import DermaWire
import Testing

@Suite("Versions, suites and reserved values")
struct VersionsTests {
    @Test("A version is a number of 16 bits")
    func versions() throws {
        for number in [0, 1, 127, 128, 0x0a0a, .max] as [UInt16] {
            let version = ProtocolVersion(number)
            #expect(try ProtocolVersion(decoding: version.encoded) == version)
        }
        #expect(throws: WireError(.invalidValue, at: 0)) {
            try ProtocolVersion(decoding: written { $0.varint(0x10000) })
        }
        #expect(ProtocolVersion(1) < ProtocolVersion(256))
        #expect(Suite(1) < Suite(2))
    }

    /// The pattern of RFC 8701: 0x?a, and twice the same byte where there are two.
    @Test("Reserved values follow RFC 8701 and are never those in use")
    func reserved() {
        #expect(Reserved.versions.count == 8 && Set(Reserved.versions).count == 8)
        #expect(Reserved.versions.allSatisfy { $0.number & 0x0f0f == 0x0a0a && $0.number >> 8 == $0.number & 0xff })
        #expect(Reserved.suites.count == 8 && Set(Reserved.suites).count == 8)
        #expect(Reserved.suites.allSatisfy { $0.number & 0x0f == 0x0a })
        #expect(Reserved.frameTypes.count == 8 && Set(Reserved.frameTypes).count == 8)
        #expect(Reserved.frameTypes.allSatisfy { $0.number & 0x0f == 0x0a && $0.isIgnorable })
        #expect(!Reserved.versions.contains(.v1) && !Reserved.suites.contains(.v1))
    }
}
