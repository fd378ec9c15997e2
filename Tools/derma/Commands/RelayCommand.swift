import ArgumentParser
import DermaNetwork
import DermaSQLite
import DermaServer
import Foundation
import Logging

struct RelayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay", abstract: "Run a relay, which stores and forwards what it cannot read.",
        subcommands: [Run.self])

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serve until interrupted.",
            discussion: """
                Without a certificate it serves plain ws:// on this machine only. Prints the address once it listens.
                Killed at any moment, it goes on where it was when it is started again.
                """)

        @Option(help: "Where to listen: host:port. Port 0 takes a free one.") var listen = "127.0.0.1:7700"
        @Option(help: ArgumentHelp("Keep everything in this directory.", valueName: "directory")) var store: String?
        @Flag(help: "Keep everything in memory; it is gone when the relay ends.") var inMemory = false
        @Option(help: ArgumentHelp("The TLS certificate chain, PEM.", valueName: "file")) var certificate: String?
        @Option(help: ArgumentHelp("The certificate's private key, PEM.", valueName: "file")) var key: String?
        @Option(
            help: "A name that devices know this relay by; may be given several times. Default: the host of --listen.")
        var host: [String] = []
        @Flag(help: "Log every connection.") var verbose = false

        func validate() throws {
            if (store == nil) != inMemory { throw ValidationError("Give either --store or --in-memory.") }
            if (certificate == nil) != (key == nil) { throw ValidationError("Give --certificate and --key together.") }
        }

        func run() async throws {
            Self.raiseFileLimit()
            let place = try ListenAddress(listen)
            let identity = try certificate.map { certificate in
                try TLSIdentity(certificateChainFile: certificate, privateKeyFile: key ?? "")
            }
            var logger = Logger(label: "derma.relay") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = verbose ? .debug : .notice
            let names = host.isEmpty ? place.hostNames : host
            let server = try WebSocketServer(host: place.host, port: place.port, identity: identity, logger: logger)
            let scheme = identity == nil ? "ws" : "wss"
            let shown = names[0]
            if let store {
                try FileManager.default.createDirectory(
                    atPath: store, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                try await serve(SQLiteRelayStore(directory: store), names, server, logger, scheme, shown)
            } else {
                try await serve(MemoryRelayStore(), names, server, logger, scheme, shown)
            }
        }

        /// Each connection takes a descriptor; the usual soft limit is below what the relay may serve.
        private static func raiseFileLimit() {
            #if os(Linux)
                let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            #else
                let descriptors = RLIMIT_NOFILE
            #endif
            var limit = rlimit()
            guard getrlimit(descriptors, &limit) == 0 else { return }
            limit.rlim_cur = limit.rlim_max
            setrlimit(descriptors, &limit)
        }

        private func serve<Store: RelayStore>(
            _ store: Store, _ names: [String], _ server: WebSocketServer, _ logger: Logger, _ scheme: String,
            _ shown: String
        ) async throws {
            let service = RelayService(store: store, hosts: names, logger: logger)
            try await service.run(server) { port in
                print("listening on \(scheme)://\(shown):\(port)")
                fflush(nil)
            }
        }
    }
}

/// host:port, with an IPv6 host in brackets.
private struct ListenAddress {
    let host: String
    let port: Int

    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw CommandFailure(
                "badListen", .dataError, "“\(text)” is no place to listen: write it like 127.0.0.1:7700")
        }
        host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.port = Int(port)
    }

    /// The names that devices may dial this host by.
    var hostNames: [String] {
        ["127.0.0.1", "::1", "localhost"].contains(host) ? ["127.0.0.1", "localhost", "::1"] : [host]
    }
}
