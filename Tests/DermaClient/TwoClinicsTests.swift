import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync
import DermaTestSupport
import Testing

/// C42 as far as it goes: two clinics with one folder do not see each other, and see all that the patient writes.
@Suite("Two clinics with one folder")
struct TwoClinicsTests {
    @Test("Each sees the patient's entries and its own, raises no alarm, and nothing waits for what is withheld")
    func apart() throws {
        var world = World()
        var phone = try world.patient()
        let folder = try phone.createFolder(named: "Left forearm")
        try world.sync(&phone)
        var clinics = [try world.clinic("Riverside", "RX1"), try world.clinic("Hillside", "RX2")]
        for index in clinics.indices {
            try world.sync(&clinics[index])
            let code = try #require(clinics[index].control.genesis.flatMap { ClinicCode(of: $0) })
            let found = try world.sync(&phone, scope: .clinic(code)).organisation
            _ = try phone.share(
                folder, with: try phone.clinic(try #require(found), provenBy: code), for: [.care],
                until: world.clock.time + 1_000_000, wording: Wording(text: "I agree", language: "en", version: 1))
            try world.sync(&phone)
            try world.sync(&clinics[index])
        }
        _ = try clinics[0].comment("from Riverside", on: .folder, in: folder)
        try world.sync(&clinics[0])
        try world.sync(&phone)
        // The patient has seen Riverside's comment, and says so in what Hillside reads.
        _ = try phone.comment("thank you", on: .folder, in: folder)
        try world.sync(&phone)
        _ = try clinics[1].comment("from Hillside", on: .folder, in: folder)
        let report = try world.sync(&clinics[1])
        #expect(report.alarms.isEmpty && report.refusals.isEmpty)
        #expect(texts(clinics[1], folder) == ["from Hillside", "thank you"])
        #expect(clinics[1].health(of: folder)?.waitingCount == 0)
        #expect(clinics[1].health(of: folder)?.forks.isEmpty == true)

        try world.sync(&phone)
        try world.sync(&clinics[0])
        #expect(texts(clinics[0], folder) == ["from Riverside", "thank you"])
        #expect(texts(phone, folder) == ["from Hillside", "from Riverside", "thank you"])
        let reopened = try TestDevice.open(
            store: clinics[1].store, passcode: World.passcode, environment: world.environment())
        #expect(reopened.state(of: folder) == clinics[1].state(of: folder))
    }

    private func texts(_ device: TestDevice, _ folder: FolderID) -> [String] {
        (device.state(of: folder)?.comments ?? []).map(\.text).sorted()
    }
}
