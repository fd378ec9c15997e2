import Testing

@testable import DermaNetwork

@Suite struct HostTests {
    @Test(arguments: [
        ("relay.example", "relay.example", true), ("Relay.Example", "relay.example", true),
        ("*.example", "relay.example", true), ("*.example", "a.relay.example", false), ("*.example", "example", false),
        ("*.relay.example", "relay.example", false), ("r*.example", "relay.example", false), ("*", "relay", false),
        ("relay.example", "relay.example.org", false), ("", "relay.example", false),
    ])
    func certificateNamesCoverHosts(_ name: String, _ host: String, _ isCovered: Bool) {
        #expect(Host.covers(name, host) == isCovered)
    }
}
