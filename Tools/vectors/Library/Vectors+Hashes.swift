import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// Every hash context over the same bytes, signatures, and what no one may take for the same.
    static func hashes() throws -> [VectorCase] {
        let message = Array("The quick brown fox".utf8)
        let contexts = HashContext.allCases.map { context in
            VectorCase(
                "context-" + context.rawValue, "BLAKE2b-256 over the context as text, then the message.",
                ["context": .string(context.rawValue), "message": .hex(message)],
                expect: ["hash": .hex(Bytes32.hash(context, message))])
        }
        let empty = VectorCase(
            "empty-message", "Nothing but the context.",
            ["context": .string(HashContext.body.rawValue), "message": ""],
            expect: ["hash": .hex(Bytes32.hash(.body, []))])
        return contexts + [empty] + signatures(message)
    }

    private static func signatures(_ message: [UInt8]) -> [VectorCase] {
        let holder = Actors.phone
        let signature = holder.secrets.sign(.head, message)
        func fields(_ signature: Signature, _ context: HashContext, _ message: [UInt8]) -> [String: JSONValue] {
            [
                "context": .string(context.rawValue), "message": .hex(message),
                "publicKey": .hex(holder.secrets.keys.signing), "signature": .hex(signature),
            ]
        }
        var seeded = fields(signature, .head, message)
        seeded["seed"] = .hex(holder.signingSeed)
        var flipped = signature.bytes
        flipped[10] ^= 1
        return [
            VectorCase(
                "signature", "Ed25519 over the context as text, then the message; made from the seed.", seeded,
                expect: ["verifies": true]),
            VectorCase(
                "signature-flipped", "One bit of the signature is wrong.",
                fields(Signature(bytes: flipped) ?? signature, .head, message), expect: ["verifies": false]),
            VectorCase(
                "signature-other-context", "Signed for another use.", fields(signature, .login, message),
                expect: ["verifies": false]),
            VectorCase(
                "signature-other-message", "Signed over something else.", fields(signature, .head, message + [0]),
                expect: ["verifies": false]),
        ]
    }
}
