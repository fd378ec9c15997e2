import DermaCausality

/// The revocations of a control log that have effect. A function of the log's acts, whatever their order.
///
/// 1. Those of the identity keys: recovery outranks devices.
/// 2. Those of devices whose acts stand if only the first count. That their author was itself revoked by a device does not
///    undo them: of two devices that revoke each other both are out, since no log can tell which came first.
struct Revocations: Sendable {
    private var byDevice: [AuthorID: [ControlState.Fact<DeviceRevoked>]] = [:]
    private var dots: Set<Dot> = []
    /// What counts of each revoked device: what every revocation of it covers.
    private(set) var limits: [AuthorID: VersionVector] = [:]

    /// None.
    init() {}

    /// Works them out from acts in causal order. O(acts).
    init(in acts: [ControlState.Fact<ControlRecord>], of account: AccountID) {
        for act in acts where act.author.raw == account.raw { take(act, of: account) }
        var members = Membership(of: account, limits: limits)
        for act in acts where members.take(act) && act.author.raw != account.raw {
            // Who knew of its own revocation had no right left.
            let knew = byDevice[act.author]?.contains { act.context.contains($0.dot) } ?? false
            if !knew { take(act, of: account) }
        }
    }

    private mutating func take(_ act: ControlState.Fact<ControlRecord>, of account: AccountID) {
        guard case .revocation(let record) = act.record, record.device.raw != account.raw else { return }
        byDevice[record.device, default: []].append(act.with(record))
        dots.insert(act.dot)
        let covered = VersionVector(record.heads.heads.map(\.dot))
        limits[record.device] = limits[record.device]?.meet(covered) ?? covered
    }

    /// In effect, ascending by dot.
    var facts: [ControlState.Fact<DeviceRevoked>] { byDevice.values.flatMap { $0 }.sorted { $0.dot < $1.dot } }

    func contains(_ dot: Dot) -> Bool { dots.contains(dot) }

    /// Whether somebody who had seen `context` knew of every device that was removed.
    func areKnown(to context: VersionVector) -> Bool {
        byDevice.values.allSatisfy { made in made.contains { context.contains($0.dot) } }
    }
}
