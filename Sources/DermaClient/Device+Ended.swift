import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

extension Device {
    /// Remembers what the relay said of the folders that a sync asked for.
    mutating func note(ended: [FolderID: AccessEnded], asked: [FolderID]) throws(DeviceError) {
        var values: [String: [UInt8]] = [:]
        for folder in asked where ended[folder] != self.ended[folder] {
            self.ended[folder] = ended[folder]
            values[Setting.endedPrefix + folder.description] = ended[folder]?.encoded ?? []
        }
        if !values.isEmpty { try stored { () throws(StoreError) in try store.set(values) } }
    }

    mutating func loadEnded() throws(DeviceError) {
        for name in try names(prefix: Setting.endedPrefix) {
            guard let bytes = Hex.decode(name), let folder = FolderID(bytes: bytes),
                let value = try setting(Setting.endedPrefix + name)
            else { continue }
            ended[folder] = try? AccessEnded(decoding: value)
        }
    }
}
