public import DermaClient
public import DermaSync

/// A device's store on a simulated disk.
public struct FaultyDeviceStore: DeviceStore {
    public var log: FaultyLog
    public var photos: FaultyPhotos
    private var base = MemoryDeviceStore()
    let faults: DiskFaults

    /// Empty.
    init(faults: DiskFaults = DiskFaults()) {
        self.faults = faults
        log = FaultyLog(faults: faults)
        photos = FaultyPhotos(faults: faults)
    }

    /// The same contents on a disk of its own.
    func copied() -> FaultyDeviceStore {
        var copy = FaultyDeviceStore()
        copy.log.base = log.base
        copy.photos.base = photos.base
        copy.base = base
        return copy
    }

    public func setting(_ name: String) throws(StoreError) -> [UInt8]? {
        try faults.reading("settings")
        return try base.setting(name)
    }

    public mutating func set(_ values: [String: [UInt8]]) throws(StoreError) {
        let isAlive = try faults.operation("settings")
        try base.set(values)
        if !isAlive { throw faults.died("settings") }
    }

    public func settingNames(prefix: String) throws(StoreError) -> [String] {
        try faults.reading("settings")
        return try base.settingNames(prefix: prefix)
    }
}
