import DermaCRDT
import DermaTestSupport
import Testing

/// Row C30 of the conflict table: no total until each day is complete or chosen.
@Suite("Weekly urticaria score")
struct UrticariaWeekTests {
    private typealias Dated = DatedScore<Int>
    private typealias OpenDay = UrticariaWeek.OpenDay

    private let last = known(CivilDay(iso: "2024-03-03"))
    private let week = known(UrticariaWeek(endingOn: known(CivilDay(iso: "2024-03-03"))))

    private func day(_ back: Int) -> CivilDay { known(last.advanced(by: -back)) }

    private func dated(_ id: Int, _ items: [UInt8?], _ back: Int, _ instrument: Instrument = .uas) -> Dated {
        Dated(id: id, score: known(Score(instrument, items: items)), day: day(back))
    }

    private func full(_ items: [UInt8?] = [3, 3]) -> [Dated] { (0..<7).map { dated($0, items, $0) } }

    private func total(_ observations: [Dated], chosen: Set<Int> = []) -> String? {
        guard case .total(let total) = week.outcome(of: observations, chosen: chosen) else { return nil }
        return total.description
    }

    @Test("Seven days, over the end of a leap February")
    func days() {
        #expect(week.days.first?.description == "2024-02-26" && week.days.last == last)
        #expect(UrticariaWeek(endingOn: known(CivilDay(iso: "1900-01-06"))) == nil)
        #expect(UrticariaWeek(endingOn: known(CivilDay(iso: "1900-01-07"))) != nil)
        #expect(UrticariaWeek(endingOn: known(CivilDay(iso: "2199-12-31"))) != nil)
    }

    @Test("0 to 42")
    func complete() {
        #expect(total(full()) == "42")
        #expect(total(full([0, 0])) == "0")
        #expect(total(full().reversed()) == "42")
        let mixed = (0..<7).map { dated($0, [UInt8($0 % 4), 1], $0) }
        #expect(total(mixed) == "16")
    }

    @Test("A missing day is not zero")
    func missing() {
        #expect(
            week.outcome(of: full().dropFirst(2))
                == .open([
                    OpenDay(day: day(1), gap: .missing), OpenDay(day: last, gap: .missing),
                ]))
        #expect(week.outcome(of: [Dated]()) == .open(week.days.map { OpenDay(day: $0, gap: .missing) }))
    }

    @Test("Days before and after the week and other instruments do not count")
    func others() {
        let beyond = [dated(20, [3, 3], 7), dated(21, [3, 3], -1), dated(22, [9], 3, .severity)]
        #expect(total(full([1, 1]) + beyond) == "14")
        #expect(total(full([1, 1]).dropLast() + beyond) == nil)
    }

    @Test("A day with an answer missing keeps the week open, also if it was chosen")
    func incomplete() {
        var observations = full()
        observations[4] = dated(4, [3, nil], 4)
        let open = UrticariaWeek.Outcome.open([OpenDay(day: day(4), gap: .incomplete)])
        #expect(week.outcome(of: observations) == open)
        #expect(week.outcome(of: observations, chosen: [4]) == open)
    }

    @Test("A doubled day waits for a choice: neither sum nor mean nor the complete or the last one")
    func doubled() {
        let observations = full() + [dated(8, [1, 0], 2)]
        let open = UrticariaWeek.Outcome.open([OpenDay(day: day(2), gap: .doubled)])
        #expect(week.outcome(of: observations) == open)
        #expect(total(observations, chosen: [8]) == "37")
        #expect(total(observations, chosen: [2]) == "42")
        #expect(week.outcome(of: observations, chosen: [2, 8]) == open)
        #expect(week.outcome(of: observations, chosen: [5, 99]) == open)
        let same = full() + [dated(8, [3, 3], 2)]
        #expect(week.outcome(of: same) == open, "the same answers twice are two observations still")
        let partial = full() + [dated(8, [nil, 3], 2)]
        #expect(week.outcome(of: partial) == open)
        #expect(week.outcome(of: partial, chosen: [8]) == .open([OpenDay(day: day(2), gap: .incomplete)]))
        #expect(total(partial, chosen: [2]) == "42")
    }

    @Test("A choice of one day leaves the others as they are")
    func otherDays() {
        let observations = full() + [dated(8, [0, 0], 2), dated(9, [0, 0], 5)]
        #expect(
            week.outcome(of: observations, chosen: [8]) == .open([OpenDay(day: day(5), gap: .doubled)]))
        #expect(total(observations, chosen: [8, 9]) == "30")
    }
}
