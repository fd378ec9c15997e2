/// Where a relay is reached: `wss://host:port/path`, or `ws://` on this machine.
///
/// The port may be left out (443 for `wss`, 80 for `ws`), and so may the path (`/sync`). Scheme and host are
/// kept in lower case and IP addresses in their canonical form, so that equal addresses compare equal.
public struct RelayAddress: Sendable, Hashable {
    /// Whether the connection is encrypted: true for `wss`, false for `ws`.
    public let usesTLS: Bool
    /// A host name or an IP address, an IPv6 address without brackets.
    public let host: String
    /// The TCP port, 1 to 65535.
    public let port: Int
    /// The path of the upgrade request, beginning with a slash.
    public let path: String

    /// The path where relays serve unless told otherwise.
    public static let defaultPath = "/sync"

    /// Reads an address, and accepts nothing it does not fully understand.
    ///
    /// User names, queries, fragments, zone ids and names that are not plain ASCII are refused. Grammar: RFC 6455,
    /// section 3, and RFC 3986.
    /// - Throws: ``NetworkError/Code/invalidAddress``, or ``NetworkError/Code/plaintextNotAllowed`` for `ws` to a host
    ///   other than 127.0.0.0/8, ::1 and localhost.
    public init(parsing text: String) throws(NetworkError) {
        let shown = String(decoding: text.utf8.prefix(256).map { isPrintable($0) ? $0 : 0x3F }, as: UTF8.self)
        func invalid(_ reason: String) -> NetworkError { NetworkError(.invalidAddress, peer: shown, detail: reason) }

        guard text.utf8.count <= 2048, text.utf8.allSatisfy(isPrintable) else {
            throw invalid("it must be at most 2048 plain ASCII characters, without spaces")
        }
        let lowercased = text.lowercased()
        let scheme = ["wss://", "ws://"].first { lowercased.hasPrefix($0) }
        guard let scheme else { throw invalid("it must begin with wss:// or ws://") }
        let rest = text.dropFirst(scheme.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let (host, portText) = try Self.split(lowercased.dropFirst(scheme.count).prefix(rest[..<slash].count), invalid)

        usesTLS = scheme == "wss://"
        self.host = host
        port = try portText.map { text throws(NetworkError) in try Self.port(text, invalid) } ?? (usesTLS ? 443 : 80)
        path = rest[slash...].count <= 1 ? Self.defaultPath : String(rest[slash...])
        guard path.utf8.allSatisfy(isPathByte) else {
            throw invalid("a path has letters, digits and -._~/ only")
        }
        guard usesTLS || Host.isLoopback(host) else {
            throw NetworkError(.plaintextNotAllowed, peer: authority)
        }
    }

    /// Splits `host:port` or `[v6]:port`, and checks the host.
    private static func split(
        _ text: Substring, _ invalid: (String) -> NetworkError
    ) throws(NetworkError) -> (host: String, port: Substring?) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"),
                let host = Host.canonicalIP(String(text[..<end].dropFirst())), host.contains(":")
            else { throw invalid("between the brackets there is no IPv6 address") }
            let rest = text[end...].dropFirst()
            guard rest.isEmpty || rest.first == ":" else { throw invalid("only a port may follow the brackets") }
            return (host, rest.isEmpty ? nil : rest.dropFirst())
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let host = String(parts[0])
        if let address = Host.canonicalIP(host) { return (address, parts.dropFirst().first) }
        guard Host.isName(host) else { throw invalid("it has no sound host name or IP address") }
        return (host, parts.dropFirst().first)
    }

    private static func port(_ text: Substring, _ invalid: (String) -> NetworkError) throws(NetworkError) -> Int {
        guard let port = UInt16(text), port > 0, String(port) == text else {
            throw invalid("a port is a number from 1 to 65535")
        }
        return Int(port)
    }
}

extension RelayAddress: CustomStringConvertible {
    /// The whole address in its canonical form; parsing it gives an equal address.
    public var description: String { "\(usesTLS ? "wss" : "ws")://\(authority)\(path)" }

    /// Host and port, as errors and logs name the relay.
    var authority: String { Host.authority(host, port) }
}

private func isPrintable(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

private func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"): true
    default: false
    }
}
