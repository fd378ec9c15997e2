import Foundation

/// A relay in a process of its own, on loopback, over a store on disk.
final class RelayProcess {
    private var process: Process
    private let store: String
    private let scratch: Scratch
    private let options: [String]
    private(set) var address = ""

    /// `options` are added to the command.
    init(_ scratch: Scratch, _ options: [String] = []) throws {
        self.scratch = scratch
        self.options = options
        store = scratch("relay")
        process = try Tool.process([])
        try start(port: 0)
    }

    deinit { process.terminate() }

    /// Kills the relay without warning and starts it again on the same port.
    func killAndRestart() throws {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try start(port: Int(address.split(separator: ":").last ?? "") ?? 0)
    }

    private func start(port: Int) throws {
        let announcement = scratch("relay.address")
        try Data().write(to: URL(fileURLWithPath: announcement))
        process = try Tool.process(["relay", "run", "--listen", "127.0.0.1:\(port)", "--store", store] + options)
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: announcement))
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            let text = try String(contentsOfFile: announcement, encoding: .utf8)
            if text.hasSuffix("\n"), let range = text.range(of: "listening on ") {
                address = String(text[range.upperBound...].dropLast())
                return
            }
            usleep(10_000)
        }
        throw CocoaError(.executableLoad)
    }
}

/// A socket that answers every connection with the same bytes, like a hotel's log-in page.
final class FixedAnswer: @unchecked Sendable {
    private let descriptor: Int32
    let port: UInt16

    init(_ answer: String) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                _ = getsockname(descriptor, address, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard listen(descriptor, 8) == 0 else { throw CocoaError(.featureUnsupported) }
        Thread.detachNewThread {
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                var request = [UInt8](repeating: 0, count: 4096)
                _ = read(client, &request, request.count)
                let bytes = Array(answer.utf8)
                _ = write(client, bytes, bytes.count)
                close(client)
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Sends bytes to a port of this machine and hangs up.
    static func send(_ bytes: [UInt8], to port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
    }
}
