import DermaCausality
import DermaIdentity
public import DermaSync
import DermaWire

/// The engine of a relay: checks, stores and forwards what it cannot read. Does no I/O but its store's.
///
/// One value serves every connection; the owner calls it from one place at a time. Frames are idempotent: one that is
/// sent again after a cut gets the same answer.
public struct Relay<Store: RelayStore>: Sendable {
    /// What is kept.
    public internal(set) var store: Store
    /// Control logs that were read lately.
    private var controls: [AccountID: ControlState] = [:]
    private static var controlsHeldMax: Int { 256 }
    /// Bytes of entries that answer one `Have`; the client asks again for more.
    static var answerBytesMax: Int { 2 << 20 }
    /// What an entry counts for besides its body, in bytes.
    static var entryBytesMin: Int { 64 }

    /// A relay over a store.
    public init(store: Store) { self.store = store }

    /// Destroys the relay's halves of grants that have ended. Call at the start and every minute.
    public mutating func sweep(at now: Int64) throws(StoreError) { try store.destroyHalves(endingBy: now) }

    /// Answers one frame of a peer that logged in. `now`: milliseconds UTC, the relay's own clock.
    public mutating func answer(
        _ frame: Frame, from peer: ServerSession.Peer, _ uploads: inout PhotoUploads, at now: Int64
    ) -> [Frame] {
        do throws(RelayRefusal) {
            switch frame {
            case .have(let have): return try answer(have, from: peer, at: now)
            case .entries(let run): return try take(run, from: peer, at: now)
            case .photoOffer(let offer): return try take(offer, from: peer, &uploads, at: now)
            case .photoPiece(let piece): return try take(piece, from: peer, &uploads)
            case .photoRequest(let request): return try answer(request, from: peer, at: now)
            case .erase(let erasure): return try take(erasure, from: peer, at: now)
            case .findClinic(let code): return try find(code)
            case .halfDeposit(let deposit): return try take(deposit, from: peer, at: now)
            case .halfRequest(let request): return try answer(request, from: peer, at: now)
            default: return [.refused(Refusal(.unexpectedFrame))]
            }
        } catch {
            return [.refused(error.refusal)]
        }
    }

    /// The state of an account's control log, read from the store when it is not at hand.
    mutating func control(of account: AccountID) throws(RelayRefusal) -> ControlState {
        if let held = controls[account] { return held }
        var state = ControlState(account: account)
        do throws(ControlReadError) {
            try state.read(from: store.log)
        } catch {
            throw RelayRefusal(.internalFault)
        }
        if state.genesis != nil { remember(state) }
        return state
    }

    mutating func remember(_ state: ControlState) {
        if controls.count >= Self.controlsHeldMax, let any = controls.keys.first { controls[any] = nil }
        controls[state.account] = state
    }
}

/// Carries a refusal to the one place that answers it.
struct RelayRefusal: Error {
    let refusal: Refusal

    init(_ code: RefusalCode, folder: FolderID? = nil, detail: Int64 = 0) {
        refusal = Refusal(code, folder: folder, detail: detail)
    }

    init(_ error: StoreError) { self.init(error.code == .full ? .storageFull : .internalFault) }

    init(_ fault: LogFault, in folder: FolderID) {
        switch fault {
        case .badSignature: self.init(.badSignature, folder: folder)
        case .gap(let expected): self.init(.gap, folder: folder, detail: Int64(clamping: expected))
        case .fork(let sequence): self.init(.fork, folder: folder, detail: Int64(clamping: sequence))
        case .notMember: self.init(.notMember, folder: folder)
        case .badBody: self.init(.badBody, folder: folder)
        }
    }

    init(_ error: LogAppendError, in folder: FolderID) {
        switch error {
        case .fault(let fault): self.init(fault, in: folder)
        case .store(let error): self.init(error)
        }
    }
}

/// Runs a store's call and turns its error into a refusal.
func stored<Result>(_ call: () throws(StoreError) -> Result) throws(RelayRefusal) -> Result {
    do throws(StoreError) { return try call() } catch { throw RelayRefusal(error) }
}
