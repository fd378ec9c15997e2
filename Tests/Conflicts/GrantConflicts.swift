import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaServer
import DermaSync
import DermaTestSupport
import Testing

@testable import DermaClient

/// Two devices of one account act on a grant without knowing of each other.
@Suite("What people allow offline")
struct GrantConflicts {
    var scene: Scene

    init() throws {
        scene = try Scene.shared()
        // The tablet has the clinic's record too.
        try scene.world.sync(&scene.tablet)
    }

    private mutating func share(
        from member: Scene.Member, for purposes: Purposes, lasting term: Int64 = Scene.term
    ) throws -> GrantID {
        var device = scene[member]
        defer { scene[member] = device }
        return try device.share(
            scene.folder, with: scene.record, for: purposes, until: scene.world.clock.time + term,
            wording: Scene.wording)
    }

    private func access(_ control: ControlState) -> Result<Access, AccessDenied> {
        control.access(of: scene.clinic.account, to: scene.folder, at: scene.world.clock.time)
    }

    /// What the clinic may do, on which everyone agrees: both devices, the relay and the clinic.
    private mutating func agreedAccess() throws -> Result<Access, AccessDenied> {
        try scene.syncAll()
        let access = access(scene.phone.control)
        #expect(self.access(scene.tablet.control) == access)
        var atRelay = ControlState(account: scene.phone.account)
        try atRelay.read(from: scene.world.relay.store.log)
        #expect(self.access(atRelay) == access)
        return access
    }

    @Test("C21: extended on one device and withdrawn on the other is withdrawn, until a new act")
    mutating func extendedAndWithdrawn() throws {
        _ = try share(from: .phone, for: .care, lasting: 2 * Scene.term)
        try scene.tablet.withdraw(scene.folder, from: scene.clinic.account)
        #expect(try agreedAccess() == .failure(AccessDenied(.withdrawn)))
        #expect(try scene.world.sync(&scene.clinic).ended[scene.folder] == .withdrawn)
        _ = try scene.phone.comment("private", on: .folder, in: scene.folder)
        try scene.clinic.takeAll(of: scene.phone.control.folder, from: scene.phone)
        try scene.clinic.takeAll(of: scene.folder, from: scene.phone)
        #expect(scene.clinic.state(of: scene.folder)?.comments.isEmpty == true)

        _ = try share(from: .phone, for: .care)
        #expect(try agreedAccess().get().purposes == .care)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: scene.folder) == scene.phone.state(of: scene.folder))
    }

    @Test(
        "C22, but for telling the owner: of two ends set at once the earlier counts",
        arguments: [Scene.Member.phone, .tablet])
    mutating func twoEnds(_ earlier: Scene.Member) throws {
        let later: Scene.Member = earlier == .phone ? .tablet : .phone
        _ = try share(from: earlier, for: .care, lasting: 1000)
        _ = try share(from: later, for: .care, lasting: 5000)
        let access = try agreedAccess().get()
        #expect(access.end == scene.world.clock.time + 1000 && access.grants.count == 2)
        scene.world.clock.advance(by: 1000)
        #expect(try scene.world.sync(&scene.clinic).ended[scene.folder] == .expired(access.end))
        // Both devices seal to nobody from then on.
        for member in [Scene.Member.phone, .tablet] {
            var device = scene[member]
            _ = try device.comment("after", on: .folder, in: scene.folder)
            let epoch = try #require(device.control.newestEpoch(of: scene.folder)).id
            #expect(device.control.readers(of: epoch, in: scene.folder).isEmpty)
        }
    }

    @Test("C23: a purpose added on one device and taken away on the other is off")
    mutating func purposes() throws {
        // Before: care and teaching. The phone adds research, the tablet takes teaching away.
        _ = try share(from: .phone, for: [.care, .teaching, .research])
        _ = try share(from: .tablet, for: [.care])
        #expect(try agreedAccess().get().purposes == .care)
    }

    @Test("C25: the same clinic let in twice is one view, the stricter")
    mutating func twice() throws {
        var scene = try Scene.unshared()
        try scene.tablet.follow(scene.clinic.account)
        try scene.syncAll()
        _ = try scene.phone.share(
            scene.folder, with: scene.record, for: [.care, .research], until: scene.end, wording: Scene.wording)
        _ = try scene.tablet.share(
            scene.folder, with: scene.record, for: [.care, .teaching], until: scene.end - 10, wording: Scene.wording)
        self.scene = scene
        let access = try agreedAccess().get()
        #expect(access.grants.count == 2 && access.purposes == .care && access.end == scene.end - 10)
        // The clinic sees the folder once, and what it writes is there once.
        _ = try self.scene.clinic.comment("hello", on: .folder, in: scene.folder)
        try self.scene.syncAll()
        #expect(self.scene.clinic.folderIDs == [scene.folder])
        #expect(self.scene.phone.state(of: scene.folder)?.comments.count == 1)
        #expect(self.scene.clinic.state(of: scene.folder) == self.scene.phone.state(of: scene.folder))
        // One withdrawal ends both.
        try self.scene.tablet.withdraw(scene.folder, from: scene.clinic.account)
        #expect(try agreedAccess() == .failure(AccessDenied(.withdrawn)))
        for grant in self.scene.phone.control.grants.keys {
            #expect(try self.scene.world.relay.store.half(of: grant) == nil)
        }
    }

    @Test(
        "C17, but for the statement: a grant withdrawn while the clinic writes ends its access, and its words are not lost"
    )
    mutating func withdrawnWhileWriting() throws {
        _ = try scene.clinic.comment("almost finished", on: .folder, in: scene.folder)
        try scene.phone.withdraw(scene.folder, from: scene.clinic.account)
        try scene.world.sync(&scene.phone)
        #expect(try scene.world.sync(&scene.clinic).ended[scene.folder] == .withdrawn)
        #expect(scene.clinic.state(of: scene.folder)?.comments.count == 1)
        #expect(throws: DeviceError.accessEnded) {
            try scene.clinic.comment("one more", on: .folder, in: scene.folder)
        }
        // Shared again, it arrives.
        _ = try share(from: .phone, for: .care)
        try scene.syncAll()
        #expect(scene.phone.state(of: scene.folder)?.comments.map(\.text) == ["almost finished"])
    }
}

extension TestDevice {
    /// Takes everything that another device holds of a folder, past any honest relay.
    mutating func takeAll(of folder: FolderID, from device: TestDevice) throws {
        for run in try device.store.log.runs(in: folder) { _ = try receive(run) }
    }
}
