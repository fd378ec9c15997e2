import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the child writes, over and over: a run, two settings (or two halves) together, and a photo in pieces.
enum CrashScript {
    static func run(_ store: inout some DeviceStore) throws {
        for round in try nextRound(store.log)... {
            try append(round, to: &store.log)
            let value = [UInt8](String(round).utf8)
            try store.set(["a": value, "b": value])
            acknowledge("s \(round)")
            try add(round, to: &store.photos)
        }
    }

    static func run(_ store: inout some RelayStore) throws {
        for round in try nextRound(store.log)... {
            try append(round, to: &store.log)
            try store.keep(CrashContent.half(round), of: CrashContent.grant(round), until: Int64(round))
            acknowledge("h \(round)")
            try add(round, to: &store.photos)
        }
    }

    private static func nextRound(_ log: some LogStore) throws -> UInt64 {
        let replica = CrashContent.origin.replica(in: CrashContent.folder)
        return (try log.tail(of: replica, in: CrashContent.folder)?.sequence ?? 0) / CrashContent.entriesPerRound
    }

    /// One write of one line, so that a line that was read is a line that was meant.
    private static func acknowledge(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }

    private static func append(_ round: UInt64, to log: inout some LogStore) throws {
        let replica = CrashContent.origin.replica(in: CrashContent.folder)
        let run = CrashContent.run(round, after: try log.tail(of: replica, in: CrashContent.folder))
        _ = try log.append(VerifiedRun(run, signedBy: CrashContent.secrets.keys.signing))
        acknowledge("e \(run.tail.sequence)")
    }

    private static func add(_ round: UInt64, to photos: inout some PhotoStore) throws {
        let name = CrashContent.photo(round)
        let stream = CrashContent.stream(round)
        try photos.begin(name, chunks: CrashContent.chunks(round))
        for (index, offset) in stride(from: 0, to: stream.count, by: CrashContent.pieceBytes).enumerated() {
            let piece = Array(stream[offset..<min(offset + CrashContent.pieceBytes, stream.count)])
            try photos.write(piece, at: offset, to: name)
            let end = offset + piece.count
            guard index % 2 == 1 || end == stream.count else { continue }
            try photos.commit(name, offset: end)
            acknowledge("p \(round) \(end)")
        }
    }
}
