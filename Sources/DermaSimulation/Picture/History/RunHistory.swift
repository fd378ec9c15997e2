import DermaCausality
import DermaClient
import DermaIdentity

/// What a recorded run comes to: who was there from when on, the syncs with their messages, marks, bands, and what broke.
/// The picture and the story are both made of it.
struct RunHistory: Sendable {
    let scenario: Scenario
    let ledger: Ledger
    let violation: Violation?
    /// Who was there, and from when on.
    var births: [Lane: Int64] = [:]
    var sessions: [SyncSession] = []
    var marks: [Mark] = []
    var bands: [Band] = []
    /// The folders in which something became durable then and there.
    var changes: [Change: [FolderID]] = [:]
    /// The folders of which a lane ever came to hold something.
    var held: [Lane: [FolderID]] = [:]
    /// The last moment.
    var end: Int64 = 0
    var calmedAt: Int64?
    var settled: (time: Int64, rounds: Int)?
    /// Wishes that there was nothing to do with.
    var idleWishes = 0
    /// The clinics' names by what a share picks from.
    let clinics: [String]
    private let clinicNames: [AccountID: String]
    private(set) var folders: [FolderID] = []

    struct Change: Hashable, Sendable {
        let lane: Lane
        let time: Int64
    }

    var cast: Cast { scenario.cast }

    /// - Complexity: O(moments).
    init(_ run: Run) {
        var reader = HistoryReader(RunHistory(beginning: run))
        for moment in run.moments { reader.take(moment) }
        self = reader.finished()
    }

    private init(beginning run: Run) {
        scenario = run.world.scenario
        ledger = run.world.ledger
        violation = run.violation
        var names: [AccountID: String] = [:]
        for (account, name) in scenario.cast.accountNames.enumerated() {
            if let actor = run.world.actors[account * Cast.roomPerAccount] { names[actor.device.account] = name }
        }
        clinicNames = names
        clinics = run.world.clinics.keys.sorted().map { names[$0] ?? "a clinic" }
        births[.relay] = 0
        for device in scenario.cast.initial { births[.device(device)] = 0 }
    }

    /// The letter of a folder: A is the first that someone wrote in.
    func letter(of folder: FolderID) -> String {
        guard let index = folders.firstIndex(of: folder) else { return "?" }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return String(letters[index % letters.count]) + (index < letters.count ? "" : "\(index / letters.count)")
    }

    mutating func name(_ folder: FolderID) {
        if !folders.contains(folder) { folders.append(folder) }
    }

    func clinic(_ account: AccountID) -> String { clinicNames[account] ?? "a clinic" }

    /// The lanes from top to bottom: patients' devices, the relay, the clinics' devices.
    var lanes: [Lane] {
        let devices = births.keys.sorted().compactMap { lane in
            if case .device(let device) = lane { device } else { nil }
        }
        return devices.filter { !cast.isClinic($0) }.map { .device($0) } + [.relay]
            + devices.filter { cast.isClinic($0) }.map { .device($0) }
    }

    /// The lanes that a violation is about: those that it names, or else where it was seen.
    var concerned: [Lane] {
        guard let violation else { return [] }
        let words = violation.reason.split { !($0.isLetter || $0.isNumber || $0 == "-") }
        let named = words.compactMap { cast.lane(named: $0) }.filter { births[$0] != nil && $0 != .relay }
        return named.isEmpty ? [violation.lane] : named
    }
}
