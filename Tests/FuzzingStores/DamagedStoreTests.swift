import DermaFuzzing
import DermaFuzzingStores
import DermaTestSupport
import Foundation
import Testing

@Suite("Damaged stores", .serialized)
struct DamagedStoreTests {
    @Test("A store whose files were damaged opens or fails with a typed error", arguments: Seed.first(200))
    func damaged(seed: Seed) throws {
        var random = seed.random
        try FuzzTarget.stores.check(random.blob(countMax: 40))
    }

    @Test("What the fuzzer has found does not come again")
    func findings() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Regressions/Fuzz/stores")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files ?? [] { try FuzzTarget.stores.check([UInt8](Data(contentsOf: file))) }
    }
}
