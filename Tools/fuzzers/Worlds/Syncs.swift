import DermaCRDT
import DermaCausality
import DermaClient
public import DermaFuzzing
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire

extension FuzzTarget {
    /// A device that syncs through someone who drops, doubles, holds back, changes and makes up what the relay says. Nothing
    /// that was written is lost, what is in memory is what the store holds, and an honest sync afterwards brings all of it.
    public static let sync = FuzzTarget("sync", memoryMultiple: 4096, memoryConstant: 64 << 20) {
        bytes throws(Violation) in
        var input = FuzzInput(bytes)
        let isClinic = input.flag()
        var world = Cast.world
        var device = isClinic ? Cast.clinic : Cast.phone
        let before = device.state(of: Cast.folder)
        var held: [Frame] = []
        var isPhotoClaimed = false
        _ = try? world.sync(&device) { frame in
            let frames = input.tampered(frame, &held)
            isPhotoClaimed = isPhotoClaimed || frames != [frame] && frames.contains(where: \.isPhotoStored)
            return frames
        }
        try check(device, holds: before)
        if !isClinic {
            let again: TestDevice
            do {
                again = try TestDevice.open(
                    store: device.store, keys: Cast.phoneKeys, environment: world.environment())
            } catch {
                throw Violation("the store does not open again: \(error)")
            }
            try require(
                again.state(of: Cast.folder) == device.state(of: Cast.folder), "the store holds another folder")
        }
        do {
            // The first may still tell of a relay that said it had lost something; then there is nothing left to tell.
            let late = try world.sync(&device).alarms
            try require(late.allSatisfy { $0.kind == .rolledBack }, "\(late) from an honest relay")
            let report = try world.sync(&device)
            try require(report.alarms.isEmpty, "\(report.alarms) from an honest relay")
        } catch {
            throw Violation("an honest sync fails: \(error)")
        }
        try check(device, holds: before)
        // Nobody can know better than a relay that says it holds a photo.
        if !isClinic { try check(world, holds: device, photosToo: !isPhotoClaimed) }
    }

    /// Everything that was ever done to a comment or a diary entry of `before` is there, and every photo.
    private static func check(_ device: TestDevice, holds before: FolderState?) throws(Violation) {
        guard let before else { return }
        guard let after = device.state(of: Cast.folder) else { throw Violation("the folder is gone") }
        for comment in before.comments {
            let held = after.history(ofComment: comment.id, by: comment.added.party)
            let made = before.history(ofComment: comment.id, by: comment.added.party)
            try require(made.allSatisfy(held.contains), "a comment is gone")
        }
        for entry in before.diary + before.removedDiary {
            let held = after.history(ofDiary: entry.id)
            try require(before.history(ofDiary: entry.id).allSatisfy(held.contains), "a diary entry is gone")
        }
        for photo in before.photos { try require(after[photo: photo.id] == photo, "a photo is gone") }
    }

    /// The relay has every entry and every byte of the photos.
    private static func check(_ world: World, holds device: TestDevice, photosToo: Bool) throws(Violation) {
        do {
            for folder in [Cast.folder, .control(of: device.account)] {
                let own = try device.store.log.vector(of: folder)
                try require(try world.relay.store.log.vector(of: folder).covers(own), "the relay lacks entries")
            }
            for photo in device.state(of: Cast.folder)?.photos ?? [] where photosToo {
                let holding = try world.relay.store.photos.holding(of: PhotoName(folder: Cast.folder, photo: photo.id))
                try require(holding?.isComplete == true, "the relay lacks a photo")
            }
        } catch let violation as Violation {
            throw violation
        } catch {
            throw Violation("\(error)")
        }
    }
}

extension Frame {
    fileprivate var isPhotoStored: Bool {
        if case .photoStored = self { true } else { false }
    }
}

extension FuzzInput {
    /// What comes of a frame on its way to the device. Without more input, the frame itself.
    fileprivate mutating func tampered(_ frame: Frame, _ held: inout [Frame]) -> [Frame] {
        switch below(8) {
        case 0, 1: return [frame]
        case 2: return []
        case 3: return [frame, frame]
        case 4:
            held.append(frame)
            return []
        case 5:
            defer { held = [] }
            return [frame] + held.reversed()
        case 6:
            let raw = RawFrame(type: frame.raw.type, payload: changed(frame.raw.payload))
            return (try? Frame(raw)).map { [$0] } ?? [frame]
        default: return [made(), frame]
        }
    }

    /// A frame that a relay may send, about things that there are.
    private mutating func made() -> Frame {
        let folder = [Cast.folder, .control(of: Cast.phone.account), .control(of: Cast.clinic.account)][below(3)]
        let name = PhotoName(folder: folder, photo: Cast.photo)
        switch below(9) {
        case 0:
            return .refused(
                Refusal(
                    RefusalCode.allCases[below(RefusalCode.allCases.count)], folder: flag() ? folder : nil, detail: 1))
        case 1: return .have(Have(folder: folder, vector: VersionVector([Dot(ReplicaID(.zero), 1 + UInt64(byte()))])))
        case 2: return .photoStored(PhotoStored(name: name, offset: UInt64(byte()) << UInt64(below(64))))
        case 3: return .photoPiece(PhotoPiece(name: name, offset: UInt64(byte()), bytes: blob()))
        case 4: return .halfReleased(HalfFrame(grant: Cast.grant, half: .zero))
        case 5: return .shared([SharedFolder(account: AccountID(.zero), folder: folder)])
        case 6: return .halfWanted(Cast.grant)
        case 7: return .erased(name)
        default: return (try? Frame(RawFrame(type: FrameType(byte()), payload: blob()))) ?? .bye
        }
    }
}
