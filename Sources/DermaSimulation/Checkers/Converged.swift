/// The devices of one account that have the same entries show the same folders.
import DermaClient

public struct Converged: Checker {
    public static let name = "converged"
    public init() {}

    public mutating func conclude(_ world: World) -> String? {
        let cast = world.scenario.cast
        for account in cast.accountNames.indices {
            let devices = world.running.filter { cast.account(of: $0) == account }
            guard let first = devices.first, let reference = world.actors[first]?.device else { continue }
            for other in devices.dropFirst() {
                guard let device = world.actors[other]?.device, device.isMember else { continue }
                guard device.folderIDs == reference.folderIDs else {
                    return
                        "\(cast.name(of: .device(first))) and \(cast.name(of: .device(other))) show different folders"
                }
                for folder in device.folderIDs where device.state(of: folder) != reference.state(of: folder) {
                    return
                        "\(cast.name(of: .device(first))) and \(cast.name(of: .device(other))) differ in folder \(folder)"
                }
            }
        }
        return nil
    }
}
