import DermaCausality
import DermaIdentity
import DermaWire

/// What a control log comes to, as the vectors show it.
enum ControlSnapshot {
    static func json(_ state: ControlState, at times: [Int64]) -> JSONValue {
        let organisations = Set(state.grants.values.map(\.record.organisation)).sorted()
        let folders = Set(state.epochs.keys).union(state.grants.values.map(\.record.folder)).sorted()
        return [
            "founded": .bool(state.genesis != nil),
            "devices": .list(state.devices.sorted { $0.key < $1.key }) {
                ["author": .hex($0.key), "admittedBy": .dot($0.value.dot)]
            },
            "members": .list(state.activeDevices) { .hex($0) },
            "newestGeneration": state.newestGeneration.map { .hex($0.record.publicKey) } ?? .null,
            "generations": .list(state.generations) {
                ["number": .wide($0.record.number), "publicKey": .hex($0.record.publicKey)]
            },
            "epochs": .list(folders.flatMap { state.epochs[$0] ?? [] }) {
                ["folder": .hex($0.record.folder), "number": .wide($0.record.number), "id": .hex($0.record.id)]
            },
            "grants": .list(state.grants.keys.sorted()) { .hex($0) },
            "refused": .list(state.refused.sorted()) { .dot($0) },
            "applied": .list(state.applied.dots) { .dot($0) },
            "newestEpochs": .list(folders) { folder in
                ["folder": .hex(folder), "id": state.newestEpoch(of: folder).map { .hex($0.id) } ?? .null]
            },
            "rotationDue": .list(folders.flatMap { folder in times.map { (folder, $0) } }) { folder, time in
                [
                    "folder": .hex(folder), "time": .wide(time),
                    "due": .bool(state.isRotationDue(for: folder, at: time)),
                ]
            },
            "access": .list(
                folders.flatMap { folder in
                    organisations.flatMap { organisation in
                        times.map { (folder, organisation, $0) }
                    }
                }
            ) { folder, organisation, time in
                [
                    "folder": .hex(folder), "organisation": .hex(organisation), "time": .wide(time),
                    "result": access(state.access(of: organisation, to: folder, at: time)),
                ]
            },
        ]
    }

    private static func access(_ result: Result<Access, AccessDenied>) -> JSONValue {
        switch result {
        case .success(let access):
            [
                "grants": .list(access.grants) { .hex($0.id) },
                "purposes": .list(access.purposes.names) { .string($0) },
                "end": .wide(access.end),
            ]
        case .failure(let denied):
            switch denied.reason {
            case .neverGranted: ["denied": "neverGranted"]
            case .withdrawn: ["denied": "withdrawn"]
            case .noPurpose: ["denied": "noPurpose"]
            case .expired(let end): ["denied": "expired", "end": .wide(end)]
            }
        }
    }
}

extension JSONValue {
    /// `replica:sequence`, the replica in hexadecimal.
    static func dot(_ dot: Dot) -> JSONValue { .string("\(dot.replica):\(dot.sequence)") }
}
