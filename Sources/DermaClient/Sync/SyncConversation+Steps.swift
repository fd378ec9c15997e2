import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension SyncConversation {
    /// Goes on to the next step while the present one has nothing left to wait for.
    mutating func advance(_ device: inout SyncDevice) throws(SyncFailure) {
        while isStepOver {
            switch step {
            case .connecting, .done: return
            case .ownLog: try leaveOwnLog(&device)
            case .partners: try leavePartners(&device)
            case .halves: try enterFolders(&device)
            case .folders: try enterErasures(&device)
            case .erasures: try enterPhotos(&device)
            case .photos: try finish(&device)
            }
        }
    }

    private var isStepOver: Bool {
        switch step {
        case .connecting, .done: false
        case .ownLog, .partners, .folders: comparing.isEmpty
        case .halves: halvesAsked.isEmpty
        case .erasures: erasing.isEmpty
        case .photos: uploads.isEmpty && downloads.isEmpty
        }
    }

    private mutating func leaveOwnLog(_ device: inout SyncDevice) throws(SyncFailure) {
        guard try isAsOldAsWelcomed(device.control.folder, device) else { throw .outdated }
        guard device.isMember else { throw device.control.isRevoked(device.author) ? .removed : .notMember }
        try onDevice { () throws(DeviceError) in try device.note(saidRemoved: false) }
        let isChanged = try onDevice { () throws(DeviceError) in
            if try device.tendKeys() { return true }
            return try device.completeGrants()
        }
        if isChanged {
            return try compare(device.control.folder, &device)
        }
        switch scope {
        case .controlLog: try finish(&device)
        case .clinic(let code):
            step = .partners
            comparing[device.control.folder] = LogComparison()
            send(.findClinic(code))
        case .everything:
            step = .partners
            for partner in partners(of: device) { try compareControl(of: partner, &device) }
        }
    }

    /// A patient follows the clinics it has shared with; a clinic follows the patients who share or have shared with it.
    private func partners(of device: SyncDevice) -> [AccountID] {
        var partners = Set(sharing.map(\.account))
        partners.formUnion(device.control.grants.values.map(\.record.organisation))
        partners.formUnion(device.controls.keys)
        partners.remove(device.account)
        return partners.sorted()
    }

    private mutating func leavePartners(_ device: inout SyncDevice) throws(SyncFailure) {
        if case .clinic = scope { return try finish(&device) }
        if try onDevice({ () throws(DeviceError) in try device.renewGrants() }) {
            return try compare(device.control.folder, &device)
        }
        step = .halves
        for missing in device.halvesMissing {
            let request = HalfRequest(
                grant: missing.grant, purpose: missing.purpose,
                claimedTime: device.environment.clock.now().milliseconds)
            halvesAsked.append(missing.grant)
            let signature = device.secrets.sign(.halfRequest, request.encoded)
            send(.halfRequest(HalfRequestFrame(account: missing.account, request: request, signature: signature)))
        }
    }

    private mutating func enterFolders(_ device: inout SyncDevice) throws(SyncFailure) {
        step = .folders
        try onDevice { () throws(DeviceError) in try device.openKnownFolders() }
        for (folder, _) in device.knownFolders { try compare(folder, &device) }
    }

    private mutating func enterErasures(_ device: inout SyncDevice) throws(SyncFailure) {
        let answered = Set(heldByRelay.keys)
        try onDevice { () throws(DeviceError) in try device.rereadOthersFolders(answered: answered) }
        if try askForCited(&device) { return }
        // Writing may have started an epoch: the control log goes first.
        let named = try onDevice { () throws(DeviceError) in try device.nameErased() }
        if !named.isEmpty {
            for folder in [device.control.folder] + named { try compare(folder, &device) }
            return
        }
        try reportSuspects(device: &device)
        try onDevice { () throws(DeviceError) in try device.note(held: heldByRelay, at: host) }
        step = .erasures
        try sendErasures(&device)
    }

    private mutating func enterPhotos(_ device: inout SyncDevice) throws(SyncFailure) {
        let asked = device.knownFolders.map(\.folder)
        try onDevice { () throws(DeviceError) in try device.note(ended: report.ended, asked: asked) }
        for (folder, owner) in device.knownFolders where report.ended[folder] == nil {
            if owner == device.account, try !isAsOldAsWelcomed(folder, device) {
                report.alarms.append(SyncAlarm(kind: .outdated, folder: folder))
            }
            try planPhotos(in: folder, isOwn: owner == device.account, &device)
        }
        step = .photos
        photoBytes.of = uploads.reduce(0) { $0 + $1.length } + downloads.reduce(0) { $0 + $1.length }
        try startPhotos(&device)
    }

    /// Whoever is told is told by a sync that came to its end.
    private mutating func finish(_ device: inout SyncDevice) throws(SyncFailure) {
        let lost = try onDevice { () throws(DeviceError) in
            let lost = try device.foldersRolledBack()
            try device.noteTold(of: lost)
            return lost
        }
        for folder in lost { raise(.rolledBack, folder) }
        step = .done
        send(.bye)
        effects.append(.finished)
    }

    private func isAsOldAsWelcomed(_ folder: FolderID, _ device: SyncDevice) throws(SyncFailure) -> Bool {
        try onDevice { () throws(DeviceError) in try device.isAsOld(asWelcomed: folder) }
    }

    mutating func take(_ found: ClinicFound, _ device: inout SyncDevice) throws(SyncFailure) {
        guard case .clinic(found.code) = scope else { return }
        comparing[device.control.folder] = nil
        report.organisation = found.organisation
        try compareControl(of: found.organisation, &device)
    }

    private mutating func compareControl(of partner: AccountID, _ device: inout SyncDevice) throws(SyncFailure) {
        try onDevice { () throws(DeviceError) in try device.follow(partner) }
        try compare(FolderID.control(of: partner), &device)
    }

    /// Gives the relay its half of a grant in force. One that asks for the half of a grant that is over gets nothing: it
    /// may be in other hands than when it destroyed it.
    mutating func deposit(_ id: GrantID, _ device: inout SyncDevice) {
        guard let grant = device.control.grants[id]?.record, device.control.isInForce(grant, at: device.latestTime),
            let half = device.relayHalf(of: id)
        else { return }
        send(.halfDeposit(HalfFrame(grant: id, half: half)))
    }

    mutating func take(_ released: HalfFrame, _ device: inout SyncDevice) throws(SyncFailure) {
        guard let place = halvesAsked.firstIndex(of: released.grant) else { return }
        halvesAsked.remove(at: place)
        let isKept = try onDevice { () throws(DeviceError) in try device.keep(released.half, of: released.grant) }
        if !isKept { report.alarms.append(SyncAlarm(kind: .forged, folder: device.control.folder)) }
    }
}
