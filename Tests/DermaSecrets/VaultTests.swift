import DermaIdentity
import DermaSecrets
import DermaTestSupport
import DermaWire
import Testing

@Suite("The vault of a device's keys")
struct VaultTests {
    private static let passcode = SecretBytes(Array("1234".utf8))

    private static func make() throws -> (vault: Vault, secrets: DeviceSecrets) {
        var random = SeededRandom(1)
        let secrets = DeviceSecrets(random: &random)
        return (try Vault(sealing: secrets, databaseKey: key(5), passcode: passcode, random: &random), secrets)
    }

    /// Each opening costs a fifth of a second, so all of it stands in one test.
    @Test("The right passcode opens it, a wrong one does not, nor does a vault that was changed")
    func passcodes() throws {
        let (vault, secrets) = try Self.make()
        let bytes = vault.encoded
        let again = try Vault(decoding: bytes)
        #expect(again == vault)
        let opened = try again.open(passcode: Self.passcode)
        #expect(opened.secrets.keys == secrets.keys)
        #expect(opened.databaseKey.exposed == key(5).exposed)
        #expect(opened.secrets.sign(.head, [1]) == secrets.sign(.head, [1]))
        #expect(throws: VaultError.wrongPasscode) { try vault.open(passcode: SecretBytes(Array("1235".utf8))) }
        // The salt, and a byte of what is sealed.
        for index in [0, bytes.count - 1] {
            var changed = bytes
            changed[index] ^= 1
            #expect(throws: VaultError.wrongPasscode) { try Vault(decoding: changed).open(passcode: Self.passcode) }
        }
        // A19: a dearer vault is taken, but its cost is bound into what was sealed.
        var dearer = bytes
        dearer[16] = 4
        #expect(throws: VaultError.wrongPasscode) { try Vault(decoding: dearer).open(passcode: Self.passcode) }
    }

    @Test("A19: a cost below the floor or beyond all reason is refused before anything is hashed")
    func costs() throws {
        func decode(passes: UInt64, memoryKiB: UInt64) throws -> Vault {
            var writer = ByteWriter()
            writer.fixed([UInt8](repeating: 1, count: 16))
            writer.varint(passes)
            writer.varint(memoryKiB)
            writer.blob([1, 2, 3])
            return try Vault(decoding: writer.bytes)
        }
        #expect(Vault.Cost.floor.passes == 3 && Vault.Cost.floor.memoryKiB == 64 * 1024)
        _ = try decode(passes: 3, memoryKiB: 65_536)
        _ = try decode(passes: 16, memoryKiB: 1 << 20)
        for passes in [0, 1, 2, 17, .max] as [UInt64] {
            #expect(throws: WireError(.invalidValue, at: 16)) { try decode(passes: passes, memoryKiB: 65_536) }
        }
        for memory in [0, 8, 65_535, 1 << 20 + 1, .max] as [UInt64] {
            #expect(throws: WireError(.invalidValue, at: 17)) { try decode(passes: 3, memoryKiB: memory) }
        }
    }
}
