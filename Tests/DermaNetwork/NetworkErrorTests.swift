import DermaNetwork
import Testing

@Suite struct NetworkErrorTests {
    @Test(arguments: NetworkError.Code.allCases)
    func saysWhereAndWhatNext(_ code: NetworkError.Code) {
        let text = NetworkError(code, peer: "relay.example:443", detail: "cause").description
        #expect(text.contains("relay.example:443"))
        #expect(text.contains(":"))
        #expect(!text.contains("\n"))
    }

    @Test func refusalNamesTheCommand() {
        let error = NetworkError(.connectionRefused, peer: "127.0.0.1:7700")
        #expect(
            error.description
                == "no relay answers at 127.0.0.1:7700: start one with `derma relay run`, or check the address")
    }

    @Test func equalityIsByCodeAndPeer() {
        #expect(NetworkError(.closed, peer: "a", detail: "x") == NetworkError(.closed, peer: "a", detail: "y"))
        #expect(NetworkError(.closed, peer: "a") != NetworkError(.closed, peer: "b"))
        #expect(NetworkError(.closed, peer: "a") != NetworkError(.timedOut, peer: "a"))
    }

    @Test func limitsStayInTheirRanges() {
        let least = NetworkLimits(
            messageBytesMax: -1, handshakeBytesMax: 0, handshakeSecondsMax: 0, idleSecondsMax: 0, closeSecondsMax: 0,
            connectionsMax: 0, handshakesMax: 0)
        #expect(least.messageBytesMax == 1)
        #expect(least.handshakeBytesMax == 1024)
        #expect([least.handshakeSecondsMax, least.idleSecondsMax, least.closeSecondsMax] == [1, 1, 1])
        #expect([least.connectionsMax, least.handshakesMax] == [1, 1])
        #expect(NetworkLimits(messageBytesMax: .max).messageBytesMax == 1 << 30)
    }
}
