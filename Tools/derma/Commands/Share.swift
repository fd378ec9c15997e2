import ArgumentParser
import DermaClient
import DermaIdentity
import DermaNetwork
import DermaSQLite
import DermaSecrets
import DermaSync
import DermaWire
import Foundation

struct Share: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a clinic read a folder, for chosen purposes, until a date.",
        discussion: """
            Type the code that the clinic gave you. The device proves for itself that the relay's record of the clinic
            belongs to the code, shows you the clinic's name, registry number and code, and asks before it shares.
            Purposes: \(Purposes.registry.map(\.name).joined(separator: ", ")).
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var relay: RelayOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The folder's name or id.") var folder: String
    @Option(help: "The clinic's code, like ABCD-EFGH-JKMN.") var code: String
    @Option(help: "The last day of access, like 2027-01-31, or an instant, like 2027-01-31T12:00:00Z.") var until:
        String
    @Option(name: .customLong("for"), help: "What it may be used for, with commas: care,research") var purposes: String
    @Flag(help: "Do not ask; the clinic's code was compared before.") var yes = false

    func run() async throws {
        let code = try ClinicCode(typed: code)
        let purposes = try Self.purposes(purposes)
        let end = try Times.end(until)
        var device = try home.device()
        let id = try device.folder(named: folder)
        let endpoint = try device.endpoint(relay)
        let found = try await Syncing.sync(device, endpoint, scope: .clinic(code))
        device = found.device
        guard let organisation = found.report.organisation else { throw SyncFailure.unknownClinic }
        let clinic = try device.clinic(organisation, provenBy: code)
        try confirm(clinic, purposes, end)
        let grant = try device.share(id, with: clinic, for: purposes, until: end, wording: Self.wording)
        let sent = try await send(device, endpoint)
        try output.print(
            Done(
                "Shared with \(clinic.name) for \(purposes.names.joined(separator: ", ")) until \(Times.utc(end)). Withdraw at any time with `derma withdraw`.",
                [
                    "folder": id.description, "grant": grant.description, "clinic": clinic.name,
                    "registryNumber": clinic.registryNumber, "end": Times.iso(end),
                    "bytesSent": String(found.traffic.sent + sent.traffic.sent),
                    "bytesReceived": String(found.traffic.received + sent.traffic.received),
                ]))
    }

    /// The grant is made by now; whatever goes wrong from here on, it must not be made twice.
    private func send(
        _ device: AppDevice, _ endpoint: (address: RelayAddress, trust: TrustAnchors)
    ) async throws -> SyncOutcome<SQLiteDeviceStore, SystemRandom, SystemClock> {
        do {
            let sent = try await Syncing.sync(device, endpoint, scope: .everything)
            guard sent.report.refusals.allSatisfy({ $0.folder != device.control.folder }), sent.report.alarms.isEmpty
            else {
                throw CommandFailure("refused", .refused, "the relay refused the grant")
            }
            return sent
        } catch {
            guard let failure = CommandFailure(explaining: error) else { throw error }
            throw CommandFailure(
                failure.code, failure.exitCode,
                "the grant is made but not sent (\(failure.message)): do not share again, run `derma sync`")
        }
    }

    private static let wording = Wording(
        text: """
            I let this clinic see this folder, with what I add to it, for the purposes and until the date that I chose. I can withdraw at any time; what was seen before may have been copied.
            """, language: "en", version: 1)

    private static func purposes(_ text: String) throws -> Purposes {
        var purposes = Purposes()
        for name in text.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            guard let known = Purposes.registry.first(where: { $0.name == name }) else {
                let names = Purposes.registry.map(\.name).joined(separator: ", ")
                throw CommandFailure("badPurpose", .dataError, "“\(name)” is no purpose; there are \(names)")
            }
            purposes.insert(known.purpose)
        }
        return purposes
    }

    private func confirm(_ clinic: Clinic, _ purposes: Purposes, _ end: Int64) throws {
        let question = """
            The code belongs to:  \(clinic.name), registry number \(clinic.registryNumber), code \(clinic.code)
            It will see the folder “\(folder)” for \(purposes.names.joined(separator: ", ")) until \(Times.utc(end)).

            """
        FileHandle.standardError.write(Data(question.utf8))
        if yes { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                "notConfirmed", .noPermission,
                "nobody is here to confirm the clinic: run with --yes once you have compared it")
        }
        FileHandle.standardError.write(Data("Share? [y/N] ".utf8))
        guard readLine()?.lowercased() == "y" else {
            throw CommandFailure("notConfirmed", .noPermission, "not shared")
        }
    }
}
