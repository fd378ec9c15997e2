import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaWire

/// Pictures that are imported, filed anew, cropped and annotated.
extension World {
    /// A picture that is on all phones of a person, as out of one camera: the same bytes on each.
    private func picture(_ number: Int, of device: Int) -> CleanedPhoto {
        let account = UInt64(scenario.cast.account(of: device))
        var random = SeededRandom(scenario.salt, .max - account * 16 - UInt64(number))
        let canary = Array(Ledger.canary.utf8)
        let claim = CaptureClaim(
            year: 2026, month: 9, day: 10 + number, hour: 23, minute: 50, second: 0, offsetMinutes: nil,
            source: .original)
        return CleanedPhoto(
            header: canary + random.bytes(200), imageData: canary + random.bytes(400 + 900 * number), orientation: .up,
            width: 400, height: 300, captureClaim: number == 0 ? nil : claim, removed: RemovedMetadata(),
            surplusBytes: 0)
    }

    /// Adds a photo to a folder.
    private mutating func add(_ photo: CleanedPhoto, to folder: FolderID, by device: Int) -> PhotoID? {
        let hash = Ledger.hash(ofJPEG: photo.jpeg)
        ledger.claims[hash] = photo.captureClaim
        var added: PhotoID?
        let deed = write(by: device) { device throws(DeviceError) in
            let id = try device.add(photo, to: folder)
            added = id
            return (folder, .photo(id, jpegHash: hash))
        }
        return deed == .done ? added : nil
    }

    /// A photo as the person sees it on this device, to be added anew.
    private func shown(_ photo: PhotoID, in folder: FolderID, on device: Int) -> CleanedPhoto? {
        guard let device = actors[device]?.device, let manifest = device.manifest(of: photo, in: folder),
            let jpeg = try? device.jpeg(of: photo, in: folder)
        else { return nil }
        return CleanedPhoto(
            header: Array(jpeg.prefix(manifest.lengths.header)),
            imageData: Array(jpeg.dropFirst(manifest.lengths.header)), orientation: manifest.orientation,
            width: manifest.width, height: manifest.height, captureClaim: manifest.captureClaim,
            removed: RemovedMetadata(), surplusBytes: 0)
    }

    private mutating func set(_ field: Field, by device: Int, in folder: FolderID) -> Moment.Deed {
        write(by: device) { device throws(DeviceError) in
            switch (field.place, field.value) {
            case (.derivedFrom(let photo), .photo(let source)):
                try device.markDerived(photo, from: source, in: folder)
            case (.enteredInError(let photo), .error(_, let copy)):
                try device.markEnteredInError(photo, copy: copy, in: folder)
            default: throw .notAllowed
            }
            return (folder, .field(field))
        }
    }

    mutating func takeIn(_ item: ScenarioItem, in folder: FolderID, by device: Int) -> Moment.Deed {
        let picture = picture(item["picture"], of: device)
        return add(picture, to: folder, by: device) == nil ? .failed(.notAllowed) : .done
    }

    /// Copies a photo to where it belongs, and says that it was entered in error where it is.
    mutating func misfile(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let photo = pick(item["item"], of: state.photos)?.id,
            let target = pick(item["into"], of: actors[device]?.device.folderIDs ?? []), target != folder,
            let picture = shown(photo, in: folder, on: device),
            let copy = add(picture, to: target, by: device)
        else { return .nothing }
        let marked = set(.enteredInError(photo, true, copy: PhotoLink(copy, in: target)), by: device, in: folder)
        guard marked == .done else { return marked }
        return set(.derivedFrom(copy, PhotoLink(photo, in: folder)), by: device, in: target)
    }

    /// Makes a smaller picture of a photo, which stays as it is.
    mutating func crop(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let photo = pick(item["item"], of: state.photos)?.id,
            var picture = shown(photo, in: folder, on: device)
        else { return .nothing }
        picture.imageData =
            Array(picture.imageData.prefix(max(32, picture.imageData.count * 3 / 4))) + [UInt8(now & 0x7F)]
        picture.width = max(8, picture.width - 8)
        guard let crop = add(picture, to: folder, by: device) else { return .nothing }
        return set(.derivedFrom(crop, PhotoLink(photo, in: folder)), by: device, in: folder)
    }

    /// Says something of a part of a picture; if stale, of a picture that this photo's is not: that must be refused.
    mutating func annotate(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let part = UInt16(item["part"]) * 8_000
        guard let held = actors[device]?.device, let photo = pick(item["item"], of: state.photos)?.id,
            let own = held.manifest(of: photo, in: folder)?.contentHash,
            let region = PhotoRegion(x: part, y: part / 2, width: 4_000, height: 3_000)
        else { return .nothing }
        let others = state.photos.compactMap { held.manifest(of: $0.id, in: folder)?.contentHash }.filter { $0 != own }
        guard let content = item["stale"] == 1 ? others.last : own else { return .nothing }
        let text = text(60)
        let subject = Subject.region(photo, content: content, region)
        return write(by: device) { device throws(DeviceError) in
            (folder, .annotation(try device.comment(text, on: subject, in: folder), subject, text: text))
        }
    }
}
