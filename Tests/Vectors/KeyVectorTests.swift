import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaWire
import Testing

@Suite("Vectors: keys")
struct KeyVectorTests {
    @Test("Keys grow from seeds", arguments: Vector.all("identities", having: "signingSeed"))
    func devices(_ vector: Vector) throws {
        var seeds = Scripted(try vector["signingSeed"].bytes(), try vector["agreementSeed"].bytes())
        let keys = DeviceSecrets(random: &seeds).keys
        #expect(keys.signing == (try vector.expect["signing"].decoded()))
        #expect(keys.agreement == (try vector.expect["agreement"].decoded()))
        #expect(keys.author == (try vector.expect["author"].decoded()))
    }

    @Test("Ids follow from the genesis", arguments: Vector.all("identities", having: "genesis"))
    func accounts(_ vector: Vector) throws {
        let genesis: Genesis = try vector["genesis"].decoded()
        #expect(genesis.account == (try vector.expect["account"].decoded()))
        #expect(genesis.author == (try vector.expect["author"].decoded()))
        #expect(FolderID.control(of: genesis.account) == (try vector.expect["controlFolder"].decoded()))
    }

    @Test(
        "Recovery words are the entropy, and the account grows from it",
        arguments: Vector.all("recovery", having: "entropy"))
    func words(_ vector: Vector) throws {
        var entropy = Scripted(try vector["entropy"].bytes())
        let words = vector.expect["words"].items.compactMap(\.text)
        #expect(RecoverySecret(random: &entropy).words == words)
        let read = try RecoverySecret(words: words.joined(separator: " ")).identity
        var seeds = Scripted(try vector.expect["signingSeed"].bytes(), try vector.expect["agreementSeed"].bytes())
        #expect(read.keys == DeviceSecrets(random: &seeds).keys)
        #expect(read.keys.signing == (try vector.expect["signing"].decoded()))
        #expect(read.keys.agreement == (try vector.expect["agreement"].decoded()))
        #expect(Genesis.account(keys: read.keys).account == (try vector.expect["account"].decoded()))
    }

    @Test("Mistyped recovery words are refused for their reason", arguments: Vector.all("recovery", having: "text"))
    func typedWords(_ vector: Vector) throws {
        var outcome = "valid"
        do throws(RecoveryWordsError) {
            _ = try RecoverySecret(words: vector["text"].text ?? "")
        } catch {
            switch error {
            case .wrongCount: outcome = "wrongCount"
            case .unknownWord: outcome = "unknownWord"
            case .wrongChecksum: outcome = "wrongChecksum"
            }
        }
        #expect(vector.expect["outcome"].text == outcome)
    }

    @Test("A clinic's code follows from its genesis", arguments: Vector.all("clinic-codes", having: "genesis"))
    func clinicCodes(_ vector: Vector) throws {
        let code = ClinicCode(of: try vector["genesis"].decoded())
        #expect(code?.description == vector.expect["code"].text)
        if let code { #expect(code == (try vector.expect["encoded"].decoded())) }
    }

    @Test("A mistyped clinic code is refused for its reason", arguments: Vector.all("clinic-codes", having: "typed"))
    func typedCodes(_ vector: Vector) throws {
        var outcome = "valid"
        do throws(ClinicCodeError) {
            let code = try ClinicCode(typed: vector["typed"].text ?? "")
            #expect(code.description == (try? Vector.named("typed", in: "clinic-codes"))?["typed"].text)
        } catch {
            switch error {
            case .badSymbol: outcome = "badSymbol"
            case .badLength: outcome = "badLength"
            case .mistyped: outcome = "mistyped"
            }
        }
        #expect(vector.expect["outcome"].text == outcome)
    }

    @Test("A link answer proves that the request was read", arguments: Vector.all("linking", having: "answer"))
    func linkAnswers(_ vector: Vector) throws {
        let answer: LinkAnswer = try vector["answer"].decoded()
        let keys = DeviceKeys(
            signing: try vector["signing"].decoded(), agreement: try vector["agreement"].decoded())
        #expect(answer.answers(keys, try vector["secret"].decoded()) == vector.expect["answers"].flag)
        #expect(answer.account == (try vector.expect["account"].decoded()))
        #expect("\(answer.head.dot.replica):\(answer.head.dot.sequence)" == vector.expect["head"].text)
        #expect(answer.head.hash == (try vector.expect["headHash"].decoded()))
    }

    @Test("A link request holds the new device's keys")
    func linkRequest() throws {
        let expect = try Vector.named("request", in: "linking").expect
        let request: LinkRequest = try expect["bytes"].decoded()
        #expect(request.keys.signing == (try expect["signing"].decoded()))
        #expect(request.keys.agreement == (try expect["agreement"].decoded()))
        #expect(request.expires == expect["expires"].integer)
        #expect(request.encoded.suffix(32) == (try expect["secret"].bytes())[...])
    }
}
