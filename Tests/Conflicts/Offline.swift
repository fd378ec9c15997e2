import DermaCRDT
import DermaCausality
import DermaClient
import DermaTestSupport
import Testing

extension Scene {
    /// The shared folder and two others, "Trunk" and "Face", which everyone of the account has.
    static func withThreeFolders() throws -> (scene: Scene, trunk: FolderID, face: FolderID) {
        var scene = try shared()
        let trunk = try scene.phone.createFolder(named: "Trunk")
        let face = try scene.phone.createFolder(named: "Face")
        try scene.syncAll()
        return (scene, trunk, face)
    }

    /// Everyone syncs, and everyone who may read the folder has come to the same state.
    mutating func meet(_ members: [Scene.Member] = [.phone, .tablet]) throws -> FolderState {
        try syncAll()
        let state = try #require(phone.state(of: folder))
        for member in members { #expect(self[member].state(of: folder) == state) }
        return state
    }

    /// A diary entry that both devices have and that each of them has since written anew; they have not met again.
    mutating func diaryRewritten(_ text: String, phone: String, tablet: String) throws -> ItemID {
        let entry = try self.phone.writeDiary(DiaryDraft(text: text), in: folder)
        _ = try meet()
        try self.phone.rewriteDiary(entry, as: phone, in: folder)
        try self.tablet.rewriteDiary(entry, as: tablet, in: folder)
        return entry
    }

    /// A diary entry that both devices had and that the phone has removed while the tablet wrote it anew, and the report of that.
    mutating func diaryRemovedAndRewritten(_ text: String, tablet: String) throws -> (entry: ItemID, conflict: Conflict)
    {
        let entry = try phone.writeDiary(DiaryDraft(text: text), in: folder)
        _ = try meet()
        try phone.removeDiary(entry, in: folder)
        try self.tablet.rewriteDiary(entry, as: tablet, in: folder)
        return (entry, try #require(try meet().conflicts(at: .removal(entry)).first))
    }
}

extension Conflict {
    /// What the sides say, in no order.
    var texts: Set<String> { Set(sides.compactMap(\.text)) }
}
