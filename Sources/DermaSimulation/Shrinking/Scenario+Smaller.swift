extension Scenario {
    /// The story without an account that has no line; nil if it has one, or if no patient would be left.
    func without(account: Int) -> Scenario? {
        let isUsed = items.contains { item in
            if case .device(let device) = item.lane { cast.account(of: device) == account } else { false }
        }
        guard !isUsed else { return nil }
        var patients = cast.patients
        var clinics = cast.clinics
        if account < patients.count {
            guard patients.count > 1 else { return nil }
            patients.remove(at: account)
        } else {
            clinics.remove(at: account - patients.count)
        }
        var smaller = self
        smaller.cast = Cast(patients: patients, clinics: clinics)
        smaller.items = items.map { item in
            guard case .device(let device) = item.lane, cast.account(of: device) > account else { return item }
            var moved = item
            moved.lane = .device(device - Cast.roomPerAccount)
            return moved
        }
        return smaller
    }

    /// The story in which an account begins with one device less; nil if it has only one.
    func withOneDeviceLess(account: Int) -> Scenario? {
        var patients = cast.patients
        var clinics = cast.clinics
        let isPatient = account < patients.count
        let count = isPatient ? patients[account] : clinics[account - patients.count]
        guard count > 1 else { return nil }
        if isPatient { patients[account] -= 1 } else { clinics[account - cast.patients.count] -= 1 }
        var smaller = self
        smaller.cast = Cast(patients: patients, clinics: clinics)
        return smaller
    }
}
