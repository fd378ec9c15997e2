import CSodium
import DermaClient
import DermaSync
import DermaWire

/// A hash of everything that happened, down to every byte sent: two runs of one story are equal if these are. BLAKE2b-256
/// (RFC 7693) of the hash so far and what happened next.
struct TraceHash: Sendable {
    private(set) var value = Bytes32.zero

    mutating func absorb(_ moment: Moment) {
        var writer = ByteWriter()
        writer.value(value)
        writer.signedVarint(moment.time)
        switch moment.lane {
        case .relay: writer.varint(0)
        case .device(let device): writer.varint(UInt64(device) + 1)
        }
        Self.write(moment.what, to: &writer)
        var digest = [UInt8](repeating: 0, count: Bytes32.byteCount)
        _ = crypto_generichash(&digest, digest.count, writer.bytes, UInt64(writer.bytes.count), nil, 0)
        value = Bytes32(digest) ?? .zero
    }

    private static func write(_ what: Moment.What, to writer: inout ByteWriter) {
        switch what {
        case .did(let item, let deed):
            writer.byte(1)
            writer.text(Scenario.text(of: item))
            writer.text("\(deed)")
        case .fault(let verb):
            writer.byte(2)
            writer.text(verb.rawValue)
        case .said(let statement):
            writer.byte(3)
            writer.varint(UInt64(statement))
        case .appended(let append):
            writer.byte(4)
            for entry in append.entries { writer.value(entry.hash) }
        case .connected(let connection):
            writer.byte(5)
            writer.varint(UInt64(connection))
        case .sent(let message):
            writer.byte(6)
            writer.signedVarint(message.arrival ?? -1)
            writer.blob(message.bytes)
        case .disconnected(let connection):
            writer.byte(7)
            writer.varint(UInt64(connection))
        case .crashed: writer.byte(8)
        case .restarted(let error):
            writer.byte(9)
            writer.text(error.map { "\($0)" } ?? "")
        case .synced(let outcome):
            writer.byte(10)
            writer.text(outcome.failure.map { "\($0)" } ?? "")
            writer.varint(UInt64(outcome.report.entriesReceived))
            writer.varint(UInt64(outcome.report.entriesSent))
            for alarm in outcome.report.alarms { writer.text(alarm.kind.rawValue) }
        case .calmed: writer.byte(11)
        case .settled(let rounds):
            writer.byte(12)
            writer.varint(UInt64(rounds))
        }
    }
}
