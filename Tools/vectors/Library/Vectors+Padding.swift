import DermaSecrets

extension Vectors {
    /// Padding classes, padded bytes, and what is no padding.
    static func padding() throws -> [VectorCase] {
        let lengths = [
            0, 1, 31, 32, 33, 255, 256, 257, 300, 1000, 4096, 4097, 65_535, 65_536, 100_000, 262_144, 1_000_000,
        ]
        let classes = lengths.map { length in
            VectorCase(
                "class-\(length)", "The class of a length: multiples of 32 up to 512, Padmé above.",
                ["length": .number(length)], expect: ["padded": .number(Padding.paddedLength(length))])
        }
        let padded = try [0, 1, 30, 31, 32, 255, 256].map { length in
            let content = Actors.bytes("padding", length)
            let padded = Padding.pad(content)
            guard Padding.unpad(padded) == content else { throw Contradiction("pad-\(length)", "does not survive") }
            return VectorCase(
                "pad-\(length)", "0x80, then zeros, up to the class of the length plus one.",
                ["content": .hex(content)],
                expect: ["padded": .hex(padded)])
        }
        let faults: [(String, String, [UInt8])] = [
            ("unpad-empty", "Nothing at all.", []),
            ("unpad-zeros", "There is no 0x80.", repeated(0, 32)),
            ("unpad-other-end", "The last byte that is not zero is another.", repeated(0, 30) + [0x81, 0]),
        ]
        let refused = try faults.map { name, note, bytes in
            guard Padding.unpad(bytes) == nil else { throw Contradiction(name, "has padding") }
            return VectorCase(name, note, ["padded": .hex(bytes)], expect: ["valid": false])
        }
        return classes + padded + refused
    }
}
