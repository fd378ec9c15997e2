import NIOCore

/// What the text of a host says by itself, without asking a name service.
enum Host {
    /// The canonical text of an IP address (RFC 5952 for IPv6), or nil if the text is none.
    static func canonicalIP(_ text: String) -> String? {
        guard !text.utf8.contains(UInt8(ascii: "%")) else { return nil }
        return (try? SocketAddress(ipAddress: text, port: 0))?.ipAddress
    }

    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        guard let address = canonicalIP(host) else { return host.lowercased() == "localhost" }
        return address == "::1" || (address.hasPrefix("127.") && !address.utf8.contains(UInt8(ascii: ":")))
    }

    /// Host and port as RFC 3986 writes them, with an IPv6 address in brackets.
    static func authority(_ host: String, _ port: Int) -> String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The address of a socket's other end, for logs.
    static func text(of address: SocketAddress?) -> String {
        guard let address, let ip = address.ipAddress, let port = address.port else { return "an unknown peer" }
        return authority(ip, port)
    }

    /// Whether the text is a host name as RFC 1123 has it: labels of letters, digits and inner hyphens.
    ///
    /// A name whose last label is a number, decimal or hexadecimal, is an IPv4 address to some resolvers, and refused.
    static func isName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { $0 == hyphen || isDigit($0) || (0x61...0x7A).contains($0 | 0x20) }
        }
        let lastIsNumber = labels.last.map { $0.allSatisfy(isDigit) || $0.starts(with: "0x".utf8) } ?? true
        return areLabels && !lastIsNumber && text.utf8.count <= 253
    }

    /// Whether a DNS name of a certificate covers the host (RFC 9525, section 6.3): it is equal, or has `*` for the
    /// whole first label. The host is in lower case.
    static func covers(_ name: String, _ host: String) -> Bool {
        let name = name.lowercased()
        guard name.hasPrefix("*."), let dot = host.firstIndex(of: ".") else { return name == host }
        return dot > host.startIndex && host[dot...] == name.dropFirst()
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
