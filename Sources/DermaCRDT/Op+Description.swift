import DermaWire

/// Names an op and its item, never what a person wrote nor the manifest with its key: descriptions end up in logs.
extension Op: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .nameFolder: "nameFolder"
        case .addPhoto(let photo, _): "addPhoto(\(photo))"
        case .addComment(let item, _, _): "addComment(\(item))"
        case .amendComment(let item, _): "amendComment(\(item))"
        case .writeDiary(let item, .text): "writeDiary(\(item), text)"
        case .writeDiary(let item, .day): "writeDiary(\(item), day)"
        case .addTrigger(let item, _): "addTrigger(\(item))"
        case .removeTrigger(let item, _): "removeTrigger(\(item))"
        case .addScore(let item, _, _): "addScore(\(item))"
        case .erasePhoto(let photo, _): "erasePhoto(\(photo))"
        case .unknown(let code, let payload): "unknown(\(code), \(payload.count) bytes)"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension FolderState.Photo: CustomStringConvertible, CustomReflectable {
    public var description: String { "Photo(\(id))" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
