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

/// A child process writes and says what was acknowledged; it is killed at many moments, and everything it said must be there.
@Suite("Killed in the middle of writing")
struct CrashTests {
    private static let lives: UInt64 = 20
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// What a child has acknowledged over all its lives.
    private struct Acknowledged {
        var entries: UInt64 = 0
        var setting: UInt64?
        var halves: Set<UInt64> = []
        /// Of the last life alone.
        var photos: [UInt64: Int] = [:]

        mutating func take(_ lines: [String]) {
            photos = [:]
            for line in lines {
                let words = line.split(separator: " ")
                guard words.count >= 2, let number = UInt64(words[1]) else { continue }
                switch words[0] {
                case "e": entries = number
                case "s": setting = number
                case "h": halves.insert(number)
                case "p": photos[number] = Int(words[2])
                default: break
                }
            }
        }
    }

    /// Lets a child live for some acknowledgements, from the first to a few rounds' worth, and a little longer.
    private func life(_ kind: String, _ random: inout SeededRandom) throws -> [String] {
        let child = try Child(kind, directory.path)
        let lines = try child.lines(1 + random.below(25))
        for _ in 0..<random.below(40) { _ = Bytes32.hash(.photo, random.bytes(20_000)) }
        return lines + child.kill()
    }

    private func check(_ log: some LogStore, _ photos: some PhotoStore, _ acknowledged: Acknowledged) throws {
        // Nothing that was acknowledged is missing, and no run is there in part.
        let replica = CrashContent.origin.replica(in: CrashContent.folder)
        let held = try log.tail(of: replica, in: CrashContent.folder)?.sequence ?? 0
        #expect(held >= acknowledged.entries && held <= acknowledged.entries + CrashContent.entriesPerRound)
        #expect(held.isMultiple(of: CrashContent.entriesPerRound))
        var sequence: UInt64 = 0
        for run in try log.runs(in: CrashContent.folder) {
            _ = try VerifiedRun(run, signedBy: CrashContent.secrets.keys.signing)
            for entry in run.entries {
                sequence += 1
                #expect(entry.body == .present(CrashContent.body(sequence)))
            }
        }
        #expect(sequence == held)

        for (round, offset) in acknowledged.photos {
            let holding = try #require(try photos.holding(of: CrashContent.photo(round)))
            let stream = CrashContent.stream(round)
            #expect(holding.chunks == CrashContent.chunks(round) && holding.offset >= offset)
            let bytes = try photos.read(CrashContent.photo(round), at: 0, count: holding.offset)
            #expect(bytes == Array(stream[..<holding.offset]))
            // A receiver goes on from there.
            var store = photos
            var receiver = try PhotoReceiver(CrashContent.photo(round), holding, in: store)
            guard !receiver.isComplete else { continue }
            let rest = PhotoPiece(
                name: receiver.name, offset: UInt64(receiver.offset), bytes: Array(stream[receiver.offset...]))
            try receiver.take(rest, into: &store)
            #expect(receiver.isComplete)
        }
    }

    @Test("A device's store keeps everything that it acknowledged, and nothing by halves")
    func device() throws {
        var random = SeededRandom(1)
        var acknowledged = Acknowledged()
        for _ in 0..<Self.lives {
            acknowledged.take(try life("device", &random))
            let store = try SQLiteDeviceStore(directory: directory.path)
            try check(store.log, store.photos, acknowledged)
            let first = try store.setting("a").map { String(decoding: $0, as: UTF8.self) }
            #expect(try store.setting("b").map { String(decoding: $0, as: UTF8.self) } == first)
            let held = first.flatMap { UInt64($0) }
            #expect(acknowledged.setting.map { said in (held ?? 0) >= said } ?? true)
            acknowledged.setting = held
        }
        #expect(acknowledged.entries > Self.lives && acknowledged.setting != nil)
    }

    @Test("A relay's store keeps everything that it acknowledged, and nothing by halves")
    func relay() throws {
        var random = SeededRandom(2)
        var acknowledged = Acknowledged()
        for _ in 0..<Self.lives {
            acknowledged.take(try life("relay", &random))
            let store = try SQLiteRelayStore(directory: directory.path)
            try check(store.log, store.photos, acknowledged)
            for round in acknowledged.halves {
                #expect(try store.half(of: CrashContent.grant(round)) == CrashContent.half(round))
            }
        }
        #expect(acknowledged.entries > Self.lives && !acknowledged.halves.isEmpty)
    }
}
