import ArgumentParser
import DermaCausality
import DermaClient
import DermaIdentity
import DermaWire

struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a clinic's access to a folder.",
        discussion: """
            Works without a connection: from now on this device seals under a key that the clinic does not have. The
            relay shuts the clinic out with the next `derma sync`. What the clinic has seen may have been copied.
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The folder's name or id.") var folder: String
    @Option(help: "The clinic's name or code. Default: the only one that the folder is shared with.") var clinic:
        String?

    func run() throws {
        var device = try home.device()
        let id = try device.folder(named: folder)
        let organisation = try organisation(sharing: id, device)
        try device.withdraw(id, from: organisation)
        let name = Names(device).party(organisation)
        try output.print(
            Done(
                "Withdrawn from \(name). Run `derma sync` so that the relay knows.",
                ["folder": id.description, "clinic": name]))
    }

    private func organisation(sharing folder: FolderID, _ device: AppDevice) throws -> AccountID {
        let names = Names(device)
        let made = device.control.grants.values.map(\.record).filter { $0.folder == folder }
        let open = Set(made.map(\.organisation)).sorted().filter {
            if case .success = device.control.access(of: $0, to: folder, at: .min) { true } else { false }
        }
        let chosen = open.filter { organisation in
            guard let clinic else { return true }
            let code = device.control(of: organisation)?.genesis.flatMap { ClinicCode(of: $0) }
            return names.party(organisation) == clinic || (try? ClinicCode(typed: clinic)) == code
        }
        guard let first = chosen.first else { throw DeviceError.notShared }
        guard chosen.count == 1 else {
            let list = chosen.map(names.party).joined(separator: ", ")
            throw CommandFailure("ambiguous", .dataError, "the folder is shared with \(list): name one with --clinic")
        }
        return first
    }
}
