import DermaClient
import DermaSecrets
import DermaSync
import DermaTestSupport
import Testing

@Suite("Trying again")
struct SyncRetryTests {
    private static let cut = SyncRetry.Event.failed(.session(.closedEarly))
    private func waits(_ count: Int, random: some RandomSource) -> [Int64?] {
        var retry = SyncRetry()
        var random = random
        return (0..<count).map { _ in retry.delay(after: Self.cut, random: &random) }
    }

    @Test("Each wait is drawn from twice the range of the one before, up to the longest")
    func growth() throws {
        for seed in UInt64(1)...200 {
            for (index, wait) in waits(SyncRetry.failuresMax, random: SeededRandom(seed)).enumerated() {
                let ceiling = min(SyncRetry.firstWaitMax << Int64(index), SyncRetry.waitMax)
                #expect((0...ceiling).contains(try #require(wait)))
            }
        }
        let means = (0..<6).map { index in
            let all = (UInt64(1)...400).compactMap { waits(index + 1, random: SeededRandom($0))[index] }
            return all.reduce(0, +) / Int64(all.count)
        }
        // The whole range is used: the mean is half of it, give or take what 400 draws allow.
        for (index, mean) in means.enumerated() {
            let half = SyncRetry.firstWaitMax << Int64(index) / 2
            #expect((half * 85 / 100...half * 115 / 100).contains(mean))
        }
    }

    @Test("After too many failures in a row it waits to be asked")
    func end() {
        let all = waits(SyncRetry.failuresMax + 2, random: SeededRandom(1))
        #expect(all.prefix(SyncRetry.failuresMax).allSatisfy { $0 != nil })
        #expect(all.suffix(2) == [nil, nil])
    }

    @Test("A success resets it")
    func success() {
        var random = SeededRandom(3)
        var retry = SyncRetry()
        for _ in 0..<9 { _ = retry.delay(after: Self.cut, random: &random) }
        #expect(retry.delay(after: .succeeded, random: &random) == nil)
        #expect(retry == SyncRetry())
    }

    @Test("When the network returns it tries at once, and does not forget how often it failed")
    func network() {
        var random = SeededRandom(3)
        var retry = SyncRetry()
        for _ in 0..<3 { _ = retry.delay(after: Self.cut, random: &random) }
        #expect(retry.delay(after: .networkReturned, random: &random) == 0)
        #expect(retry.failures == 3)
    }

    @Test(
        "What time does not heal is not tried again",
        arguments: [SyncFailure.unknownClinic, .session(.peerIncompatible), .device(.damagedLog)])
    func lasting(_ failure: SyncFailure) {
        var random = SeededRandom(3)
        var retry = SyncRetry()
        #expect(retry.delay(after: .failed(failure), random: &random) == nil)
        #expect(retry.failures == 0)
    }
}
