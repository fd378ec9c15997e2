public import DermaCausality
public import DermaWire

/// One act in an account's control log.
public enum ControlRecord: Hashable, Sendable {
    case genesis(Genesis)
    case device(DeviceAdded)
    case generation(KeyGeneration)
    case epoch(EpochStarted)
    case grant(Grant)
    case withdrawal(Withdrawal)
    case revocation(DeviceRevoked)
    case acceptance(EntriesAccepted)

    /// The kind of entry that carries it.
    public var kind: EntryKind {
        switch self {
        case .genesis, .device, .generation, .revocation, .acceptance: .membership
        case .epoch: .epoch
        case .grant: .grant
        case .withdrawal: .withdrawal
        }
    }
}

extension ControlRecord: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .genesis(try Genesis(from: &reader))
        case 2: self = .device(try DeviceAdded(from: &reader))
        case 3: self = .generation(try KeyGeneration(from: &reader))
        case 4: self = .epoch(try EpochStarted(from: &reader))
        case 5: self = .grant(try Grant(from: &reader))
        case 6: self = .withdrawal(try Withdrawal(from: &reader))
        case 7: self = .revocation(try DeviceRevoked(from: &reader))
        case 8: self = .acceptance(try EntriesAccepted(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .genesis(let record): writer.tagged(1, record)
        case .device(let record): writer.tagged(2, record)
        case .generation(let record): writer.tagged(3, record)
        case .epoch(let record): writer.tagged(4, record)
        case .grant(let record): writer.tagged(5, record)
        case .withdrawal(let record): writer.tagged(6, record)
        case .revocation(let record): writer.tagged(7, record)
        case .acceptance(let record): writer.tagged(8, record)
        }
    }
}

extension ByteWriter {
    fileprivate mutating func tagged(_ tag: UInt8, _ record: some WireEncodable) {
        byte(tag)
        value(record)
    }
}

/// The plain body of a control entry.
///
/// Its context lists every other replica of the control log that the author had seen, not only the news: a reader may
/// not be given the body before.
public struct ControlBody: Hashable, Sendable, WireValue {
    /// What the author had seen.
    public let context: CausalContext
    /// The author's clock: milliseconds UTC, a claim.
    public let claimedTime: Int64
    /// The act.
    public let record: ControlRecord
    /// The entries that this one takes the place of, oldest name first; for most, none.
    public let restates: [FormerEntry]

    /// Makes a body.
    public init(context: CausalContext, claimedTime: Int64, record: ControlRecord, restates: [FormerEntry] = []) {
        self.context = context
        self.claimedTime = claimedTime
        self.record = record
        self.restates = restates
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        context = try CausalContext(from: &reader)
        claimedTime = try reader.signedVarint()
        record = try ControlRecord(from: &reader)
        restates = try reader.formerEntries()
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(context)
        writer.signedVarint(claimedTime)
        writer.value(record)
        writer.formerEntries(restates)
    }
}
