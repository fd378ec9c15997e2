import DermaCRDT
import DermaCausality
import DermaWire

extension Vectors {
    private static let item = (Actors.id("item") as ItemID).bytes

    static func malformedOps() throws -> [VectorCase] { try wrongOps() + wrongFields() + wrongEdits() }

    private static func malformed(
        _ name: String, _ note: String, _ bytes: [UInt8], _ code: WireError.Code, at offset: Int
    ) throws -> VectorCase {
        try .malformed("op-" + name, note, bytes, as: Op.self, type: "op", code, at: offset)
    }

    /// An op with its payload's length.
    private static func op(_ code: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [code] + varint(UInt64(payload.count)) + payload
    }

    private static func wrongOps() throws -> [VectorCase] {
        let part: [UInt8] = [4] + item + [UInt8](repeating: 7, count: 32)
        return try [
            malformed("cut", "The payload is shorter than its length.", [1, 5, 1, 1, 0x61], .truncated, at: 2),
            malformed(
                "payload-long", "A known op does not fill its payload.", [1, 4, 1, 1, 0x61, 0], .invalidValue, at: 5),
            malformed(
                "payload-short", "A known op goes beyond its payload.", [1, 2, 1, 1, 0x61], .invalidValue, at: 5),
            malformed("subject-0", "No subject has this tag.", op(4, item + [0, 0]), .invalidValue, at: 18),
            malformed("subject-5", "Nor this one.", op(4, item + [5, 0]), .invalidValue, at: 18),
            malformed(
                "part-empty", "A part has a width.", op(4, item + part + [0, 0, 0, 1, 0]), .invalidValue, at: 67),
            malformed(
                "part-wide", "It ends inside of the picture.",
                op(4, item + part + [2, 0] + varint(65_535) + varint(65_535) + [0]), .invalidValue, at: 67),
            malformed(
                "part-high", "Both ways.", op(4, item + part + [0, 2, 1] + varint(65_535) + [0]), .invalidValue, at: 67),
            malformed(
                "part-far", "A corner has sixteen bits.", op(4, item + part + varint(65_536) + [0, 1, 1, 0]),
                .invalidValue, at: 67),
            malformed("trigger-99", "Not in the registry.", op(9, item + [99]), .invalidValue, at: 18),
            malformed("settle-0", "Nothing is resolved there.", op(14, [0]), .invalidValue, at: 2),
            malformed("settle-7", "Nor there.", op(14, [7] + item), .invalidValue, at: 2),
            malformed("settle-text-4", "No text has this tag.", op(14, [5, 4] + item), .invalidValue, at: 3),
            malformed(
                "erase-many", "An erasure names at most 64 entries.",
                [15, 17] + (Actors.id("photo") as PhotoID).bytes + [65], .limitExceeded, at: 18),
            malformed(
                "erase-twice", "An entry is named twice.",
                [15, 0x83, 0x01] + (Actors.id("photo") as PhotoID).bytes + [2] + repeated(7, 49 * 2) + repeated(0, 16),
                .unsorted, at: 69),
            malformed(
                "unknown-long", "Not even an unknown op is longer than a body.", [99] + varint(262_145), .limitExceeded,
                at: 1),
        ]
    }

    private static func wrongFields() throws -> [VectorCase] {
        try [
            malformed("field-0", "No field has this tag.", op(1, [0, 0]), .invalidValue, at: 2),
            malformed("field-14", "Nor this one.", op(1, [14] + item), .invalidValue, at: 2),
            malformed("name-long", "A name has at most 256 bytes.", [1, 3, 1, 0x81, 0x02], .limitExceeded, at: 3),
            malformed("error-2", "Yes or no.", op(1, [9] + item + [2, 0]), .invalidValue, at: 19),
            malformed("top-2", "A folder, or none.", op(1, [11] + item + [2]), .invalidValue, at: 19),
            malformed(
                "deletion-unsorted", "Replicas ascend.", op(1, [13] + item + [1, 2] + item + [1] + item + [2]),
                .unsorted, at: 38),
        ]
    }

    private static func wrongEdits() throws -> [VectorCase] {
        func edit(_ bytes: [UInt8]) -> [UInt8] { op(2, [1] + item + bytes) }
        return try [
            malformed("edit-0", "No text has this tag.", op(2, [0] + item + [1, 4, 0, 1, 0x61]), .invalidValue, at: 2),
            malformed("edit-empty", "It does nothing.", edit([0, 0]), .invalidValue, at: 19),
            malformed("edit-cut", "More rows than bytes.", edit([5, 4, 0, 1, 0x61]), .truncated, at: 19),
            malformed("edit-kind-3", "No row has this kind.", edit([1, 7, 0, 0]), .invalidValue, at: 20),
            malformed("edit-none", "A row of nothing.", edit([1, 0, 0, 0]), .invalidValue, at: 20),
            malformed(
                "edit-long", "More scalars than a text has.", edit([1] + varint(((1 << 24) + 1) << 2) + [0, 0]),
                .limitExceeded, at: 20),
            malformed("edit-before", "Before the start.", edit([1, 4, 1, 1, 0x61]), .invalidValue, at: 21),
            malformed(
                "edit-far", "Further than any text goes.", edit([1, 4] + varint(((1 << 24) + 1) << 1) + [1, 0x61]),
                .limitExceeded, at: 21),
            malformed(
                "edit-short", "Two scalars, and a text of one.", edit([1, 8, 0, 1, 0x61]), .invalidValue, at: 22),
            malformed("edit-text", "A text that is none.", edit([1, 4, 0, 1, 0xff]), .malformedText, at: 22),
            malformed(
                "edit-text-long", "A text has at most 65536 bytes.", edit([1, 4, 0] + varint(65_537)), .limitExceeded,
                at: 22),
            malformed(
                "edit-halves", "Two rows that are one insertion.", edit([2, 4, 4, 0, 0, 2, 0x61, 0x62]), .invalidValue,
                at: 19),
            malformed("edit-backward-1", "One scalar is deleted forwards.", edit([1, 6, 2, 0]), .invalidValue, at: 19),
        ]
    }
}
