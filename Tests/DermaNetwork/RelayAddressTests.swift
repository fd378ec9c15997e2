import DermaNetwork
import Testing

@Suite struct RelayAddressTests {
    @Test(arguments: [
        ("wss://relay.example", "wss://relay.example:443/sync"),
        ("wss://relay.example/", "wss://relay.example:443/sync"),
        ("WSS://Relay.Example:8443", "wss://relay.example:8443/sync"),
        ("wss://relay.example/A/b-1", "wss://relay.example:443/A/b-1"),
        ("wss://192.0.2.7:1", "wss://192.0.2.7:1/sync"),
        ("wss://[2001:DB8:0::1]:65535/x", "wss://[2001:db8::1]:65535/x"),
        ("ws://127.0.0.1:7700", "ws://127.0.0.1:7700/sync"),
        ("ws://127.8.9.10", "ws://127.8.9.10:80/sync"),
        ("ws://localhost", "ws://localhost:80/sync"),
        ("ws://[0:0::1]:9", "ws://[::1]:9/sync"),
    ])
    func readsAddress(_ text: String, _ canonical: String) throws {
        let address = try RelayAddress(parsing: text)
        #expect(address.description == canonical)
        #expect(try RelayAddress(parsing: canonical) == address)
    }

    @Test func hasParts() throws {
        let address = try RelayAddress(parsing: "wss://[::1]:7700/a")
        #expect(address.usesTLS)
        #expect(address.host == "::1")
        #expect(address.port == 7700)
        #expect(address.path == "/a")
    }

    @Test(arguments: [
        "", "relay.example", "https://relay.example", "wss:/relay.example", "wss://", "wss://:443", "wss:///sync",
        "wss://relay.example:", "wss://relay.example:0", "wss://relay.example:65536", "wss://relay.example:+1",
        "wss://relay.example:0443", "wss://relay.example:44a", "wss://relay.example:1:2", "wss://2001:db8::1",
        "wss://[2001:db8::1", "wss://[2001:db8::1]x", "wss://[192.0.2.7]", "wss://[fe80::1%eth0]", "wss://[]",
        "wss://relay..example", "wss://.example", "wss://relay.example.", "wss://-relay.example",
        "wss://re_lay.example",
        "wss://127.1", "wss://1.2.3.4.5", "wss://256.1.1.1", "wss://0x7f000001:1", "wss://2130706433",
        "wss://user@relay.example", "wss://user:word@relay.example", "wss://relay.example?x", "wss://relay.example/a?x",
        "wss://relay.example/#x", "wss://relay.example/a b", " wss://relay.example", "wss://relay.example/\r\nX: y",
        "wss://rel\u{e4}y.example", "wss://\(String(repeating: "a", count: 64)).example",
        "wss://\(String(repeating: "a.", count: 127))example",
        "wss://relay.example/\(String(repeating: "a", count: 2048))",
    ])
    func refusesText(_ text: String) async {
        #expect(await codeThrown { _ = try RelayAddress(parsing: text) } == .invalidAddress)
    }

    @Test(arguments: [
        "ws://relay.example", "ws://192.0.2.7:80", "ws://[2001:db8::1]", "ws://128.0.0.1", "ws://0.0.0.0",
        "ws://[::ffff:127.0.0.1]", "ws://localhost.example", "ws://127.0.0.1.example", "ws://[::]",
    ])
    func refusesPlaintextToOtherMachines(_ text: String) async {
        #expect(await codeThrown { _ = try RelayAddress(parsing: text) } == .plaintextNotAllowed)
    }

    @Test func errorShowsNoControlCharacters() {
        do {
            _ = try RelayAddress(parsing: "wss://a\u{1B}[2J")
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("wss://a?[2J"))
        }
    }
}
