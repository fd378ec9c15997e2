import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// What entries cite, and is not here or is another here.
struct Suspects: Hashable, Sendable, WireValue {
    /// Entries that an author had seen and that the relay does not show.
    var withheld: Set<Dot> = []
    /// Entries that cite, or are cited with, another history than the one here.
    var forked: Set<Dot> = []

    init() {}

    init(from reader: inout ByteReader) throws(WireError) {
        withheld = Set(try reader.sorted(of: Dot.self, max: .max) { $0 })
        forked = Set(try reader.sorted(of: Dot.self, max: .max) { $0 })
    }

    func encode(to writer: inout ByteWriter) {
        writer.list(withheld.sorted())
        writer.list(forked.sorted())
    }
}

extension Device {
    /// What the entries of a folder cite and is not here, or is another here.
    mutating func suspects(in folder: FolderID) throws(DeviceError) -> Suspects {
        var suspects = Suspects()
        let control = controls.values.first { $0.folder == folder }
        for dot in control?.missing ?? folders[folder]?.missing ?? [] where try hash(of: dot, in: folder) == nil {
            suspects.withheld.insert(dot)
        }
        guard let replica = folders[folder], let control = controls[replica.state.owner] else { return suspects }
        suspects.forked = replica.forks
        var found: [ReplicaHead] = []
        for head in replica.citedMembership where control.restatements[head] == nil {
            switch try hash(of: head.dot, in: control.folder) {
            case nil: suspects.withheld.insert(head.dot)
            case head.hash: found.append(head)
            default: suspects.forked.insert(head.dot)
            }
        }
        folders[folder]?.noteFound(found)
        return suspects
    }

    /// Remembers what the person is told of.
    /// - Returns: What is new of it.
    mutating func note(_ suspects: Suspects, in folder: FolderID) throws(DeviceError) -> Suspects {
        let name = Setting.suspectPrefix + folder.description
        let told = try setting(name).flatMap { try? Suspects(decoding: $0) } ?? Suspects()
        guard suspects != told else { return Suspects() }
        try stored { () throws(StoreError) in try store.set([name: suspects.encoded]) }
        var new = suspects
        new.withheld.subtract(told.withheld)
        new.forked.subtract(told.forked)
        return new
    }

    private func hash(of dot: Dot, in folder: FolderID) throws(DeviceError) -> Bytes32? {
        try stored { () throws(StoreError) in try store.log.hash(of: dot, in: folder) }
    }
}
