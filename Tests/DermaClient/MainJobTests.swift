import DermaCRDT
import DermaClient
import DermaIdentity
import DermaSync
import DermaTestSupport
import Testing

@Suite("The main job, in memory")
struct MainJobTests {
    @Test("Two devices write offline, sync, and show the same folder with the conflict")
    func twoDevices() throws {
        var world = World()
        var phone = try world.patient()
        let folder = try phone.createFolder(named: "Left forearm")
        let entry = try phone.writeDiary(DiaryDraft(text: "Itchy"), in: folder)
        try world.sync(&phone)
        var tablet = try world.linked(to: &phone)
        try world.sync(&phone)
        try world.sync(&tablet)
        #expect(tablet.state(of: folder) == phone.state(of: folder))

        try phone.rewriteDiary(entry, as: "Itchy after gardening", in: folder)
        var draft = try tablet.diaryDraft(of: entry, in: folder)
        draft.text = "Itchy, slept badly"
        draft.suspected = [Suspicion(.sleep)]
        try tablet.changeDiary(entry, draft, in: folder)
        try world.sync(&phone)
        try world.sync(&tablet)
        try world.sync(&phone)
        #expect(tablet.state(of: folder) == phone.state(of: folder))
        let state = try #require(phone.state(of: folder))
        let versions = Set(state.revisions(of: .diary(entry)).map(\.value))
        #expect(versions == ["Itchy", "Itchy after gardening", "Itchy, slept badly"])
        let merged = try #require(state[diary: entry]?.text)
        #expect(merged.contains("after gardening") && merged.contains("slept badly"))
    }

    @Test("A clinic sees what was shared, comments, and is shut out by withdrawal")
    func sharing() throws {
        var world = World()
        var phone = try world.patient()
        var clinic = try world.clinic()
        try world.sync(&clinic)
        let folder = try phone.createFolder(named: "Left forearm")
        _ = try phone.comment("redder than last week", on: .folder, in: folder)
        try world.sync(&phone)

        let code = try #require(clinic.control.genesis.flatMap { ClinicCode(of: $0) })
        let report = try world.sync(&phone, scope: .clinic(code))
        let record = try phone.clinic(try #require(report.organisation), provenBy: code)
        #expect(record.name == "Dermatology")
        _ = try phone.share(
            folder, with: record, for: [.care], until: world.clock.time + 1_000_000,
            wording: Wording(text: "I agree", language: "en", version: 1))
        try world.sync(&phone)
        let seen = try world.sync(&clinic)
        #expect(seen.alarms.isEmpty)
        #expect(clinic.state(of: folder) == phone.state(of: folder))

        _ = try clinic.comment("Please use the cream twice a day", on: .folder, in: folder)
        try world.sync(&clinic)
        try world.sync(&phone)
        #expect(phone.state(of: folder)?.comments.count == 2)
        #expect(clinic.state(of: folder) == phone.state(of: folder))

        try phone.withdraw(folder, from: record.organisation)
        _ = try phone.comment("private again", on: .folder, in: folder)
        try world.sync(&phone)
        let after = try world.sync(&clinic)
        #expect(after.ended[folder] == .withdrawn)
        #expect(clinic.state(of: folder)?.comments.count == 2)
    }
}
