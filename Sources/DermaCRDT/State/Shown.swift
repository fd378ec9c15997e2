public import DermaCausality

/// Something that someone wrote.
public struct Version<Value: Hashable & Sendable>: Hashable, Sendable {
    /// What.
    public let value: Value
    /// Who and when.
    public let stamp: OpStamp
}

/// A multi-value field as an app shows it.
public struct Versions<Value: Hashable & Sendable>: Hashable, Sendable {
    /// What nobody has replaced, ascending by id. Two or more: written without knowing of each other.
    public let current: [Version<Value>]
    /// All that was ever written, causes first.
    public let history: [Version<Value>]

    /// The one that is shown: of the current ones, that with the greatest id.
    public var shown: Version<Value>? { current.last }

    init<Stored>(_ register: Register<Stored>?, _ entries: EntryTable, _ value: (Stored) -> Value?) {
        func version(_ write: Register<Stored>.Write) -> Version<Value>? {
            guard let value = value(write.value), let stamp = entries.stamp(of: write.id) else { return nil }
            return Version(value: value, stamp: stamp)
        }
        current = register?.current(entries).compactMap(version) ?? []
        history = register?.history(entries).compactMap(version) ?? []
    }
}

extension FieldValue {
    var asText: String? { if case .text(let text) = self { text } else { nil } }
    var asDay: CivilDay? { if case .day(let day) = self { day } else { nil } }
    var asSite: SkinSite? { if case .site(let site) = self { site } else { nil } }
    var asTime: Timestamp? { if case .time(let time) = self { time } else { nil } }
    var asItem: ItemID? { if case .item(let item) = self { item } else { nil } }
    var asPhoto: PhotoLink? { if case .photo(let photo) = self { photo } else { nil } }
    var asError: FolderState.EntryError? {
        if case .error(let isError, let copy) = self {
            FolderState.EntryError(isError: isError, copy: copy)
        } else {
            nil
        }
    }
}

extension FolderState {
    /// What a field shows.
    public func value(of place: FieldPlace) -> FieldValue? { fields[place]?.shown(entries)?.value }

    /// What an op wrote into a field.
    public func value(of place: FieldPlace, writtenBy op: OpID) -> FieldValue? { fields[place]?.writes[op]?.value }

    /// What an op that made a comment says that it is about.
    public func subject(of comment: ItemID, by party: AccountID, writtenBy op: OpID) -> Subject? {
        commentsByKey[ItemKey(id: comment, party: party)]?.made.writes[op]?.value
    }

    /// A field with all that was ever written into it. O(n log n).
    public func versions(of place: FieldPlace) -> Versions<FieldValue> { Versions(fields[place], entries) { $0 } }

    /// The fields that somebody wrote, ascending.
    package var writtenFields: [FieldPlace] { fields.keys.sorted() }

    /// The texts that somebody wrote, ascending.
    package var writtenTexts: [TextPlace] { texts.keys.sorted() }
}
