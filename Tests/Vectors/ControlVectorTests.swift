import DermaCausality
import DermaIdentity
import DermaWire
import Testing

@Suite("Vectors: the control log")
struct ControlVectorTests {
    /// In how many orders each log is taken in.
    private static let orders = 3

    @Test(
        "A control log comes to the stated state, in whatever order its runs came",
        arguments: Vector.all("control", having: "runs"))
    func states(_ vector: Vector) throws {
        let runs = try vector["runs"].items.map { try $0.decoded(as: LogRun.self) }
        for order in 0..<Self.orders {
            let turned = Array(runs[(order % runs.count)...] + runs[..<(order % runs.count)])
            let state = try Self.taken(order == 1 ? runs.reversed() : turned, account: try vector["account"].decoded())
            try expect(state, vector.expect)
        }
    }

    /// Takes runs in; one whose author is not known yet waits.
    private static func taken(_ runs: [LogRun], account: AccountID) throws -> ControlState {
        var state = ControlState(account: account)
        var waiting = runs
        while !waiting.isEmpty {
            var left: [LogRun] = []
            for run in waiting {
                guard let verified = try? state.verify(run) else {
                    left.append(run)
                    continue
                }
                try state.insert(verified.entries)
            }
            try #require(left.count < waiting.count, "runs are left that nobody known has signed")
            waiting = left
        }
        return state
    }

    private func expect(_ state: ControlState, _ expect: JSON) throws {
        #expect(.bool(state.genesis != nil) == expect["founded"])
        #expect(
            .array(
                state.devices.sorted { $0.key < $1.key }.map {
                    .object(["author": .hex($0.key), "admittedBy": shown($0.value.dot)])
                }) == expect["devices"])
        #expect(
            .array(
                state.generations.map {
                    .object(["number": .string("\($0.record.number)"), "publicKey": .hex($0.record.publicKey)])
                }) == expect["generations"])
        #expect(.array(state.activeDevices.map { .hex($0) }) == expect["members"])
        #expect((state.newestGeneration.map { .hex($0.record.publicKey) } ?? .null) == expect["newestGeneration"])
        #expect(.array(state.grants.keys.sorted().map { .hex($0) }) == expect["grants"])
        #expect(.array(state.refused.sorted().map(shown)) == expect["refused"])
        #expect(.array(state.applied.dots.map(shown)) == expect["applied"])
        let epochs = state.epochs.sorted { $0.key < $1.key }.flatMap(\.value).map(\.record)
        #expect(
            .array(
                epochs.map {
                    .object(["folder": .hex($0.folder), "number": .string("\($0.number)"), "id": .hex($0.id)])
                }) == expect["epochs"])
        for stated in expect["newestEpochs"].items {
            let newest = state.newestEpoch(of: try stated["folder"].decoded())
            #expect((newest.map { .hex($0.id) } ?? .null) == stated["id"])
        }
        for stated in expect["rotationDue"].items {
            let time = try #require(stated["time"].integer)
            #expect(state.isRotationDue(for: try stated["folder"].decoded(), at: time) == stated["due"].flag)
        }
        for stated in expect["access"].items {
            let access = state.access(
                of: try stated["organisation"].decoded(), to: try stated["folder"].decoded(),
                at: try #require(stated["time"].integer))
            #expect(shown(access) == stated["result"])
        }
    }

    private func shown(_ dot: Dot) -> JSON { .string("\(dot.replica):\(dot.sequence)") }

    private func shown(_ result: Result<Access, AccessDenied>) -> JSON {
        switch result {
        case .success(let access):
            .object([
                "grants": .array(access.grants.map { .hex($0.id) }), "end": .string("\(access.end)"),
                "purposes": .array(access.purposes.names.map { .string($0) }),
            ])
        case .failure(let denied):
            switch denied.reason {
            case .neverGranted: .object(["denied": "neverGranted"])
            case .withdrawn: .object(["denied": "withdrawn"])
            case .noPurpose: .object(["denied": "noPurpose"])
            case .expired(let end): .object(["denied": "expired", "end": .string("\(end)")])
            }
        }
    }

    @Test("A run that breaks a rule is not taken", arguments: Vector.all("control", having: "founding"))
    func faults(_ vector: Vector) throws {
        let founding = try vector["founding"].items.map { try $0.decoded(as: LogRun.self) }
        var state = try Self.taken(founding, account: try vector["account"].decoded())
        let run: LogRun = try vector["run"].decoded()
        let before = state.applied
        var found = "taken"
        do throws(LogFault) {
            try state.insert(try state.verify(run).entries)
        } catch {
            switch error {
            case .notMember: found = "notMember"
            case .badBody: found = "badBody"
            default: found = "\(error)"
            }
        }
        #expect(found == vector.expect["fault"].text)
        #expect(state.applied == before)
    }
}
