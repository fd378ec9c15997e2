import DermaNetwork
import Foundation
import Logging
import Testing

/// Answers every message with itself.
@Sendable func echo(_ connection: WebSocketConnection) async {
    do {
        while let message = try await connection.receive() { try await connection.send(message) }
    } catch {}
}

func plainAddress(_ port: Int) throws -> RelayAddress { try RelayAddress(parsing: "ws://127.0.0.1:\(port)") }

/// Runs a server on a free port while `body` runs, and checks that it ends in order when it is cancelled.
func withServer<R: Sendable>(
    identity: TLSIdentity? = nil,
    limits: NetworkLimits = NetworkLimits(),
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    handler: @escaping @Sendable (WebSocketConnection) async -> Void = echo,
    _ body: (Int) async throws -> R
) async throws -> R {
    let server = try WebSocketServer(host: "127.0.0.1", port: 0, identity: identity, limits: limits, logger: logger)
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { listening.finish() }
            try await server.run(onListening: { listening.yield($0) }, handler: handler)
        }
        let port = try #require(await ports.first { _ in true })
        let result = try await body(port)
        group.cancelAll()
        try await group.waitForAll()
        return result
    }
}

/// What the handler of a server saw, for a test to wait for.
struct Report<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(of: Value.self) }

    func send(_ value: Value) { continuation.yield(value) }

    /// The first value; to be asked once.
    func first() async throws -> Value { try #require(await stream.first { _ in true }) }
}

/// The code of the error that `body` throws, nil if it throws none.
func codeThrown(by body: () async throws -> Void) async -> NetworkError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? NetworkError)?.code
    }
}

/// Waits until the condition holds, or half a minute.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<600 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(50))
    }
    return false
}

/// Bytes that are repeatable and not all alike.
func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

/// A self-signed certificate and its key, in a directory that goes away with it.
final class TestCertificate: Sendable {
    let certificateFile: String
    let keyFile: String
    private let directory: URL

    init(subjectAlternativeName: String) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "derma-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        certificateFile = directory.appending(path: "certificate.pem").path
        keyFile = directory.appending(path: "key.pem").path
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=derma test", "-addext", "subjectAltName=\(subjectAlternativeName)",
            "-keyout", keyFile, "-out", certificateFile,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0, "openssl is needed to make a certificate")
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var trust: TrustAnchors { .certificates(pemFile: certificateFile) }

    func identity() throws -> TLSIdentity {
        try TLSIdentity(certificateChainFile: certificateFile, privateKeyFile: keyFile)
    }
}

/// A test argument that is too long, or too binary, to stand in a report.
struct Named<Value: Sendable>: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let value: Value

    init(_ name: String, _ value: Value) {
        testDescription = name
        self.value = value
    }
}
