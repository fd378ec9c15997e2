public import DermaSync

/// A device's store in memory: what the tests and the simulator use.
public struct MemoryDeviceStore: DeviceStore {
    public var log = MemoryLog()
    public var photos = MemoryPhotos()
    private var settings: [String: [UInt8]] = [:]

    /// Empty.
    public init() {}

    public func setting(_ name: String) throws(StoreError) -> [UInt8]? { settings[name] }

    public mutating func set(_ values: [String: [UInt8]]) throws(StoreError) {
        settings.merge(values) { $1 }
    }

    public func settingNames(prefix: String) throws(StoreError) -> [String] {
        settings.keys.filter { $0.hasPrefix(prefix) }.sorted()
    }
}
