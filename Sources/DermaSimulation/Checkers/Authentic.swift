import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync

/// Whatever is stored anywhere is the work of the device whose log it is in, in its folder and under its number, and that
/// device's account had let it in.
public struct Authentic: Checker {
    public static let name = "authentic"
    public init() {}

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .appended(let append) = moment.what, !Self.isMadeUp(append, world) else { return nil }
        let replica = append.origin.replica(in: append.folder)
        for (index, entry) in append.entries.enumerated() {
            let dot = Dot(replica, append.first + UInt64(index))
            guard let made = world.ledger.authorship[entry.hash] else {
                return "\(world.scenario.cast.name(of: moment.lane)) stored entry \(dot), which nobody made"
            }
            guard made.folder == append.folder, made.dot == dot else {
                return "\(world.scenario.cast.name(of: moment.lane)) stored entry \(made.dot) as \(dot)"
            }
            let signer = append.origin.author
            guard let author = world.actors[made.device]?.device,
                signer == author.author || signer.raw == author.account.raw,
                author.control.signingKey(of: signer) != nil
            else { return "entry \(dot) was made by a device that its account had not let in" }
        }
        return nil
    }

    /// The control log of an account that does not exist: a liar can sign one, and whoever looks it up will follow it.
    private static func isMadeUp(_ append: DiskFaults.Append, _ world: World) -> Bool {
        append.isOfControlLog && world.scenario.isHostile
            && !world.actors.contains { $0?.device.control.folder == append.folder }
    }
}
