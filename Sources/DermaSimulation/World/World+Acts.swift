import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSync

extension World {
    /// What a person does. A number that picks something counts modulo what there is.
    mutating func act(_ item: ScenarioItem, by device: Int) -> Moment.Deed {
        guard let actor = actors[device], actor.isRunning else { return .nothing }
        switch item.verb {
        case .folder: return createFolder(by: device)
        case .namesake: return createNamesake(item, by: device)
        case .link: return link(by: device)
        case .travel:
            actor.clock.travel(to: item["zone"])
            return .done
        case .revoke: return revoke(item, by: device)
        default: break
        }
        guard let folder = pick(item["folder"], of: actor.device.folderIDs),
            let state = actor.device.state(of: folder)
        else { return .nothing }
        switch item.verb {
        case .rename: return rename(folder, by: device)
        case .comment: return comment(item, in: folder, state, by: device)
        case .burst: return burst(item["count"], in: folder, by: device)
        case .amend: return amend(item, in: folder, state, by: device)
        case .diary: return writeDiary(item, in: folder, by: device)
        case .edit: return editDiary(item, in: folder, state, by: device)
        case .trigger: return changeTrigger(item, in: folder, state, by: device)
        case .score: return score(item, in: folder, by: device)
        case .week: return rateWeek(item, in: folder, by: device)
        case .choose: return choose(item, in: folder, state, by: device)
        case .describe: return describe(item, in: folder, state, by: device)
        case .photo: return addPhoto(item, in: folder, by: device)
        case .intake: return takeIn(item, in: folder, by: device)
        case .misfile: return misfile(item, in: folder, state, by: device)
        case .crop: return crop(item, in: folder, state, by: device)
        case .annotate: return annotate(item, in: folder, state, by: device)
        case .erase: return erasePhoto(item, in: folder, state, by: device)
        case .type: return type(item, in: folder, state, by: device)
        case .undo: return undo(item, in: folder, state, by: device)
        case .remove: return removeDiary(item, in: folder, state, by: device)
        case .retract: return retract(item, in: folder, state, by: device)
        case .decide: return decide(item, in: folder, state, by: device)
        case .nest, .rehome, .bin: return arrange(item, folder, state, by: device)
        case .share: return share(item, folder, by: device)
        case .withdraw: return withdraw(item, folder, by: device)
        default: return .nothing
        }
    }

    func pick<Element>(_ number: Int, of choices: [Element]) -> Element? {
        choices.isEmpty ? nil : choices[number % choices.count]
    }

    /// A text that can be told from everything else in the world, and recognised wherever it leaks.
    mutating func text(_ length: Int) -> String {
        let head = "\(Ledger.canary)\(ledger.statements.count)-\(random.below(1 << 30)) "
        return head + String(repeating: "ä", count: max(0, length - head.utf8.count) / 2)
    }

    /// Lets a device write something, and notes in the ledger what was acknowledged.
    mutating func write(
        by device: Int, _ call: (inout SimulatedDevice) throws(DeviceError) -> (FolderID, Ledger.Said)
    ) -> Moment.Deed {
        guard var actor = actors[device] else { return .nothing }
        actors[device] = nil
        let outcome: Result<(FolderID, Ledger.Said), DeviceError>
        do throws(DeviceError) { outcome = .success(try call(&actor.device)) } catch { outcome = .failure(error) }
        actors[device] = actor
        let newest = noteAppends(of: device).last
        switch outcome {
        case .failure(let error): return .failed(error)
        case .success((let folder, let said)):
            // What a process was told after its death nobody was told.
            guard !actor.device.store.faults.isDead, let newest else { return .done }
            let dot = Dot(
                newest.origin.replica(in: newest.folder), newest.first + UInt64(newest.entries.count) - 1)
            guard let hash = newest.entries.last?.hash else { return .done }
            for entry in newest.entries.dropLast() { ledger.silent.insert(entry.hash) }
            let seen = actor.device.applied(in: newest.folder)
            ledger.statements.append(
                .init(
                    device: device, folder: folder, said: said, time: now, claim: actor.clock.now(), dot: dot,
                    hash: hash,
                    seen: seen))
            note(.device(device), .said(ledger.statements.count - 1))
            return .done
        }
    }

    /// Notes what became durable on a device. What is signed with its own key and was not seen before is its work.
    @discardableResult
    mutating func noteAppends(of device: Int) -> [DiskFaults.Append] {
        guard let actor = actors[device] else { return [] }
        let appends = actor.device.store.faults.takeAppends()
        for append in appends {
            note(.device(device), .appended(append))
            guard append.origin.author == actor.device.author else { continue }
            let replica = append.origin.replica(in: append.folder)
            for (index, entry) in append.entries.enumerated() where ledger.authorship[entry.hash] == nil {
                let dot = Dot(replica, append.first + UInt64(index))
                ledger.note(entry.hash, .init(device: device, dot: dot, folder: append.folder, time: now))
                if let record = append.record(at: index) {
                    ledger.sharing.note(
                        record, of: actor.device.account, at: dot, knowing: actor.device.control.applied)
                }
            }
        }
        return appends
    }
}
