import DermaCRDT
import DermaCausality
import DermaClient
import DermaContent
import DermaIdentity
import DermaWire

/// What the acts come to on a device.
extension World {
    mutating func createFolder(by device: Int) -> Moment.Deed {
        let name = text(30)
        return write(by: device) { device throws(DeviceError) in
            (try device.createFolder(named: name), .folderName(name))
        }
    }

    mutating func rename(_ folder: FolderID, by device: Int) -> Moment.Deed {
        let name = text(30)
        return write(by: device) { device throws(DeviceError) in
            try device.rename(folder, to: name)
            return (folder, .folderName(name))
        }
    }

    mutating func comment(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let subjects = [Subject.folder] + state.photos.map { .photo($0.id) } + state.diary.map { .diary($0.id) }
        guard let subject = pick(item["on"], of: subjects) else { return .nothing }
        let text = text(item["length"])
        return write(by: device) { device throws(DeviceError) in
            (folder, .comment(try device.comment(text, on: subject, in: folder), text: text))
        }
    }

    /// Texts as long as they may be, one after the other: more than fits into one message.
    mutating func burst(_ count: Int, in folder: FolderID, by device: Int) -> Moment.Deed {
        var deed = Moment.Deed.nothing
        for _ in 0..<count {
            let text = text(Limits.textBytesMax)
            deed = write(by: device) { device throws(DeviceError) in
                (folder, .comment(try device.comment(text, on: .folder, in: folder), text: text))
            }
            guard deed == .done else { break }
        }
        return deed
    }

    mutating func amend(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let own = state.comments.filter { $0.added.party == actors[device]?.device.account }
        guard let comment = pick(item["item"], of: own)?.id else { return .nothing }
        let text = text(item["length"])
        return write(by: device) { device throws(DeviceError) in
            try device.amend(comment, to: text, of: state.shown(.comment(comment)), in: folder)
            return (folder, .amendment(comment, text: text))
        }
    }

    mutating func writeDiary(_ item: ScenarioItem, in folder: FolderID, by device: Int) -> Moment.Deed {
        let text = text(item["length"])
        let day = CivilDay(year: 2026, month: 9, day: 1 + random.below(30))
        return write(by: device) { device throws(DeviceError) in
            (folder, .diary(try device.writeDiary(DiaryDraft(text: text, day: day), in: folder), text: text))
        }
    }

    mutating func editDiary(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let entry = pick(item["item"], of: state.diary)?.id else { return .nothing }
        let text = text(item["length"])
        return write(by: device) { device throws(DeviceError) in
            try device.changeDiary(entry, DiaryDraft(text: text, of: state.shown(.diary(entry))), in: folder)
            return (folder, .diary(entry, text: text))
        }
    }

    mutating func changeTrigger(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let entry = pick(item["item"], of: state.diary)?.id,
            let trigger = pick(item["which"], of: Trigger.allCases)
        else { return .nothing }
        let isAdded = item["add"] == 1
        let draft = DiaryDraft(
            suspected: isAdded ? [Suspicion(trigger)] : [], unsuspected: isAdded ? [] : [Suspicion(trigger)])
        return write(by: device) { device throws(DeviceError) in
            try device.changeDiary(entry, draft, in: folder)
            return (folder, .trigger(entry, trigger, added: isAdded))
        }
    }

    mutating func score(_ item: ScenarioItem, in folder: FolderID, by device: Int) -> Moment.Deed {
        guard let score = Score(.severity, items: [UInt8(item["value"])]),
            let day = Self.day(item["day"])
        else { return .nothing }
        return record(score, on: day, in: folder, by: device)
    }

    mutating func addPhoto(_ item: ScenarioItem, in folder: FolderID, by device: Int) -> Moment.Deed {
        let canary = Array(Ledger.canary.utf8)
        let photo = CleanedPhoto(
            header: canary + random.bytes(300), imageData: canary + random.bytes(item["bytes"]), orientation: .up,
            width: 40, height: 30, captureClaim: nil, removed: RemovedMetadata(), surplusBytes: 0)
        let hash = Ledger.hash(ofJPEG: photo.jpeg)
        return write(by: device) { device throws(DeviceError) in
            (folder, .photo(try device.add(photo, to: folder), jpegHash: hash))
        }
    }

    mutating func erasePhoto(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        guard let photo = pick(item["item"], of: state.photos)?.id else { return .nothing }
        return write(by: device) { device throws(DeviceError) in
            try device.erase(photo, in: folder)
            return (folder, .erasure(photo))
        }
    }

    mutating func share(_ item: ScenarioItem, _ folder: FolderID, by device: Int) -> Moment.Deed {
        guard let id = pick(item["clinic"], of: clinics.keys.sorted()), let clinic = clinics[id] else {
            return .nothing
        }
        let end = time + Int64(item["hours"]) * 3_600_000
        let purposes = Purposes(rawValue: UInt8(item["purposes"]))
        return write(by: device) { device throws(DeviceError) in
            let wording = Wording(text: "I agree", language: "en", version: 1)
            let grant = try device.share(folder, with: clinic, for: purposes, until: end, wording: wording)
            return (folder, .grant(grant))
        }
    }

    mutating func withdraw(_ item: ScenarioItem, _ folder: FolderID, by device: Int) -> Moment.Deed {
        guard let clinic = pick(item["clinic"], of: clinics.keys.sorted()) else { return .nothing }
        return write(by: device) { device throws(DeviceError) in
            try device.withdraw(folder, from: clinic)
            return (folder, .withdrawal(clinic))
        }
    }
}
