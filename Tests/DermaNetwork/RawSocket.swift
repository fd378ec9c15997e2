import NIOCore
import NIOPosix
import Testing

/// A TCP socket without any protocol on top, for peers that misbehave.
struct RawSocket {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []

    fileprivate init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects to a port of this machine; the socket is closed when `body` ends.
    static func connected<R: Sendable>(to port: Int, _ body: (inout RawSocket) async throws -> R) async throws -> R {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try RawSocket.wrap(channel) }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var socket = RawSocket(inbound, outbound)
            return try await body(&socket)
        }
    }

    /// Accepts on a free port while `body` runs; each socket is closed when `serve` ends.
    static func serving<R: Sendable>(
        _ serve: @escaping @Sendable (inout RawSocket) async throws -> Void, _ body: (Int) async throws -> R
    ) async throws -> R {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try RawSocket.wrap(channel) }
            }
        let port = try #require(server.channel.localAddress?.port)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await channel in connections {
                            group.addTask {
                                try? await channel.executeThenClose { inbound, outbound in
                                    var socket = RawSocket(inbound, outbound)
                                    try await serve(&socket)
                                }
                            }
                        }
                    }
                }
            }
            let result = try await body(port)
            group.cancelAll()
            try? await group.waitForAll()
            return result
        }
    }

    private static func wrap(_ channel: any Channel) throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }

    func write(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    func write(_ text: String) async throws { try await write([UInt8](text.utf8)) }

    /// Whatever arrives next, nil at the end of the stream.
    mutating func read() async throws -> [UInt8]? {
        guard unread.isEmpty else {
            defer { unread = [] }
            return unread
        }
        return try await inbound.next().map { [UInt8]($0.readableBytesView) }
    }

    mutating func read(exactly count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += try #require(try await read(), "the stream ended early") }
        unread = [UInt8](bytes[count...])
        return [UInt8](bytes[..<count])
    }

    /// Everything up to the end of the stream. A reset counts as end.
    mutating func readToEnd() async -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = try? await read() { bytes += more }
        return bytes
    }

    /// The head of an HTTP message.
    mutating func readHead() async throws -> String {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head += try await read(exactly: 1) }
        return String(decoding: head, as: UTF8.self)
    }
}

extension RawSocket {
    /// A sound upgrade request, but for what is replaced.
    static func request(path: String = "/sync", subprotocol: String = "derma.v1", version: String = "13") -> String {
        """
        GET \(path) HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: \(version)\r
        Sec-WebSocket-Protocol: \(subprotocol)\r
        \r\n
        """
    }

    mutating func upgrade() async throws {
        try await write(Self.request())
        let head = try await readHead()
        try #require(head.hasPrefix("HTTP/1.1 101 "))
        // The answer that RFC 6455, section 1.3, gives for this key.
        #expect(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    }

    /// A frame as RFC 6455, section 5.2, lays it out; `first` is its first byte.
    static func frame(_ first: UInt8, _ payload: [UInt8], masked: Bool = true) -> [UInt8] {
        let flag: UInt8 = masked ? 0x80 : 0
        var bytes = [first]
        switch payload.count {
        case 0...125: bytes.append(flag | UInt8(payload.count))
        case 126...65_535: bytes += [flag | 126] + bigEndian(UInt16(payload.count))
        default: bytes += [flag | 127] + bigEndian(UInt64(payload.count))
        }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        if masked { bytes += key }
        return bytes + payload.enumerated().map { masked ? $1 ^ key[$0 % 4] : $1 }
    }

    /// Reads one unmasked frame shorter than 126 bytes.
    mutating func readShortFrame() async throws -> (first: UInt8, payload: [UInt8]) {
        let head = try await read(exactly: 2)
        try #require(head[1] < 126)
        return (head[0], try await read(exactly: Int(head[1])))
    }

    private static func bigEndian(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
