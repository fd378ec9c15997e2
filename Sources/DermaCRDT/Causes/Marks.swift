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

        /// Byte by byte: zones that only look alike are two.
        static func == (a: Self, b: Self) -> Bool {
            a.offsetMinutes == b.offsetMinutes && a.zone.utf8.elementsEqual(b.zone.utf8)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(offsetMinutes)
            for byte in zone.utf8 { hasher.combine(byte) }
        }
    }

    /// A mark, to be unpacked here.
    struct Packed: Sendable {
        let milliseconds: Int64
        fileprivate let signer: UInt32
        fileprivate let localTime: UInt32

        /// `signer` and `localTime` are numbers in the marks.
        init(milliseconds: Int64, signer: Int, localTime: Int) {
            self.milliseconds = milliseconds
            self.signer = UInt32(truncatingIfNeeded: signer)
            self.localTime = UInt32(truncatingIfNeeded: localTime)
        }
    }

    private var signers = Numbering<Signer>()
    private var localTimes = Numbering<LocalTime>()

    init() {}

    /// Marks of these signers and local times, by number; nil if one is there twice.
    init?(_ signers: [Signer], _ localTimes: [LocalTime]) {
        for (number, signer) in signers.enumerated() where self.signers.number(of: signer) != number { return nil }
        for (number, time) in localTimes.enumerated() where self.localTimes.number(of: time) != number { return nil }
    }

    var signerCount: Int { signers.all.count }
    var localTimeCount: Int { localTimes.all.count }

    mutating func pack(_ mark: EntryMark) -> Packed {
        let signer = signers.number(of: Signer(author: mark.author, party: mark.party))
        let localTime = localTimes.number(
            of: LocalTime(offsetMinutes: mark.time.offsetMinutes, zone: mark.time.zone))
        return Packed(milliseconds: mark.time.milliseconds, signer: signer, localTime: localTime)
    }

    /// What a mark consists of, beside the time.
    func parts(of mark: Packed) -> (signer: Signer, localTime: LocalTime) {
        (signers.all[Int(mark.signer)], localTimes.all[Int(mark.localTime)])
    }

    subscript(mark: Packed) -> EntryMark {
        let (signer, local) = parts(of: mark)
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
