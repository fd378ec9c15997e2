import Testing

@testable import DermaNetwork

@Suite struct IdleWatchTests {
    @Test func asksThenGivesUp() {
        var watch = IdleWatch()
        #expect(watch.tick(received: 10, written: 5, waiting: 0, reading: true) == .alive)
        #expect(watch.tick(received: 10, written: 5, waiting: 0, reading: true) == .ask)
        #expect(watch.tick(received: 10, written: 11, waiting: 0, reading: true) == .gone)
    }

    @Test func answerCounts() {
        var watch = IdleWatch()
        #expect(watch.tick(received: 0, written: 0, waiting: 0, reading: true) == .ask)
        #expect(watch.tick(received: 2, written: 6, waiting: 0, reading: true) == .alive)
        #expect(watch.tick(received: 2, written: 6, waiting: 0, reading: true) == .ask)
    }

    @Test func progressOfWaitingOutputCounts() {
        var watch = IdleWatch()
        #expect(watch.tick(received: 0, written: 100, waiting: 90, reading: true) == .alive)
        #expect(watch.tick(received: 0, written: 100, waiting: 50, reading: true) == .alive)
        #expect(watch.tick(received: 0, written: 100, waiting: 0, reading: true) == .alive)
        #expect(watch.tick(received: 0, written: 100, waiting: 0, reading: true) == .ask)
    }

    @Test func outputThatNobodyTakesDoesNotCount() {
        var watch = IdleWatch()
        #expect(watch.tick(received: 0, written: 100, waiting: 90, reading: true) == .alive)
        #expect(watch.tick(received: 0, written: 200, waiting: 190, reading: true) == .ask)
        #expect(watch.tick(received: 0, written: 300, waiting: 290, reading: true) == .gone)
    }

    @Test func outputThatTheSystemSwallowsDoesNotCount() {
        var watch = IdleWatch()
        #expect(watch.tick(received: 0, written: 10, waiting: 0, reading: true) == .ask)
        #expect(watch.tick(received: 0, written: 20, waiting: 0, reading: true) == .gone)
    }

    @Test func silenceSaysNothingWhileNobodyReads() {
        var watch = IdleWatch()
        #expect(watch.tick(received: 1, written: 0, waiting: 0, reading: false) == .alive)
        #expect(watch.tick(received: 1, written: 0, waiting: 0, reading: false) == .alive)
        #expect(watch.tick(received: 1, written: 0, waiting: 0, reading: true) == .ask)
    }
}
