import DermaCausality
public import DermaIdentity
import DermaWire

extension ControlState {
    /// Reads the whole of the account's control log from a store that has checked it when it came. Starts from nothing.
    public mutating func read(from store: some LogStore) throws(ControlReadError) {
        self = ControlState(account: account)
        // What lets a device in may itself stand in an entry that counts only in the place of another, and so on.
        for _ in 0..<Limits.replicasPerAuthorMax {
            if try readRuns(from: store) { return try followRestatements(in: store) }
            let found = try restatements(in: store)
            if found == restatements { break }
            self = ControlState(account: account, restatements: found)
        }
        throw .store(StoreError(.corrupt, "a control log"))
    }

    /// Reads the log anew if entries have come to count in the place of others. `additions` are not stored yet.
    public mutating func followRestatements(
        in store: some LogStore, adding additions: ArraySlice<VerifiedEntry> = []
    ) throws(ControlReadError) {
        let restatements = try restatements(in: store)
        guard restatements != self.restatements else { return }
        self = ControlState(account: account, restatements: restatements)
        guard try readRuns(from: store) else { throw .store(StoreError(.corrupt, "a control log")) }
        do throws(LogFault) { try insert(additions) } catch { throw .fault(error) }
    }

    /// The restatements that hold for what is stored.
    public func restatements(in store: some LogStore) throws(ControlReadError) -> Restatements {
        do throws(StoreError) {
            return try claims.inForce { head throws(StoreError) in
                try store.hash(of: head.dot, in: folder) == head.hash
            }
        } catch {
            throw .store(error)
        }
    }

    /// Whether every run could be read: of one whose author nothing here lets in, the signature cannot be checked.
    private mutating func readRuns(from store: some LogStore) throws(ControlReadError) -> Bool {
        do {
            var waiting = try store.runs(in: folder)
            while !waiting.isEmpty {
                let before = waiting.count
                waiting = try waiting.filter { run in try !insertIfKnown(run) }
                if waiting.count == before { return false }
            }
            return true
        } catch let error as StoreError {
            throw .store(error)
        } catch let fault as LogFault {
            throw .fault(fault)
        } catch {
            throw .store(StoreError(.unavailable, "a control log"))
        }
    }

    /// A device's run can be checked once the run that lets it in was read.
    private mutating func insertIfKnown(_ run: LogRun) throws -> Bool {
        guard signingKey(of: run.origin.author) != nil || run.origin.author.raw == account.raw else { return false }
        do {
            try insert(verify(run).entries)
        } catch LogFault.notMember {
            // A replica of the identity key beside the one that holds the genesis: it has its turn after that.
            return false
        }
        return true
    }
}

/// Why a control log could not be read.
public enum ControlReadError: Error, Hashable, Sendable {
    case store(StoreError)
    case fault(LogFault)
}
