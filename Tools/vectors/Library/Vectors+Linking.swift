import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire

extension Vectors {
    /// What a new device and a linked one show each other, and what the new one is told under seal.
    static func linking() throws -> [VectorCase] {
        let secret: Bytes32 = Actors.fixed("link-secret")
        let keys = Actors.tablet.secrets.keys
        let request = LinkRequest(keys: keys, expires: Actors.now + 900_000, secret: secret)
        let head = ReplicaHead(Dot(Actors.id("replica"), 4), Actors.fixed("head"))
        let answer = LinkAnswer(account: Actors.patient.account, head: head, to: request)
        let welcome = LinkWelcome(
            generations: [.init(number: 1, seed: Actors.bytes("account-key", 32))],
            folders: [.init(folder: Actors.folder, heads: CausalContext([head]))])
        return try [
            VectorCase(
                "request", "Shown by the new device, as text in hexadecimal or as a QR code.", [:],
                expect: [
                    "bytes": .hex(request), "signing": .hex(keys.signing), "agreement": .hex(keys.agreement),
                    "expires": .wide(request.expires), "secret": .hex(secret),
                ]),
            answerCase("answer", "Proves that the answering device had read the request.", answer, keys, secret, true),
            answerCase(
                "answer-other-secret", "Made without the request's secret.", answer, keys, Actors.fixed("other-secret"),
                false),
            answerCase(
                "answer-other-keys", "Made for another device.", answer, Actors.phone.secrets.keys, secret, false),
            .valid(
                "welcome", "The account's keys, and the newest entry of every log that the linking device knew.",
                welcome,
                type: "welcome",
                [
                    "generations": [["number": "1", "seed": .hex(Actors.bytes("account-key", 32))]],
                    "folders": [["folder": .hex(Actors.folder), "heads": [.dot(head.dot)]]],
                ]),
            .malformed(
                "request-cut", "The secret is missing.", Array(request.encoded.dropLast(32)), as: LinkRequest.self,
                type: "linkRequest", .truncated, at: 64 + 6),
        ]
    }

    private static func answerCase(
        _ name: String, _ note: String, _ answer: LinkAnswer, _ keys: DeviceKeys, _ secret: Bytes32, _ holds: Bool
    ) throws -> VectorCase {
        guard answer.answers(keys, secret) == holds else { throw Contradiction(name, "\(!holds)") }
        return VectorCase(
            name, note,
            [
                "answer": .hex(answer), "signing": .hex(keys.signing), "agreement": .hex(keys.agreement),
                "secret": .hex(secret),
            ],
            expect: [
                "account": .hex(answer.account), "head": .dot(answer.head.dot), "headHash": .hex(answer.head.hash),
                "answers": .bool(holds),
            ])
    }
}
