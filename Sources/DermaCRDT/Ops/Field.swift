public import DermaCausality
public import DermaWire

/// What can stand in a field.
public enum FieldValue: Hashable, Sendable {
    case text(String)
    case site(SkinSite)
    case day(CivilDay)
    case time(Timestamp)
    case item(ItemID)
    /// That a photo was entered in error, and where its copy is; or that it was not.
    case error(Bool, copy: PhotoLink?)
    case photo(PhotoLink)
    /// A folder; none is the top.
    case folder(FolderID?)
    /// What a folder's replicas had written when it was deleted; nil if it is not deleted.
    case deletion(VersionVector?)
}

/// A field with what is written into it. Only what fits the place can stand there.
public struct Field: Hashable, Sendable {
    /// Where.
    public let place: FieldPlace
    /// What.
    public let value: FieldValue

    /// Nil if that is nothing that stands there.
    public init?(_ place: FieldPlace, _ value: FieldValue) {
        switch (place, value) {
        case (.folderName, .text), (.title, .text), (.folderSite, .site), (.entrySite, .site), (.photoSite, .site),
            (.day, .day), (.fileTime, .time), (.countedScore, .item), (.enteredInError, .error),
            (.derivedFrom, .photo), (.parent, .folder), (.home, .folder(.some)), (.deletion, .deletion):
            self.init(fitting: place, value)
        default: return nil
        }
    }

    private init(fitting place: FieldPlace, _ value: FieldValue) {
        self.place = place
        self.value = value
    }

    public static func folderName(_ name: String) -> Field { Field(fitting: .folderName, .text(name)) }

    public static func folderSite(_ site: SkinSite) -> Field { Field(fitting: .folderSite, .site(site)) }

    public static func title(_ entry: ItemID, _ title: String) -> Field { Field(fitting: .title(entry), .text(title)) }

    public static func day(_ entry: ItemID, _ day: CivilDay) -> Field { Field(fitting: .day(entry), .day(day)) }

    public static func entrySite(_ entry: ItemID, _ site: SkinSite) -> Field {
        Field(fitting: .entrySite(entry), .site(site))
    }

    public static func photoSite(_ photo: PhotoID, _ site: SkinSite) -> Field {
        Field(fitting: .photoSite(photo), .site(site))
    }

    public static func fileTime(_ photo: PhotoID, _ time: Timestamp) -> Field {
        Field(fitting: .fileTime(photo), .time(time))
    }

    public static func countedScore(_ day: CivilDay, _ score: ItemID) -> Field {
        Field(fitting: .countedScore(day), .item(score))
    }

    public static func enteredInError(_ photo: PhotoID, _ isError: Bool, copy: PhotoLink? = nil) -> Field {
        Field(fitting: .enteredInError(photo), .error(isError, copy: copy))
    }

    public static func derivedFrom(_ photo: PhotoID, _ source: PhotoLink) -> Field {
        Field(fitting: .derivedFrom(photo), .photo(source))
    }

    public static func parent(_ folder: FolderID, _ parent: FolderID?) -> Field {
        Field(fitting: .parent(folder), .folder(parent))
    }

    public static func home(_ photo: PhotoLink, _ folder: FolderID) -> Field {
        Field(fitting: .home(photo), .folder(folder))
    }

    public static func deletion(_ folder: FolderID, _ seen: VersionVector?) -> Field {
        Field(fitting: .deletion(folder), .deletion(seen))
    }
}

extension Field: WireValue {
    /// place, then what stands there.
    public init(from reader: inout ByteReader) throws(WireError) {
        place = try FieldPlace(from: &reader)
        value = try FieldValue(from: &reader, at: place)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(place)
        value.encode(to: &writer, at: place)
    }
}

extension FieldValue {
    /// Reads what stands at `place`.
    init(from reader: inout ByteReader, at place: FieldPlace) throws(WireError) {
        switch place {
        case .folderName, .title: self = .text(try reader.text(max: Limits.nameBytesMax))
        case .folderSite, .entrySite, .photoSite: self = .site(try SkinSite(from: &reader))
        case .day: self = .day(try CivilDay(from: &reader))
        case .fileTime: self = .time(try Timestamp(from: &reader))
        case .countedScore: self = .item(try ItemID(from: &reader))
        case .enteredInError: self = .error(try reader.flag(), copy: try reader.optional(PhotoLink.self))
        case .derivedFrom: self = .photo(try PhotoLink(from: &reader))
        case .parent: self = .folder(try reader.optional(FolderID.self))
        case .home: self = .folder(try FolderID(from: &reader))
        case .deletion: self = .deletion(try reader.optional(VersionVector.self))
        }
    }

    func encode(to writer: inout ByteWriter, at place: FieldPlace) {
        switch self {
        case .text(let text): writer.text(text)
        case .site(let site): writer.value(site)
        case .day(let day): writer.value(day)
        case .time(let time): writer.value(time)
        case .item(let item): writer.value(item)
        case .error(let isError, let copy):
            writer.flag(isError)
            writer.optional(copy)
        case .photo(let photo): writer.value(photo)
        case .folder(let folder):
            if case .home = place, let folder { writer.value(folder) } else { writer.optional(folder) }
        case .deletion(let seen): writer.optional(seen)
        }
    }
}

extension FieldValue {
    /// For people; a day as `YYYY-MM-DD`, an id in hexadecimal.
    public var text: String {
        switch self {
        case .text(let text): text
        case .site(let site): site.name
        case .day(let day): day.description
        case .time(let time):
            "\(time.milliseconds) ms UTC, local \(time.offsetMinutes) min ahead"
                + (time.zone.isEmpty ? "" : ", \(time.zone)")
        case .item(let item): item.description
        case .error(let isError, let copy):
            isError
                ? "entered in error" + (copy.map { ", copied to \($0.photo) in folder \($0.folder)" } ?? "")
                : "not entered in error"
        case .photo(let link): "\(link.photo) in folder \(link.folder)"
        case .folder(let folder): folder?.description ?? "the top"
        case .deletion(let seen): seen == nil ? "not deleted" : "deleted"
        }
    }
}

extension SkinSite {
    /// The site with its side, such as `forearm (left)`.
    public var name: String { laterality == .unspecified ? site.name : "\(site.name) (\(laterality.name))" }
}
