import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire
import Foundation

/// Finds what a person named: by the beginning of an id, or a folder by its name.
extension AppDevice {
    func folder(named text: String) throws -> FolderID {
        let byName = folderIDs.filter { state(of: $0)?.name.shown?.value == text }
        if byName.count == 1 { return byName[0] }
        if byName.count > 1 {
            let ids = byName.map { $0.description.prefix(8) }.joined(separator: ", ")
            throw CommandFailure(
                "ambiguous", .dataError,
                "there are \(byName.count) folders named “\(text)”: name one by its id (\(ids))")
        }
        return try unique(folderIDs, text, "folder")
    }

    /// The folder that was named, or all.
    func folders(named text: String?) throws -> [FolderID] { try text.map { [try folder(named: $0)] } ?? folderIDs }

    func photo(_ text: String, in folder: FolderID) throws -> PhotoID {
        try unique(state(of: folder)?.photos.map(\.id) ?? [], text, "photo")
    }

    /// A photo that is there, or that was erased.
    func photoOnceThere(_ text: String, in folder: FolderID) throws -> PhotoID {
        let state = state(of: folder)
        return try unique((state?.photos.map(\.id) ?? []) + (state?.erasedPhotos.map(\.id) ?? []), text, "photo")
    }

    func diaryEntry(_ text: String, in folder: FolderID) throws -> ItemID {
        try unique(
            (state(of: folder)?.diary ?? []).map(\.id) + (state(of: folder)?.removedDiary ?? []).map(\.id), text,
            "diary entry")
    }

    func commentID(_ text: String, in folder: FolderID) throws -> ItemID {
        try unique(state(of: folder)?.comments.map(\.id) ?? [], text, "comment")
    }

    func scoreID(_ text: String, in folder: FolderID) throws -> ItemID {
        try unique(state(of: folder)?.scores.map(\.id) ?? [], text, "score")
    }

    /// An active device of the account, by its name or the beginning of its id.
    func accountDevice(named text: String) throws -> AccountDevice {
        let active = devices.filter { !$0.isRemoved }
        let byName = active.filter { $0.label == text }
        if byName.count == 1 { return byName[0] }
        let id = try unique(active.map(\.id), text, "device", listedBy: "derma device list")
        guard let found = active.first(where: { $0.id == id }) else { throw DeviceError.notFound }
        return found
    }

    private func unique<ID: Identifier>(
        _ ids: [ID], _ text: String, _ what: String, listedBy command: String = "derma show"
    ) throws -> ID {
        let found = text.isEmpty ? [] : ids.filter { $0.description.hasPrefix(text.lowercased()) }
        switch found.count {
        case 1: return found[0]
        case 0:
            throw CommandFailure(
                "notFound", .notFound, "there is no \(what) “\(text)”: `\(command)` lists what there is")
        default:
            throw CommandFailure(
                "ambiguous", .dataError, "“\(text)” fits \(found.count) ids of a \(what): type more of it")
        }
    }
}

/// Reads days and purposes as people type them.
enum Typed {
    static func day(_ text: String?) throws -> CivilDay? {
        guard let text else { return nil }
        guard let day = CivilDay(iso: text) else {
            throw CommandFailure("badDay", .dataError, "“\(text)” is no day: write it like 2026-11-22")
        }
        return day
    }

    static var today: CivilDay? {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        return CivilDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
    }

    static func suspicions(_ names: [String]) throws -> Set<Suspicion> {
        Set(
            try names.map { name in
                guard let trigger = Trigger.allCases.first(where: { $0.name == name }) else {
                    let known = Trigger.allCases.map(\.name).joined(separator: ", ")
                    throw CommandFailure("badTrigger", .dataError, "“\(name)” is no trigger; there are \(known)")
                }
                return Suspicion(trigger)
            })
    }

    /// A site of the body, like `forearm` or `elbow:left`.
    static func site(_ text: String?) throws -> SkinSite? {
        guard let text else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let side = parts.count > 1 ? Laterality.allCases.first { $0.name == parts[1] } : .unspecified
        guard let site = BodySite.allCases.first(where: { $0.name == parts.first }), let side,
            let known = SkinSite(site, side)
        else {
            let sites = BodySite.allCases.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                "badSite", .dataError,
                "“\(text)” is no site: write one of \(sites), with :left, :right or :both where there are two")
        }
        return known
    }
}
