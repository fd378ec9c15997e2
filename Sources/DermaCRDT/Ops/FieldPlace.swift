public import DermaCausality
public import DermaWire

/// A photo by the folder that it is in.
public struct PhotoLink: Hashable, Comparable, Sendable, WireValue {
    public let folder: FolderID
    public let photo: PhotoID

    public init(_ photo: PhotoID, in folder: FolderID) {
        self.folder = folder
        self.photo = photo
    }

    public init(from reader: inout ByteReader) throws(WireError) {
        folder = try FolderID(from: &reader)
        photo = try PhotoID(from: &reader)
    }

    public func encode(to writer: inout ByteWriter) {
        writer.value(folder)
        writer.value(photo)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.folder, a.photo) < (b.folder, b.photo) }
}

/// A field that the folder's owner writes: a multi-value register each, so that different fields never conflict.
public enum FieldPlace: Hashable, Comparable, Sendable {
    /// What the folder is called.
    case folderName
    /// The area of the body that the folder is about.
    case folderSite
    /// A diary entry's title.
    case title(ItemID)
    /// The day that a diary entry is about.
    case day(ItemID)
    /// Where on the body a diary entry's flare-up is.
    case entrySite(ItemID)
    /// What a photo shows of the body.
    case photoSite(PhotoID)
    /// The time that the file of an imported photo bore: a claim beside that of the camera.
    case fileTime(PhotoID)
    /// Which of several observations of a day counts for its week.
    case countedScore(CivilDay)
    /// Whether a photo was filed under the wrong person or folder, and where its copy is.
    case enteredInError(PhotoID)
    /// The photo that this one was made from, as by cropping.
    case derivedFrom(PhotoID)
    /// In the library: the folder that a folder stands in.
    case parent(FolderID)
    /// In the library: the folder that a photo is shown in.
    case home(PhotoLink)
    /// In the library: whether a folder is deleted, and what was there to be seen then.
    case deletion(FolderID)

    /// The diary entry that the field is of, if it is of one.
    var diaryEntry: ItemID? {
        switch self {
        case .title(let item), .day(let item), .entrySite(let item): item
        default: nil
        }
    }
}

extension FieldPlace: WireValue {
    public init(from reader: inout ByteReader) throws(WireError) {
        let start = reader.offset
        switch try reader.byte() {
        case 1: self = .folderName
        case 2: self = .folderSite
        case 3: self = .title(try ItemID(from: &reader))
        case 4: self = .day(try ItemID(from: &reader))
        case 5: self = .entrySite(try ItemID(from: &reader))
        case 6: self = .photoSite(try PhotoID(from: &reader))
        case 7: self = .fileTime(try PhotoID(from: &reader))
        case 8: self = .countedScore(try CivilDay(from: &reader))
        case 9: self = .enteredInError(try PhotoID(from: &reader))
        case 10: self = .derivedFrom(try PhotoID(from: &reader))
        case 11: self = .parent(try FolderID(from: &reader))
        case 12: self = .home(try PhotoLink(from: &reader))
        case 13: self = .deletion(try FolderID(from: &reader))
        default: throw WireError(.invalidValue, at: start)
        }
    }

    public func encode(to writer: inout ByteWriter) {
        switch self {
        case .folderName: writer.byte(1)
        case .folderSite: writer.byte(2)
        case .title(let item): writer.tagged(3, item)
        case .day(let item): writer.tagged(4, item)
        case .entrySite(let item): writer.tagged(5, item)
        case .photoSite(let photo): writer.tagged(6, photo)
        case .fileTime(let photo): writer.tagged(7, photo)
        case .countedScore(let day): writer.tagged(8, day)
        case .enteredInError(let photo): writer.tagged(9, photo)
        case .derivedFrom(let photo): writer.tagged(10, photo)
        case .parent(let folder): writer.tagged(11, folder)
        case .home(let photo): writer.tagged(12, photo)
        case .deletion(let folder): writer.tagged(13, folder)
        }
    }
}

extension ByteWriter {
    /// Writes which case it is, then what it holds.
    mutating func tagged(_ tag: UInt8, _ value: some WireEncodable) {
        byte(tag)
        self.value(value)
    }
}
