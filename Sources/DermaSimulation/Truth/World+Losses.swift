import DermaCausality
import DermaClient
import DermaIdentity
import DermaServer
import DermaSync
import DermaWire

extension Ledger {
    /// An entry came to be.
    mutating func note(_ hash: Bytes32, _ authorship: Authorship) {
        self.authorship[hash] = authorship
        entries.append(hash)
        let before = contents[authorship.folder, default: [:]].updateValue(hash, forKey: authorship.dot)
        if let before, !lost.contains(before) { split[authorship.folder, default: []].insert(authorship.dot) }
    }

    /// An entry became durable somewhere: it may have been on its way when the last disk that held it went.
    mutating func noteArrival(_ hash: Bytes32) {
        guard lost.remove(hash) != nil, let entry = authorship[hash], contents[entry.folder]?[entry.dot] != hash else {
            return
        }
        split[entry.folder, default: []].insert(entry.dot)
    }

    /// The log that a statement's entry is in: the folder's, or the account's control log.
    func log(of statement: Statement) -> FolderID { authorship[statement.hash]?.folder ?? statement.folder }

    /// Whether nobody can be blamed if a statement is not found: it or what it builds on is on no disk any more, or stands
    /// behind a number that was used twice.
    func isExcused(_ statement: Statement) -> Bool {
        let log = log(of: statement)
        if lost.contains(statement.hash) { return true }
        if split[log]?.contains(where: statement.seen.contains) ?? false { return true }
        return lost.contains { hash in
            guard let gone = authorship[hash] else { return false }
            // A device in hostile hands may have sent what it wrote without the key that it had made for it before.
            if hostile.contains(statement.device), gone.device == statement.device, gone.time <= statement.time {
                return true
            }
            return gone.folder == log && statement.seen.contains(gone.dot) && contents[log]?[gone.dot] == hash
        }
    }
}

extension World {
    /// A disk went, or went back to an old backup: which entries were nowhere else?
    mutating func noteLosses() {
        for hash in ledger.entries where !ledger.lost.contains(hash) {
            guard let entry = ledger.authorship[hash], !isCarried(hash, entry) else { continue }
            ledger.lost.insert(hash)
        }
    }

    /// Whether an entry is somewhere from where it can reach everyone: at the relay, or on a device of its author's or of the
    /// folder's owner. A clinic cannot offer a patient's entries again.
    func isCarried(_ hash: Bytes32, _ entry: Ledger.Authorship) -> Bool {
        if relay.engine.store.log.holds(hash, at: entry.dot, in: entry.folder) { return true }
        let accounts = [scenario.cast.account(of: entry.device), owner(of: entry.folder)]
        return actors.indices.contains { device in
            guard let actor = actors[device], actor.condition != .lost,
                accounts.contains(scenario.cast.account(of: device))
            else { return false }
            return actor.device.store.log.holds(hash, at: entry.dot, in: entry.folder)
        }
    }

    /// The account that a folder belongs to, by its place in the cast: only patients make folders.
    func owner(of folder: FolderID) -> Int? {
        ledger.statements.first { $0.folder == folder && !scenario.cast.isClinic($0.device) }.map {
            scenario.cast.account(of: $0.device)
        }
    }
}

extension FaultyLog {
    /// Whether an entry is on this disk.
    func holds(_ hash: Bytes32, at dot: Dot, in folder: FolderID) -> Bool {
        (try? base.hash(of: dot, in: folder)) == hash
    }

    /// Whether a statement's entry is on this disk and its body was not withheld.
    func shows(_ statement: Ledger.Statement, in folder: FolderID) -> Bool {
        let entries = try? base.entries(
            of: statement.dot.replica, in: folder, after: statement.dot.sequence - 1, limit: 1, bytesMax: .max)
        guard let entry = entries?.first, entry.hash == statement.hash else { return false }
        return entry.entry.body.bytes != nil
    }
}

extension Moment {
    /// Whether something that was kept may be gone.
    var isLoss: Bool {
        switch what {
        case .fault(.lose), .fault(.restore), .fault(.relayRestore), .fault(.rollback): true
        default: false
        }
    }
}
