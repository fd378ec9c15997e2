import NIOHTTP1
import Testing

@testable import DermaNetwork

/// The checks on the heads of the upgrade, one fault at a time.
@Suite struct UpgradeTests {
    private func answer(
        _ status: HTTPResponseStatus = .switchingProtocols, replacing name: String? = nil, with value: String = ""
    ) -> NetworkError.Code? {
        var headers: HTTPHeaders = [
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Protocol": "derma.v1",
        ]
        if let name { headers.replaceOrAdd(name: name, value: value) }
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        return ResponseGate(peer: "peer").refusal(of: head)?.code
    }

    @Test func clientChecksTheAnswer() {
        #expect(answer() == nil)
        #expect(answer(.ok) == .notAWebSocketRelay)
        #expect(answer(.serviceUnavailable) == .connectionsExhausted)
        #expect(answer(replacing: "Connection", with: "close") == .notAWebSocketRelay)
        #expect(answer(replacing: "Sec-WebSocket-Protocol", with: "chat") == .notAWebSocketRelay)
        #expect(answer(replacing: "Sec-WebSocket-Protocol", with: "derma.v1, chat") == .notAWebSocketRelay)
        #expect(answer(replacing: "Sec-WebSocket-Extensions", with: "permessage-deflate") == .notAWebSocketRelay)
    }

    private func request(
        _ method: HTTPMethod = .GET, version: HTTPVersion = .http1_1, replacing name: String? = nil,
        with value: String = "", hasSlot: Bool = true
    ) -> HTTPResponseStatus? {
        var headers: HTTPHeaders = [
            "Connection": "keep-alive, Upgrade", "Upgrade": "WebSocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "other, derma.v1",
        ]
        if let name { headers.replaceOrAdd(name: name, value: value) }
        let head = HTTPRequestHead(version: version, method: method, uri: "/sync", headers: headers)
        return RequestGate(path: "/sync", peer: "peer") { hasSlot }.refusal(of: head)
    }

    @Test func serverChecksTheRequest() {
        #expect(request() == nil)
        #expect(request(.POST) == .badRequest)
        #expect(request(version: .http1_0) == .badRequest)
        #expect(request(replacing: "Upgrade", with: "h2c") == .upgradeRequired)
        #expect(request(replacing: "Connection", with: "keep-alive") == .upgradeRequired)
        #expect(request(replacing: "Sec-WebSocket-Version", with: "8") == .upgradeRequired)
        #expect(request(replacing: "Sec-WebSocket-Key", with: "") == .badRequest)
        #expect(request(replacing: "Sec-WebSocket-Protocol", with: "derma.v2") == .badRequest)
        #expect(request(hasSlot: false) == .serviceUnavailable)
    }
}
