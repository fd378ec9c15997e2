import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("Records of the control log on the wire")
struct RecordWireTests {
    private static func heads(_ random: inout SeededRandom) -> [ReplicaHead] {
        (0..<random.below(4)).map { _ in ReplicaHead(Dot(random.identifier(), 1), random.fixed()) }
    }

    private static func record(_ random: inout SeededRandom) -> ControlRecord {
        let keys = DeviceKeys(signing: random.identifier(), agreement: random.identifier())
        switch random.below(9) {
        case 0: return .genesis(.account(keys: keys))
        case 1:
            return .genesis(
                .organisation(keys: keys, name: random.text(countMax: 9), registryNumber: random.text(countMax: 9)))
        case 2:
            return .device(
                DeviceAdded(keys: keys, label: random.blob(countMax: 20), welcome: random.blob(countMax: 20)))
        case 3:
            let recipients = (0..<random.below(4)).map { _ in
                SealedKey(recipient: random.identifier(), sealed: random.blob(countMax: 20))
            }
            return .generation(
                KeyGeneration(number: 1 + random.number() >> 32, publicKey: random.identifier(), recipients: recipients)
            )
        case 4:
            let grants = (0..<random.below(4)).map { _ in
                GrantedKey(grant: random.identifier(), sealed: random.blob(countMax: 20))
            }
            return .epoch(
                EpochStarted(
                    folder: random.identifier(), number: UInt64(1 + random.below(1000)), commitment: random.fixed(),
                    generation: 1, sealedToAccount: random.blob(countMax: 20), grants: grants))
        case 5:
            let epochs = (0..<random.below(4)).map { _ in
                EpochKeyGranted(
                    epoch: random.identifier(), number: UInt64(1 + random.below(1000)),
                    sealed: random.blob(countMax: 20))
            }
            return .grant(
                Grant(
                    id: random.identifier(), folder: random.identifier(), organisation: random.identifier(),
                    purposes: Purposes(rawValue: UInt8(1 + random.below(63))), end: Int64(bitPattern: random.number()),
                    wording: Wording(text: random.text(countMax: 9), language: "de-CH", version: random.number()),
                    generation: 2, sealedHalf: random.blob(countMax: 20), halfCommitment: random.fixed(),
                    sealedToAccount: random.blob(countMax: 20), accountGeneration: 3, epochs: epochs))
        case 6:
            return .revocation(DeviceRevoked(device: random.identifier(), heads: CausalContext(heads(&random))))
        case 7: return .acceptance(EntriesAccepted(heads(&random)))
        default: return .withdrawal(Withdrawal(folder: random.identifier(), organisation: random.identifier()))
        }
    }

    @Test("Any body comes back, no prefix of it does, and nothing may follow it", arguments: Seed.first(60))
    func roundTrip(seed: Seed) throws {
        var random = seed.random
        let head = ReplicaHead(Dot(random.identifier(), 1 + random.number() >> 2), random.fixed())
        let body = ControlBody(
            context: CausalContext([head]), claimedTime: Int64(bitPattern: random.number()),
            record: Self.record(&random))
        let bytes = body.encoded
        #expect(try ControlBody(decoding: bytes) == body)
        for length in bytes.indices {
            let error = #expect(throws: WireError.self) { try ControlBody(decoding: Array(bytes[..<length])) }
            #expect(error?.code == .truncated && (error?.offset ?? .max) <= length)
        }
        #expect(throws: WireError(.trailingBytes, at: bytes.count)) { try ControlBody(decoding: bytes + [0]) }
    }

    @Test("A changed bit is refused or makes another record with exactly these bytes", arguments: Seed.first(20))
    func canonical(seed: Seed) {
        var random = seed.random
        for (bit, flipped) in Self.record(&random).encoded.bitFlips {
            if let other = try? ControlRecord(decoding: flipped) { #expect(other.encoded == flipped, "bit \(bit)") }
        }
    }

    @Test("Each record travels under its kind, and unknown records are refused")
    func kinds() {
        let keys = DeviceKeys(signing: SigningPublicKey(.zero), agreement: AgreementPublicKey(.zero))
        let records: [(record: ControlRecord, tag: UInt8, kind: EntryKind)] = [
            (.genesis(.account(keys: keys)), 1, .membership),
            (.device(DeviceAdded(keys: keys, label: [], welcome: [])), 2, .membership),
            (.generation(.sample(1)), 3, .membership), (.epoch(.sample(1)), 4, .epoch), (.grant(.sample(1)), 5, .grant),
            (.withdrawal(Withdrawal(folder: .arm, organisation: .clinic)), 6, .withdrawal),
            (.revocation(DeviceRevoked(device: keys.author, heads: CausalContext([]))), 7, .membership),
            (.acceptance(EntriesAccepted([])), 8, .membership),
        ]
        for (record, tag, kind) in records { #expect(record.encoded.first == tag && record.kind == kind) }
        for tag in [0, 9, 255] as [UInt8] {
            #expect(throws: WireError(.invalidValue, at: 0)) { try ControlRecord(decoding: [tag, 0]) }
        }
        #expect(throws: WireError(.invalidValue, at: 1)) { try ControlRecord(decoding: [1, 3]) }
    }

    @Test("Lists are sorted by the maker and must be so on the wire")
    func sorting() throws {
        let epoch = EpochStarted.sample(1, grants: [GrantID(.filled(9)), GrantID(.filled(3))])
        #expect(epoch.grants.map(\.grant) == [GrantID(.filled(3)), GrantID(.filled(9))])
        let grant = Grant.sample(1, epochs: [(1, 9), (2, 3)])
        #expect(grant.epochs.map(\.number) == [2, 1])
        let sealed = [9, 3].map { SealedKey(recipient: AuthorID(.filled($0)), sealed: []) }
        let generation = KeyGeneration(number: 1, publicKey: AgreementPublicKey(.zero), recipients: sealed)
        #expect(generation.recipients.map(\.recipient.raw) == [.filled(3), .filled(9)])

        // Two recipients of 33 bytes each come last; exchanged, or one twice, they are refused.
        let bytes = generation.encoded
        let start = bytes.count - 66
        let (first, second) = (Array(bytes[start..<start + 33]), Array(bytes[(start + 33)...]))
        #expect(try KeyGeneration(decoding: bytes[..<start] + first + second) == generation)
        for pair in [second + first, first + first] {
            #expect(throws: WireError(.unsorted, at: start + 33)) {
                try KeyGeneration(decoding: bytes[..<start] + pair)
            }
        }
    }

    @Test("Numbers of epochs and generations have 32 bits and start at 1")
    func numbers() throws {
        #expect(
            try EpochStarted(decoding: EpochStarted.sample(1, number: UInt64(UInt32.max)).encoded).number
                == 4_294_967_295)
        for number in [0, UInt64(UInt32.max) + 1, .max] {
            #expect(throws: WireError(.invalidValue, at: 16)) {
                try EpochStarted(decoding: EpochStarted.sample(1, number: number).encoded)
            }
            #expect(throws: WireError(.invalidValue, at: 0)) {
                try KeyGeneration(decoding: KeyGeneration.sample(number).encoded)
            }
            #expect(throws: WireError.self) { try Grant(decoding: Grant.sample(1, epochs: [(number, 1)]).encoded) }
        }
    }

    @Test("Names, labels, welcomes and sealed keys stop at their limits")
    func limits() {
        let keys = DeviceKeys(signing: SigningPublicKey(.zero), agreement: AgreementPublicKey(.zero))
        func fault(_ record: ControlRecord) -> WireError.Code? {
            do throws(WireError) { _ = try ControlRecord(decoding: record.encoded) } catch { return error.code }
            return nil
        }
        func device(label: Int, welcome: Int) -> ControlRecord {
            .device(
                DeviceAdded(
                    keys: keys, label: [UInt8](repeating: 0, count: label),
                    welcome: [UInt8](repeating: 0, count: welcome)))
        }
        #expect(fault(device(label: Limits.sealedKeyBytesMax, welcome: Limits.welcomeBytesMax)) == nil)
        #expect(fault(device(label: Limits.sealedKeyBytesMax + 1, welcome: 0)) == .limitExceeded)
        #expect(fault(device(label: 0, welcome: Limits.welcomeBytesMax + 1)) == .limitExceeded)
        func clinic(_ count: Int) -> ControlRecord {
            .genesis(.organisation(keys: keys, name: String(repeating: "x", count: count), registryNumber: ""))
        }
        #expect(fault(clinic(Limits.nameBytesMax)) == nil)
        #expect(fault(clinic(Limits.nameBytesMax + 1)) == .limitExceeded)
        func language(_ count: Int) -> Wording {
            Wording(text: "", language: String(repeating: "x", count: count), version: 1)
        }
        #expect((try? Wording(decoding: language(35).encoded)) == language(35))
        #expect(throws: WireError(.limitExceeded, at: 32)) { try Wording(decoding: language(36).encoded) }
    }

    @Test("A31: the wording's hash, language and version are kept, and the text decides the hash")
    func wording() {
        let shown = Wording(text: "I agree", language: "en", version: 2)
        #expect(shown.hash == .hash(.wording, Array("I agree".utf8)))
        #expect(shown.hash != Wording(text: "I agree.", language: "en", version: 2).hash)
        #expect(shown != Wording(text: "I agree", language: "de", version: 2))
        #expect(shown != Wording(text: "I agree", language: "en", version: 3))
    }
}
