import DermaClient
import DermaSecrets

extension World {
    /// A person links a new device of their own: it shows its code, `device` scans it and answers.
    mutating func link(by device: Int) -> Moment.Deed {
        let account = scenario.cast.account(of: device)
        let places = (account * Cast.roomPerAccount)..<((account + 1) * Cast.roomPerAccount)
        guard let free = places.first(where: { actors[$0] == nil }), var linking = actors[device] else {
            return .nothing
        }
        linked += 1
        var environment = Environment(
            random: SeededRandom(scenario.salt, UInt64(free) + 16 + UInt64(linked) << 32), clock: SimulatedClock(time))
        actors[device] = nil
        defer { actors[device] = linking }
        do throws(DeviceError) {
            let keys = UnlockedKeys(random: &environment.random)
            var store = FaultyDeviceStore()
            let request = try SimulatedDevice.requestLink(store: &store, keys: keys, environment: &environment)
            let answer = try linking.device.link(request, label: label(of: free))
            let device = try SimulatedDevice.acceptLink(answer, store: store, keys: keys, environment: environment)
            actors[free] = Actor(device: device, keys: keys, clock: environment.clock)
            return .done
        } catch {
            return .failed(error)
        }
    }

    /// A device's name. What a patient's is called is nobody's business; who works at a clinic everyone may know.
    func label(of device: Int) -> String {
        (scenario.cast.isClinic(device) ? "" : Ledger.canary) + scenario.cast.name(of: .device(device))
    }
}
