import ArgumentParser
import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaNetwork
import DermaSync
import DermaWire

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Exchange what is new with the relay.",
        discussion: "A sync that was cut goes on where it stopped when it is run again; photos resume at the byte.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var relay: RelayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var device = try home.device()
        let outcome = try await Syncing.sync(device, device.endpoint(relay), scope: .everything)
        device = outcome.device
        let view = SyncView(outcome.report, outcome.traffic, on: device)
        try output.print(view)
        if !view.alarms.isEmpty {
            throw CommandFailure(
                "alarm", .notOurProtocol,
                "the relay or a device did what an honest one never does: nothing of it was taken, and your data is safe; tell the relay's operator"
            )
        }
        if !view.refusals.isEmpty {
            throw CommandFailure(
                "refused", .refused,
                "the relay refused something (\(view.refusals.joined(separator: ", "))): it is kept here; tell the relay's operator"
            )
        }
        if !view.ended.isEmpty, view.ended.count == device.folderIDs.count {
            throw CommandFailure("accessEnded", .noPermission, "access has ended: the relay sends nothing new")
        }
    }
}

/// What a sync did.
struct SyncView: Printable {
    struct Ended: Encodable {
        let folder: String
        let name: String
        let reason: String
    }

    struct Alarm: Encodable {
        let kind: String
        let folder: String
    }

    let entriesSent: Int
    let entriesReceived: Int
    let photosSent: Int
    let photosReceived: Int
    let photosErased: Int
    let bytesSent: Int
    let bytesReceived: Int
    let ended: [Ended]
    let alarms: [Alarm]
    let refusals: [String]
    let openConflicts: Int

    init(_ report: SyncReport, _ traffic: SyncTraffic, on device: AppDevice) {
        entriesSent = report.entriesSent
        entriesReceived = report.entriesReceived
        photosSent = report.photosSent
        photosReceived = report.photosReceived
        photosErased = report.photosErased
        bytesSent = traffic.sent
        bytesReceived = traffic.received
        ended = device.folderIDs.compactMap { folder in
            report.ended[folder].map {
                Ended(
                    folder: folder.description, name: device.state(of: folder)?.name.shown?.value ?? "", reason: $0.word
                )
            }
        }
        alarms = report.alarms.map { Alarm(kind: $0.kind.rawValue, folder: $0.folder.description) }
        refusals = report.refusals.filter { report.ended[$0.folder ?? FolderID(.zero)] == nil }.map { "\($0.code)" }
        openConflicts = device.folderIDs.reduce(0) {
            $0 + (device.state(of: $1)?.conflicts.filter { !$0.isSettled }.count ?? 0)
        }
    }

    var text: String {
        var lines = [
            "Sent \(entriesSent) entries and \(photosSent) photos (\(Bytes.text(bytesSent))); "
                + "received \(entriesReceived) entries and \(photosReceived) photos (\(Bytes.text(bytesReceived)))."
        ]
        if photosErased > 0 { lines.append("The relay has destroyed \(photosErased) erased photos.") }
        lines += ended.map {
            "Access to “\($0.name)” has ended: \($0.reason). What was seen before stays; nothing new comes."
        }
        lines += alarms.map { "ALARM: \($0.kind) in folder \($0.folder.prefix(8))" }
        lines += refusals.map { "The relay refused something: \($0)." }
        if openConflicts > 0 { lines.append("\(openConflicts) open conflicts: see `derma conflicts`.") }
        return lines.joined(separator: "\n")
    }
}
