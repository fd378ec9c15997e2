import DermaCRDT
public import DermaCausality
public import DermaClient

/// Someone who looks at a text and writes it anew, before anything else arrives.
extension Device {
    public mutating func rewriteDiary(
        _ item: ItemID, as text: String, in folder: FolderID
    ) throws(DeviceError) {
        var draft = try diaryDraft(of: item, in: folder)
        draft.text = text
        try changeDiary(item, draft, in: folder)
    }

    public mutating func rewriteComment(
        _ item: ItemID, as text: String, in folder: FolderID
    ) throws(DeviceError) {
        try amend(item, to: text, of: state(of: folder)?.shown(.comment(item)), in: folder)
    }
}
