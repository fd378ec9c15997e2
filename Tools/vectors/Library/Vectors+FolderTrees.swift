import DermaCRDT
import DermaCausality
import DermaWire

/// How folders stand in each other.
extension Vectors {
    static func treeStories() throws -> [VectorCase] {
        let ids = (0..<4).map { number -> FolderID in Actors.id("folder-\(number)") }
        func move(_ folder: Int, _ parent: Int?) -> Op { .set(.parent(ids[folder], parent.map { ids[$0] })) }
        func crossed(_ story: inout FolderStory) throws {
            try story.write(.phone, [move(0, 1)])
            try story.write(.tablet, [move(1, 0)])
        }
        return try [
            Told.story("moved-crosswise", "Two devices move two folders into each other: one move is passed over.") {
                try crossed(&$0)
            },
            Told.story("moved-settled", "Moved again by somebody who saw both: settled.") { story in
                try crossed(&story)
                try story.write(.laptop, seeing: [.phone, .tablet], [move(0, 2), move(1, 2)])
            },
            Told.story("moved-around", "Three folders in a circle, and one into itself.") { story in
                try story.write(.phone, [move(0, 1), move(3, 3)])
                try story.write(.tablet, [move(1, 2)])
                try story.write(.laptop, [move(2, 0)])
                try story.write(.tablet, seeing: [.phone], [move(3, 0)])
            },
            Told.story("moved-shown", "A folder stands where its field says, also if that move came before its time.") {
                story in
                try story.write(.phone, [move(0, 1)])
                try story.write(.laptop, [.set(.folderName("deeper"))])
                try story.write(.laptop, [move(0, 2)])
                try story.write(.tablet, [.set(.folderName("deeper still"))])
                try story.write(.tablet, seeing: [.phone], [move(0, 3)])
            },
            Told.story("moved-free", "What was passed over is not done later, when it could be.") { story in
                try crossed(&story)
                try story.write(.phone, seeing: [.tablet], [move(0, nil)])
                try story.write(.phone, [move(1, nil)])
                try story.write(.laptop, [move(1, 3)])
            },
        ]
    }
}
