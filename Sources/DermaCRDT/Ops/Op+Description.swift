import DermaCausality
import DermaWire

/// Names an op and its item, never what a person wrote nor the manifest with its key: descriptions end up in logs.
extension Op: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .set(let field): "set(\(field.place))"
        case .edit(let place, let edit): "edit(\(place), \(edit))"
        case .addPhoto(let photo, _): "addPhoto(\(photo))"
        case .addComment(let item, _, _): "addComment(\(item))"
        case .amendComment(let item, _): "amendComment(\(item))"
        case .addScore(let item, _, _): "addScore(\(item))"
        case .amendScore(let item, _, _): "amendScore(\(item))"
        case .retract(let item): "retract(\(item))"
        case .suspect(let item, _): "suspect(\(item))"
        case .unsuspect(let item, _): "unsuspect(\(item))"
        case .addReading(let item, _): "addReading(\(item))"
        case .removeReading(let item, _): "removeReading(\(item))"
        case .removeDiary(let item): "removeDiary(\(item))"
        case .erasePhoto(let photo, _): "erasePhoto(\(photo))"
        case .settle(let place, _): "settle(\(place))"
        case .unknown(let code, let payload): "unknown(\(code), \(payload.count) bytes)"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Field: CustomStringConvertible, CustomReflectable {
    public var description: String { "Field(\(place))" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
