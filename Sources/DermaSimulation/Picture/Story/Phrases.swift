import DermaClient
import DermaSync

extension Verb {
    /// What befalls someone, in a word or two.
    var phrase: String {
        switch self {
        case .offline: "no network"
        case .cut: "connection cut"
        case .halfOpen: "one direction dead"
        case .slowLink: "slow link"
        case .loss: "burst of loss"
        case .captive: "captive portal"
        case .lostAnswer: "answer lost"
        case .clog: "link clogged"
        case .kill: "process killed"
        case .powerCut: "power cut"
        case .diskFull: "disk full"
        case .background: "stopped in background"
        case .clock: "clock wrong"
        case .restore, .relayRestore: "restored from backup"
        case .clone: "cloned"
        case .lose: "device lost"
        case .revoke: "device revoked"
        case .relayCrash: "relay crashed"
        case .quota: "relay full"
        case .relaySlow: "relay slow"
        case .replay: "answer replayed"
        case .reorder: "answers reordered"
        case .omit: "entries withheld"
        case .fork: "two histories shown"
        case .rollback: "relay rolled back"
        case .flip: "bits flipped"
        case .mixUp: "objects mixed up"
        case .lie: "false answer"
        case .wrongKey: "wrong key handed out"
        case .newer: "a newer version's write"
        default: rawValue.inWords
        }
    }
}

extension String {
    /// `slowLink` as `slow link`.
    var inWords: String {
        var text = ""
        for character in self {
            if character.isUppercase, text.last?.isLetter ?? false { text += " " }
            text += character.lowercased()
        }
        return text
    }
}

extension DeviceError {
    /// Why a device could not, in a few words.
    var phrase: String {
        switch self {
        case .store(let error): error.code == .full ? "no room on the disk" : "the disk failed"
        default: "\(self)".inWords
        }
    }
}

extension SyncFailure {
    /// Why a sync failed, in a few words.
    var phrase: String {
        switch self {
        case .session(.closedEarly): "the connection ended early"
        case .session(.refused(let code)): "the relay refused: \("\(code)".inWords)"
        case .session(.peerMisbehaved): "what answered was not the protocol"
        case .session(.peerIncompatible): "no common version"
        case .session(.unexpectedFrame): "a frame that had no place"
        case .device(let error): "the device could not: \(error.phrase)"
        case .notMember: "the relay does not let this device in"
        case .outdated: "the relay showed an old control log"
        default: "\(self)".inWords
        }
    }
}

extension Int64 {
    /// So many milliseconds, with one unit: `3.5 h`.
    var asDuration: String {
        func text(_ unit: Int64, _ name: String) -> String {
            let (whole, rest) = self.quotientAndRemainder(dividingBy: unit)
            let tenths = rest / (unit / 10)
            return tenths == 0 || whole >= 10 ? "\(whole) \(name)" : "\(whole).\(tenths) \(name)"
        }
        return switch self {
        case ..<1000: "\(self) ms"
        case ..<60_000: text(1000, "s")
        case ..<3_600_000: text(60_000, "min")
        case ..<86_400_000: text(3_600_000, "h")
        default: text(86_400_000, "d")
        }
    }
}

/// `1 entry`, `2 entries`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
}
