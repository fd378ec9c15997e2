import DermaCausality

/// The marks of many entries, of which most have the same signer and the same local time: 16 bytes each.
struct Marks: Sendable {
    /// Who signs for whom.
    struct Signer: Hashable, Sendable {
        let author: AuthorID
        let party: AccountID
    }

    /// How a device's local time stood to UTC.
    struct LocalTime: Hashable, Sendable {
        let offsetMinutes: Int16
        let zone: String
    }

    /// A mark, to be unpacked here.
    struct Packed: Sendable {
        fileprivate let milliseconds: Int64
        fileprivate let signer: UInt32
        fileprivate let localTime: UInt32
    }

    private var signers = Numbering<Signer>()
    private var localTimes = Numbering<LocalTime>()

    mutating func pack(_ mark: EntryMark) -> Packed {
        let signer = signers.number(of: Signer(author: mark.author, party: mark.party))
        let localTime = localTimes.number(
            of: LocalTime(offsetMinutes: mark.time.offsetMinutes, zone: mark.time.zone))
        return Packed(
            milliseconds: mark.time.milliseconds, signer: UInt32(truncatingIfNeeded: signer),
            localTime: UInt32(truncatingIfNeeded: localTime))
    }

    subscript(mark: Packed) -> EntryMark {
        let signer = signers.all[Int(mark.signer)]
        let local = localTimes.all[Int(mark.localTime)]
        return EntryMark(
            author: signer.author, party: signer.party,
            time: Timestamp(
                milliseconds: mark.milliseconds, offsetMinutes: local.offsetMinutes, zone: local.zone))
    }
}

/// Gives values numbers, in the order in which they are met.
struct Numbering<Value: Hashable> {
    private(set) var all: [Value] = []
    private var numbers: [Value: Int] = [:]

    mutating func number(of value: Value) -> Int {
        if let last = all.last, last == value { return all.count - 1 }
        if let known = numbers[value] { return known }
        numbers[value] = all.count
        all.append(value)
        return all.count - 1
    }
}

extension Numbering: Sendable where Value: Sendable {}
