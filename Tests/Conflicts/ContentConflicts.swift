import DermaCRDT
import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaTestSupport
import DermaWire
import Testing

@testable import DermaClient

@Suite("What people write offline")
struct ContentConflicts {
    var scene: Scene
    private let day: CivilDay
    private let otherDay: CivilDay

    init() throws {
        scene = try Scene.shared()
        day = try #require(CivilDay(iso: "2026-11-22"))
        otherDay = try #require(CivilDay(iso: "2026-11-23"))
    }

    @Test("C01: edits of one text merge by character, runs are not interleaved, overlapping rewrites are flagged")
    mutating func oneText() throws {
        let first = "Red patch on the left arm."
        let entry = try scene.diaryRewritten(
            first, phone: first + " Itches at night.", tablet: "Very r" + first.dropFirst() + " Cream helped.")
        var state = try scene.meet([.phone, .tablet, .clinic])
        let merged = try #require(state[diary: entry]?.text)
        #expect(merged.hasPrefix("Very red patch on the left arm."))
        // Each sentence as it was typed, one after the other.
        #expect(merged.contains(" Itches at night.") && merged.contains(" Cream helped."))
        #expect(merged.count == first.count + 5 + 17 + 14 && state.conflicts.isEmpty)

        try scene.phone.rewriteDiary(entry, as: merged.replacing("left", with: "right"), in: scene.folder)
        try scene.tablet.rewriteDiary(entry, as: merged.replacing("left", with: "upper"), in: scene.folder)
        state = try scene.meet([.phone, .tablet, .clinic])
        let conflict = try #require(state.conflicts(at: .text(.diary(entry))).first)
        #expect(state.conflicts.count == 1 && !conflict.isSettled && conflict.resolution == .merged(.replaced))
        #expect(conflict.texts == ["right", "upper"])
        #expect(
            Set(conflict.sides.compactMap { state.revision($0.stamp.id, of: .diary(entry))?.value })
                == [merged.replacing("left", with: "right"), merged.replacing("left", with: "upper")])
        #expect(Set(conflict.sides.map(\.stamp.author)) == [scene.phone.author, scene.tablet.author])
        #expect(conflict.shown == state[diary: entry]?.text)

        // One call settles it, on every device.
        let upper = try #require(conflict.sides.firstIndex { $0.text?.contains("upper") ?? false })
        try scene.phone.settle(conflict, as: .side(upper), in: scene.folder)
        state = try scene.meet([.phone, .tablet, .clinic])
        #expect(state[diary: entry]?.text == merged.replacing("left", with: "upper"))
        let settled = try #require(state.conflicts(at: .text(.diary(entry))).first)
        #expect(settled.settled?.author == scene.phone.author && settled.texts == conflict.texts)
        // Every earlier version can still be read, with who wrote it.
        let versions = state.revisions(of: .diary(entry))
        #expect(versions.first?.value == first && versions.count == 6)
        #expect(versions.last?.stamp.author == scene.phone.author)
    }

    @Test("C01: an editor's draft merges with what arrived since, and is undone without undoing others")
    mutating func drafts() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "itchy"), in: scene.folder)
        _ = try scene.meet()
        var draft = try scene.phone.draft(of: .diary(entry), in: scene.folder)
        try draft.document.insert(" and red", at: 5)
        let cursor = try draft.document.cursor(at: 9)
        try scene.tablet.edit(.diary(entry), in: scene.folder) { (text) throws(TextError) in
            try text.insert("Very ", at: 0)
        }
        _ = try scene.meet()
        #expect(draft.document.text == "itchy and red")
        #expect(try draft.document.position(of: cursor) == 9)
        let saved = try #require(try scene.phone.save(draft))
        #expect(try scene.meet()[diary: entry]?.text == "Very itchy and red")
        try scene.tablet.edit(.diary(entry), in: scene.folder) { (text) throws(TextError) in
            try text.insert(" hot", at: 14)
        }
        _ = try scene.meet()
        let undone = try #require(try scene.phone.undo(saved, at: .diary(entry), in: scene.folder))
        #expect(try scene.meet()[diary: entry]?.text == "Very itchy hot")
        _ = try scene.phone.undo(undone, at: .diary(entry), in: scene.folder)
        #expect(try scene.meet()[diary: entry]?.text == "Very itchy and hot red")
        #expect(throws: DeviceError.notFound) {
            try scene.tablet.undo(saved, at: .diary(entry), in: scene.folder)
        }
    }

    @Test("C02: different fields of one entry are both kept, without a conflict")
    mutating func differentFields() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "itchy", day: day), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.rewriteDiary(entry, as: "very itchy", in: scene.folder)
        try scene.tablet.changeDiary(entry, DiaryDraft(day: otherDay, suspected: [Suspicion(.sleep)]), in: scene.folder)
        let state = try scene.meet()
        let merged = try #require(state[diary: entry])
        #expect(merged.text == "very itchy" && merged.day.shown?.value == otherDay)
        #expect(merged.suspicions.map(\.value) == [Suspicion(.sleep)])
        #expect(state.conflicts.isEmpty)
    }

    @Test("C03: one field set twice shows one value, offers the other, and is settled by whoever saw both")
    mutating func oneField() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "itchy"), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(entry, DiaryDraft(day: day), in: scene.folder)
        try scene.tablet.changeDiary(entry, DiaryDraft(day: otherDay), in: scene.folder)
        var state = try scene.meet()
        var conflict = try #require(state.conflicts(at: .field(.day(entry))).first)
        #expect(state.conflicts.count == 1 && !conflict.isSettled)
        #expect(conflict.texts == [day.description, otherDay.description])
        #expect(conflict.shown.map(conflict.texts.contains) == true)

        try scene.tablet.changeDiary(entry, DiaryDraft(day: day), in: scene.folder)
        state = try scene.meet()
        conflict = try #require(state.conflicts(at: .field(.day(entry))).first)
        #expect(state.conflicts.count == 1 && conflict.isSettled && conflict.shown == day.description)
        #expect(conflict.texts == [day.description, otherDay.description])
        #expect(state[diary: entry]?.day.current.map(\.value) == [day])
    }

    @Test("C03: a removal of a trigger does not undo an addition that it did not know of")
    mutating func triggers() throws {
        let entry = try scene.phone.writeDiary(
            DiaryDraft(text: "itchy", suspected: [Suspicion(.heat), Suspicion(.stress)]), in: scene.folder)
        _ = try scene.meet()
        try scene.phone.changeDiary(
            entry, DiaryDraft(suspected: [Suspicion(.heat)], unsuspected: [Suspicion(.stress)]), in: scene.folder)
        try scene.tablet.changeDiary(entry, DiaryDraft(unsuspected: [Suspicion(.heat)]), in: scene.folder)
        #expect(try scene.meet()[diary: entry]?.suspicions.map(\.value) == [Suspicion(.heat)])
    }

    @Test("C04: a folder renamed on two devices keeps its id, and offers both names")
    mutating func renamed() throws {
        try scene.phone.rename(scene.folder, to: "Arm, left")
        try scene.tablet.rename(scene.folder, to: "Lower left arm")
        var state = try scene.meet([.phone, .tablet, .clinic])
        var conflict = try #require(state.conflicts(at: .field(.folderName)).first)
        #expect(conflict.texts == ["Arm, left", "Lower left arm"] && !conflict.isSettled)
        #expect(scene.phone.folderIDs == [scene.folder] && scene.tablet.folderIDs == [scene.folder])
        try scene.phone.rename(scene.folder, to: "Left arm")
        state = try scene.meet([.phone, .tablet, .clinic])
        conflict = try #require(state.conflicts(at: .field(.folderName)).first)
        #expect(conflict.isSettled && state.name.shown?.value == "Left arm")
    }

    @Test("C05: two folders of one name that were made offline stay two; that they could be one is suggested")
    mutating func sameName() throws {
        let first = try scene.phone.createFolder(named: "Neck")
        let second = try scene.tablet.createFolder(named: "Neck")
        _ = try scene.phone.comment("phone's", on: .folder, in: first)
        _ = try scene.tablet.comment("tablet's", on: .folder, in: second)
        _ = try scene.meet()
        #expect(first != second)
        for device in [scene.phone, scene.tablet] {
            #expect(Set(device.folderIDs) == [scene.folder, first, second])
            #expect(device.arrangement.suggestions == [.sameName("Neck", [first, second].sorted())])
            #expect(device.state(of: first)?.comments.map(\.text) == ["phone's"])
            #expect(device.state(of: second)?.comments.map(\.text) == ["tablet's"])
        }
    }

    @Test("C14: a clinic's comment amended in two browsers shows both amendments with their authors")
    mutating func amendedTwice() throws {
        var nurse = try scene.world.linked(to: &scene.clinic, "Nurse Brown")
        try scene.syncAll()
        try scene.world.sync(&nurse)
        let comment = try scene.clinic.comment("use the cream", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.clinic)
        try scene.world.sync(&nurse)
        try scene.clinic.amend(comment, to: "use the cream once a day", in: scene.folder)
        try nurse.amend(comment, to: "use the cream twice a day", in: scene.folder)
        try scene.world.sync(&nurse)
        let state = try scene.meet([.phone, .tablet, .clinic])
        try scene.world.sync(&nurse)
        #expect(nurse.state(of: scene.folder) == state)
        let conflict = try #require(state.conflicts(at: .comment(comment, by: scene.clinic.account)).first)
        #expect(conflict.texts == ["use the cream once a day", "use the cream twice a day"])
        #expect(Set(conflict.sides.map(\.stamp.author)) == [scene.clinic.author, nurse.author])
        #expect(
            Set(conflict.sides.compactMap { scene.phone.label(of: $0.stamp.author) }) == ["Dr Grey", "Nurse Brown"])
        // The first text stays in the history.
        let history = try #require(state[comment: comment, by: scene.clinic.account]).statement.history
        #expect(history.first?.value == "use the cream" && history.count == 3)
    }

    @Test("C28: severity scored twice on one day is two observations, each with its time and rater")
    mutating func scoredTwice() throws {
        let low = try #require(Score(.severity, items: [3]))
        let high = try #require(Score(.severity, items: [8]))
        _ = try scene.phone.record(low, on: day, in: scene.folder)
        scene.world.clock.advance(by: 60_000)
        _ = try scene.tablet.record(high, on: day, in: scene.folder)
        let scores = try scene.meet([.phone, .tablet, .clinic]).scores
        #expect(Set(scores.map(\.score)) == [low, high] && scores.allSatisfy { $0.day == day })
        #expect(Set(scores.map(\.added.author)) == [scene.phone.author, scene.tablet.author])
        #expect(Set(scores.map(\.added.time.milliseconds)).count == 2)
    }

    @Test("C29: a patient's and a clinician's scores are two series")
    mutating func twoRaters() throws {
        let own = try #require(Score(.iga, items: [3]))
        let clinics = try #require(Score(.iga, items: [1]))
        _ = try scene.phone.record(own, on: day, in: scene.folder)
        _ = try scene.clinic.record(clinics, on: day, in: scene.folder)
        let scores = try scene.meet([.phone, .tablet, .clinic]).scores
        #expect(scores.filter { $0.added.party == scene.phone.account }.map(\.score) == [own])
        #expect(scores.filter { $0.added.party == scene.clinic.account }.map(\.score) == [clinics])
    }

    @Test("C30: a week has no total with a day missing or doubled, until the day is complete or one is chosen")
    mutating func weeks() throws {
        func record(_ wheals: UInt8, _ itch: UInt8?, on day: CivilDay, _ device: inout TestDevice) throws -> ItemID {
            let score = try #require(Score(.uas, items: [wheals, itch]))
            return try device.record(score, on: day, in: scene.folder)
        }
        let last = try #require(CivilDay(iso: "2026-11-07"))
        let days = try #require(UrticariaWeek(endingOn: last)).days
        for day in days.dropLast() { _ = try record(2, 1, on: day, &scene.phone) }
        var week = try scene.meet().urticariaWeek(endingOn: last, by: scene.phone.account)
        #expect(week == .open([.init(day: last, gap: .missing)]))
        // The last day is scored on both devices, apart; on one of them an answer is missing.
        let first = try record(3, 3, on: last, &scene.phone)
        let second = try record(1, nil, on: last, &scene.tablet)
        week = try scene.meet().urticariaWeek(endingOn: last, by: scene.phone.account)
        #expect(week == .open([.init(day: last, gap: .doubled)]))
        try scene.tablet.count(second, on: last, in: scene.folder)
        week = try scene.meet().urticariaWeek(endingOn: last, by: scene.phone.account)
        #expect(week == .open([.init(day: last, gap: .incomplete)]))
        try scene.phone.count(first, on: last, in: scene.folder)
        let state = try scene.meet([.phone, .tablet, .clinic])
        guard case .total(let total)? = state.urticariaWeek(endingOn: last, by: scene.phone.account) else {
            Issue.record("no total")
            return
        }
        #expect(total.description == "24" && state.scores.count == 8, "both observations stay")
    }

    @Test("C31: causes decide, not clocks, the clock's claim is kept, and when it was received")
    mutating func wrongClock() throws {
        let entry = try scene.phone.writeDiary(DiaryDraft(text: "first"), in: scene.folder)
        _ = try scene.meet()
        // The tablet believes that it is 1999.
        let past = Timestamp(milliseconds: 930_000_000_000, offsetMinutes: 0, zone: "Etc/UTC")
        scene.tablet.environment.clock = ManualClock(past.milliseconds)
        scene.tablet.environment.clock.set(past)
        try scene.tablet.rewriteDiary(entry, as: "second", in: scene.folder)
        let comment = try scene.tablet.comment("after it", on: .diary(entry), in: scene.folder)
        let state = try scene.meet()
        #expect(state[diary: entry]?.text == "second" && state.conflicts.isEmpty)
        #expect(state.revisions(of: .diary(entry)).last?.stamp.time == past)
        #expect(state[comment: comment, by: scene.phone.account]?.added.time == past)
        // "The tablet said 1999, the phone had it by 2026": the phone's next entry is the evidence.
        let dot = try #require(state[comment: comment, by: scene.phone.account]).added.id.dot
        #expect(state.received(dot) == nil)
        try scene.phone.rename(scene.folder, to: "Arm")
        let received = try #require(try scene.meet().received(dot))
        #expect(received.author == scene.phone.author && received.time == scene.phone.environment.clock.now())
        #expect(state.revisions(of: .diary(entry)).map(\.value) == ["first", "second"])
    }

    @Test("C32: when clocks go back, half past one stands twice, apart")
    mutating func clocksGoBack() throws {
        // London, 25 October 2026: 01:30 summer time, an hour later 01:30 again.
        let summer = Timestamp(milliseconds: 1_792_888_200_000, offsetMinutes: 60, zone: "Europe/London")
        let winter = Timestamp(milliseconds: 1_792_891_800_000, offsetMinutes: 0, zone: "Europe/London")
        for (time, text) in [(summer, "before"), (winter, "after")] {
            scene.phone.environment.clock.set(time)
            _ = try scene.phone.comment(text, on: .folder, in: scene.folder)
        }
        scene.phone.environment.clock.set(Timestamp(milliseconds: scene.end - 1))
        let comments = try scene.meet().comments
        #expect(comments.map(\.added.time) == [summer, winter])
        #expect(
            comments.map { $0.added.time.milliseconds / 60_000 + Int64($0.added.time.offsetMinutes) }.map { $0 % 1440 }
                == [90, 90])
    }

    @Test("C35: two carers edit one entry, each change by its author")
    mutating func twoCarers() throws {
        let entry = try scene.diaryRewritten("itchy", phone: "itchy and red", tablet: "itchy and dry")
        let state = try scene.meet()
        #expect(["itchy and red and dry", "itchy and dry and red"].contains(state[diary: entry]?.text))
        let versions = state.revisions(of: .diary(entry)).map { ($0.stamp.author, $0.value) }
        #expect(versions.contains { $0 == (scene.phone.author, "itchy and red") })
        #expect(versions.contains { $0 == (scene.tablet.author, "itchy and dry") })
        let history = state.history(ofDiary: entry)
        #expect(Set(history.map(\.stamp.author)) == [scene.phone.author, scene.tablet.author])
    }

    @Test("An entry removed on one device and written on the other stays, flagged, until a person decides")
    mutating func removedAndWritten() throws {
        let (entry, conflict) = try scene.diaryRemovedAndRewritten("itchy", tablet: "itchy again")
        var state = try scene.meet()
        #expect(state.diary.map(\.text) == ["itchy again"])
        #expect(conflict.resolution == .kept && !conflict.isSettled && conflict.texts == ["itchy again"])
        let removal = try #require(conflict.sides.firstIndex { $0.text == nil })
        try scene.tablet.settle(conflict, as: .side(removal), in: scene.folder)
        state = try scene.meet()
        #expect(state.diary.isEmpty && state.removedDiary.map(\.id) == [entry])
        #expect(state.conflicts.first?.settled?.author == scene.tablet.author)
    }

    @Test("C15: a clinic's comment amended and retracted at once is a stub, with the amendment in its history")
    mutating func amendedAndRetracted() throws {
        var nurse = try scene.world.linked(to: &scene.clinic, "Nurse Brown")
        try scene.syncAll()
        try scene.world.sync(&nurse)
        let comment = try scene.clinic.comment("use the cream", on: .folder, in: scene.folder)
        try scene.world.sync(&scene.clinic)
        try scene.world.sync(&nurse)
        try scene.clinic.retract(comment, in: scene.folder)
        try nurse.amend(comment, to: "use the cream twice a day", in: scene.folder)
        try scene.world.sync(&nurse)
        let state = try scene.meet([.phone, .tablet, .clinic])
        let shown = try #require(state[comment: comment, by: scene.clinic.account])
        #expect(shown.retraction?.author == scene.clinic.author)
        let history = state.history(ofComment: comment, by: scene.clinic.account).map(\.value)
        #expect(
            Set(history) == [.stated("use the cream"), .stated("use the cream twice a day"), .retracted])
        #expect(state.conflicts.map(\.resolution) == [.retracted])
    }

    @Test("C16: a comment that the patient has read is retracted: a visible correction, the original available")
    mutating func retracted() throws {
        let comment = try scene.clinic.comment("no need to worry", on: .folder, in: scene.folder)
        _ = try scene.meet([.phone, .tablet, .clinic])
        try scene.clinic.retract(comment, in: scene.folder)
        #expect(throws: DeviceError.notFound) { try scene.phone.retract(comment, in: scene.folder) }
        let state = try scene.meet([.phone, .tablet, .clinic])
        let shown = try #require(state.comments.first)
        #expect(shown.retraction?.author == scene.clinic.author && shown.text == "no need to worry")
    }

    @Test("C43: an op of a newer version is kept, forwarded, and said to be there")
    mutating func newerOps() throws {
        let backup = scene.world.relay
        let newer = Op.unknown(code: 77, payload: [1, 2, 3])
        let item = scene.phone.environment.random.identifier(ItemID.self)
        try scene.phone.write([newer, .addComment(item, on: .folder, text: "with it")], in: scene.folder)
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        let state = try #require(scene.tablet.state(of: scene.folder))
        #expect(state.newer.count == 1 && state.refused.isEmpty)
        #expect(state.comments.map(\.text) == ["with it"])
        // The relay loses it; the tablet, which does not understand it, hands it on in full.
        scene.world.relay = backup
        try scene.world.sync(&scene.tablet)
        try scene.world.sync(&scene.clinic)
        #expect(scene.clinic.state(of: scene.folder) == scene.phone.state(of: scene.folder))
        let reopened = try TestDevice.open(
            store: scene.tablet.store, passcode: World.passcode, environment: scene.tablet.environment)
        #expect(reopened.state(of: scene.folder)?.newer == state.newer)
    }

    @Test("C43: an entry of a kind that a newer version adds is kept, forwarded, and said to be there")
    mutating func newerEntries() throws {
        let origin = try scene.phone.origin(in: scene.folder)
        let entry = RunEntry(kind: try EntryKind(decoding: [0x48]), epoch: EpochID(.zero), body: .present([1, 2, 3]))
        let tail = try scene.phone.tail(of: origin, in: scene.folder)
        let run = LogRun(signing: [entry], in: scene.folder, of: origin, after: tail, by: scene.phone.secrets)
        guard case .taken(1) = try scene.phone.receive(run) else {
            Issue.record("not taken")
            return
        }
        try scene.world.sync(&scene.phone)
        try scene.world.sync(&scene.tablet)
        let dot = Dot(origin.replica(in: scene.folder), tail.sequence + 1)
        #expect(scene.tablet.state(of: scene.folder)?.newer == [OpID(dot, 0)])
        #expect(scene.tablet.health(of: scene.folder)?.unreadable == [])
        #expect(try scene.tablet.store.log.run(of: origin, in: scene.folder, after: tail.sequence)?.entries == [entry])
    }
}
