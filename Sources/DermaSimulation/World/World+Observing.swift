import DermaCRDT
import DermaCausality
import DermaClient
import DermaWire

/// Scores of days and weeks, and what is said of folders, entries and photos.
extension World {
    /// A day of the one week that people look at, so that they meet on its days.
    static func day(_ number: Int) -> CivilDay? { CivilDay(year: 2026, month: 10, day: 12 + number % 7) }

    mutating func record(_ score: Score, on day: CivilDay, in folder: FolderID, by device: Int) -> Moment.Deed {
        write(by: device) { device throws(DeviceError) in
            (folder, .score(try device.record(score, on: day, in: folder), score, day))
        }
    }

    /// Rates wheals and itch of some days, one after the other.
    mutating func rateWeek(_ item: ScenarioItem, in folder: FolderID, by device: Int) -> Moment.Deed {
        let itch = item["itch"] < 4 ? UInt8(item["itch"]) : nil
        guard let score = Score(.uas, items: [UInt8(item["wheals"]), itch]) else { return .nothing }
        var deed = Moment.Deed.nothing
        for number in 0..<item["days"] {
            guard let day = Self.day(item["day"] + number) else { break }
            deed = record(score, on: day, in: folder, by: device)
            guard deed == .done else { break }
        }
        return deed
    }

    /// Says which of the own ratings counts for its day.
    mutating func choose(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let account = actors[device]?.device.account
        let own = state.scores.filter {
            $0.score.instrument == .uas && $0.added.party == account && $0.retraction == nil
        }
        guard let score = pick(item["which"], of: own) else { return .nothing }
        return write(by: device) { device throws(DeviceError) in
            try device.count(score.id, on: score.day, in: folder)
            return (folder, .field(.countedScore(score.day, score.id)))
        }
    }

    /// Says where on the body something is, of which day, how it is called, or which time a photo's file bore.
    mutating func describe(
        _ item: ScenarioItem, in folder: FolderID, _ state: FolderState, by device: Int
    ) -> Moment.Deed {
        let value = item["value"]
        let title = text(30)
        let entry = pick(item["item"], of: state.diary)?.id
        let photo = pick(item["item"], of: state.photos)?.id
        guard let site = pick(value * 5, of: BodySite.allCases).flatMap({ SkinSite($0) }), let day = Self.day(value)
        else { return .nothing }
        return write(by: device) { device throws(DeviceError) in
            switch (item["what"], entry, photo) {
            case (0, _, _):
                try device.setSite(site, of: folder)
                return (folder, .field(.folderSite(site)))
            case (1, let entry?, _):
                try device.changeDiary(entry, DiaryDraft(site: site), in: folder)
                return (folder, .field(.entrySite(entry, site)))
            case (2, let entry?, _):
                try device.changeDiary(entry, DiaryDraft(day: day), in: folder)
                return (folder, .field(.day(entry, day)))
            case (3, let entry?, _):
                try device.changeDiary(entry, DiaryDraft(title: title), in: folder)
                return (folder, .field(.title(entry, title)))
            case (4, _, let photo?):
                try device.setSite(site, of: photo, in: folder)
                return (folder, .field(.photoSite(photo, site)))
            case (5, _, let photo?):
                let time = Self.fileTime(value)
                try device.setFileTime(time, of: photo, in: folder)
                return (folder, .field(.fileTime(photo, time)))
            default: throw .notFound
            }
        }
    }

    /// Around midnight of days on which pictures were taken, in two zones: half of these times are of another day than it seems.
    private static func fileTime(_ value: Int) -> Timestamp {
        // 2026-09-10T22:30:00Z.
        Timestamp(
            milliseconds: 1_789_079_400_000 + Int64(value / 2) * 43_200_000, offsetMinutes: value % 2 == 0 ? 0 : 120)
    }
}
