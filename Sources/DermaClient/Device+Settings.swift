import DermaSync

extension Device {
    /// Keeps an app's own settings with the device. They are not sealed: nothing private belongs here.
    public mutating func keep(settings: [String: [UInt8]]) throws(DeviceError) {
        let named = Dictionary(uniqueKeysWithValues: settings.map { (Setting.appPrefix + $0.key, $0.value) })
        try stored { () throws(StoreError) in try store.set(named) }
    }

    /// What an app kept under this name.
    public func keptSetting(_ name: String) throws(DeviceError) -> [UInt8]? { try setting(Setting.appPrefix + name) }
}
