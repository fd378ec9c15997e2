import DermaCRDT
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

/// Gives one recognisable secret for every key and something else for ids and nonces, which are public.
private struct MarkedRandom: RandomSource, CustomReflectable {
    let secret: [UInt8]

    func bytes(_ count: Int) -> [UInt8] { count == 32 ? secret : [UInt8](repeating: 7, count: count) }

    /// Whoever dumps a holder of this source to find a secret in it must not find this one.
    var customMirror: Mirror { Mirror(self, children: []) }
}

@Suite("Secrets stay where they are")
struct SecrecyTests {
    /// Recognisable, and unlike any number that a dump prints for other reasons.
    private static let pattern = (0..<32).map { UInt8(201 + $0) }

    /// Whether a text shows eight bytes of the pattern, in hexadecimal or as numbers with anything in between.
    private static func reveals(_ text: String) -> Bool {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        for start in 0..<pattern.count - 7 {
            let part = pattern[start..<start + 8]
            if text.lowercased().contains(Hex.encode(part)) { return true }
            let sought = part.map { Int($0) }
            if numbers.indices.contains(where: { numbers[$0...].starts(with: sought) }) { return true }
        }
        return false
    }

    /// Everything that a log line, a debugger or a crash report may print of a value.
    private static func texts(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let children = Mirror(reflecting: value).children.map { "\($0.value)" }.joined()
        return [String(describing: value), String(reflecting: value), "\([value])", dumped, children]
    }

    @Test("No description, dump or mirror of a holder of secrets shows them")
    func descriptions() throws {
        var random = FixedRandom(Self.pattern)
        let symmetric = try #require(SymmetricKey(bytes: Self.pattern))
        let halves = try #require(GrantHalves(organisation: Self.pattern, relay: Self.pattern))
        let agreement = try #require(AgreementSecret(exposed: Self.pattern))
        let holders: [Any] = [
            SecretBytes(Self.pattern), symmetric, halves, agreement, DeviceSecrets(random: &random),
            RecoverySecret(random: &random), [symmetric], ["key": symmetric],
        ]
        for holder in holders {
            for text in Self.texts(holder) { #expect(!Self.reveals(text), "\(type(of: holder))") }
        }
        // The search itself must be able to find it.
        #expect(
            Self.texts(Self.pattern).dropLast().allSatisfy { Self.reveals($0) }
                && Self.reveals(Hex.encode(Self.pattern)))
    }

    @Test("Nor does a whole device, or its store, which holds sealed bytes only")
    func device() throws {
        let environment = Environment(random: MarkedRandom(secret: Self.pattern), clock: ManualClock())
        let founded = try Device.found(
            store: MemoryDeviceStore(), label: "phone", passcode: SecretBytes(Self.pattern), environment: environment)
        var device = founded.device
        let folder = try device.createFolder(named: "Arm")
        _ = try device.comment("itchy", on: .folder, in: folder)
        for text in Self.texts(device) + Self.texts(founded.recovery) { #expect(!Self.reveals(text)) }
    }

    /// Secrets are wiped when their holder goes. That may not reach into arrays that others hold.
    @Test("A secret's end does not change the bytes it was made of, or those it lent")
    func lifetimes() throws {
        let given = Self.pattern.map { $0 }
        do { _ = SymmetricKey(bytes: given) }
        #expect(given == Self.pattern, "given away")
        do { _ = GrantHalves(organisation: given, relay: given) }
        #expect(given == Self.pattern, "given away")
        let exposed = try #require(SymmetricKey(bytes: Self.pattern.map { $0 })).exposed
        #expect(exposed == Self.pattern, "exposed")
        let seed = try #require(AgreementSecret(exposed: Self.pattern.map { $0 })).exposed
        #expect(seed == Self.pattern, "exposed")
        let lent = SecretBytes(Self.pattern.map { $0 }).withBytes { $0 }
        #expect(lent == Self.pattern, "lent")
    }

    @Test("A secret's description does not tell its length either: a passcode's helps to guess it")
    func lengths() {
        #expect("\(SecretBytes([1, 2, 3, 4]))" == "\(SecretBytes([1, 2, 3, 4, 5, 6]))")
    }
}
