import DermaCausality
import DermaClient
import DermaIdentity
import DermaSQLite
import DermaSecrets
import DermaServer
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@Suite("Device and relay stores: one contract")
struct SettingsContractTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func deviceStores() throws -> [any DeviceStore] {
        [MemoryDeviceStore(), try SQLiteDeviceStore(directory: directory.path)]
    }

    private func relayStores() throws -> [any RelayStore] {
        [MemoryRelayStore(), try SQLiteRelayStore(directory: directory.path)]
    }

    @Test("Settings are made, replaced and listed")
    func settings() throws {
        for var store in try deviceStores() {
            #expect(try store.setting("a") == nil)
            #expect(try store.settingNames(prefix: "").isEmpty)
            try store.set(["b/2": [2], "a": [1], "b/10": [], "b%": [3], "c": [4]])
            #expect(try store.setting("a") == [1])
            #expect(try store.setting("b/10") == [])
            try store.set(["a": [7, 8], "d": [5]])
            #expect(try store.setting("a") == [7, 8])
            #expect(try store.settingNames(prefix: "b/") == ["b/10", "b/2"])
            #expect(try store.settingNames(prefix: "b%") == ["b%"])
            #expect(try store.settingNames(prefix: "_").isEmpty)
            #expect(try store.settingNames(prefix: "") == ["a", "b%", "b/10", "b/2", "c", "d"])
        }
    }

    @Test("A folder belongs to who claimed it first")
    func owners() throws {
        var random = SeededRandom(1)
        let first = AccountID(random.fixed())
        let second = AccountID(random.fixed())
        for var store in try relayStores() {
            #expect(try store.owner(of: Given.folder(1)) == nil)
            try store.claim(Given.folder(1), for: first)
            try store.claim(Given.folder(1), for: second)
            try store.claim(Given.folder(2), for: second)
            #expect(try store.owner(of: Given.folder(1)) == first)
            #expect(try store.owner(of: Given.folder(2)) == second)
        }
    }

    @Test("A code belongs to the organisation that registered it first")
    func codes() throws {
        var random = SeededRandom(1)
        let first = AccountID(random.fixed())
        let second = AccountID(random.fixed())
        let code = try ClinicCode(decoding: [UInt8](repeating: 0, count: 12))
        for var store in try relayStores() {
            #expect(try store.organisation(with: code) == nil)
            try store.register(first, under: code)
            try store.register(second, under: code)
            #expect(try store.organisation(with: code) == first)
        }
    }

    @Test("Shared folders are listed once each, ascending, per organisation")
    func shares() throws {
        var random = SeededRandom(1)
        let organisations = (0..<2).map { _ in AccountID(random.fixed()) }
        let folders = (0..<6).map { number in
            SharedFolder(account: AccountID(random.fixed()), folder: Given.folder(UInt64(number)))
        }
        for var store in try relayStores() {
            for folder in folders + folders { try store.note(folder, sharedWith: organisations[0]) }
            try store.note(folders[0], sharedWith: organisations[1])
            #expect(try store.foldersShared(with: organisations[0]) == folders.sorted())
            #expect(try store.foldersShared(with: organisations[1]) == [folders[0]])
            #expect(try store.foldersShared(with: folders[0].account).isEmpty)
        }
    }

    @Test("Erasures are kept for ever, with every entry that was ever named")
    func erasures() throws {
        var random = SeededRandom(1)
        let origin = Given.origin()
        let replica = origin.replica(in: Given.folder(1))
        let heads =
            (1...3).map { ReplicaHead(Dot(replica, $0), random.fixed()) }
            + [ReplicaHead(Dot(replica, 3), random.fixed()), ReplicaHead(Dot(random.identifier(), 1), random.fixed())]
        let name = Given.photo(1)
        for var store in try relayStores() {
            #expect(try store.erasure(of: name) == nil && store.erasedCount(in: name.folder) == 0)
            try store.note(PhotoErasure(name: name, entries: []))
            #expect(try store.erasure(of: name) == PhotoErasure(name: name, entries: []))
            for count in [2, 5, 5] {
                let erasure = PhotoErasure(name: name, entries: heads[..<count])
                try store.note(erasure)
                #expect(try store.erasure(of: name) == erasure)
            }
            try store.note(PhotoErasure(name: Given.photo(2), entries: [heads[0]]))
            #expect(try store.erasedCount(in: name.folder) == 2 && store.erasedCount(in: Given.folder(2)) == 0)
            #expect(try store.erasedEntries(of: replica, in: name.folder) == Set(heads[..<4]))
            #expect(try store.erasedEntries(of: replica, in: Given.folder(2)).isEmpty)
        }
    }

    @Test("Halves are kept until they end, and destroyed one by one or by time")
    func halves() throws {
        var random = SeededRandom(1)
        let grants = (0..<4).map { _ in GrantID(random.fixed()) }
        let half: Bytes32 = random.fixed()
        for var store in try relayStores() {
            for (index, grant) in grants.enumerated() {
                #expect(try store.half(of: grant) == nil)
                try store.keep(half, of: grant, until: Int64(index) * 100)
                try store.keep(half, of: grant, until: Int64(index) * 100)
            }
            try store.destroyHalf(of: grants[3])
            #expect(try store.half(of: grants[3]) == nil)
            try store.destroyHalves(endingBy: 99)
            #expect(try grants.map { try store.half(of: $0) == half } == [false, true, true, false])
            // A grant has ended at its end.
            try store.destroyHalves(endingBy: 100)
            #expect(try grants.map { try store.half(of: $0) == half } == [false, false, true, false])
            try store.keep(half, of: grants[2], until: .max)
            try store.destroyHalves(endingBy: .max - 1)
            #expect(try store.half(of: grants[2]) == half)
        }
    }

    @Test("A destroyed half is in no file any more")
    func destroyedForGood() throws {
        var random = SeededRandom(1)
        let grants = (0..<2).map { _ in GrantID(random.fixed()) }
        let halves: [Bytes32] = grants.map { _ in random.fixed() }
        var store = try SQLiteRelayStore(directory: directory.path)
        for (grant, half) in zip(grants, halves) { try store.keep(half, of: grant, until: 100) }
        for half in halves { #expect(try !directory.files(holding: half.bytes).isEmpty) }
        try store.destroyHalf(of: grants[0])
        #expect(try directory.files(holding: halves[0].bytes).isEmpty)
        #expect(try !directory.files(holding: halves[1].bytes).isEmpty)
        try store.destroyHalves(endingBy: 100)
        #expect(try directory.files(holding: halves[1].bytes).isEmpty)
    }
}
