#if DEBUG
    public import DermaCausality
    @testable public import DermaClient
    public import DermaIdentity

    /// A patient's phone and tablet, a clinic, and a folder: what most tests start from.
    ///
    /// Made once per process, because founding and linking cost Argon2id. Every test takes a copy with a clock of its own.
    public struct Scene: Sendable {
        public var world: World
        public var phone: TestDevice
        public var tablet: TestDevice
        public var clinic: TestDevice
        /// The patient's folder, "Left forearm".
        public let folder: FolderID
        /// The clinic as the phone has proven it.
        public let record: Clinic
        /// When the grant of `shared` ends: milliseconds UTC.
        public let end: Int64

        /// Everyone has synced; the folder is not shared.
        public static func unshared() throws -> Scene { try madeUnshared.get().copy() }

        /// The folder is shared for care and teaching until `end`, and everyone has synced.
        public static func shared() throws -> Scene { try madeShared.get().copy() }

        private static let madeUnshared = Result { try Scene() }
        private static let madeShared = Result {
            var scene = try unshared()
            _ = try scene.share(for: [.care, .teaching])
            try scene.syncAll()
            return scene
        }

        /// The wording that the person is shown.
        public static let wording = Wording(text: "I agree", language: "en", version: 1)
        /// How long grants last that a test does not say otherwise of, in milliseconds.
        public static let term: Int64 = 1_000_000

        private init() throws {
            world = World()
            end = world.clock.time + Self.term
            phone = try world.patient()
            folder = try phone.createFolder(named: "Left forearm")
            try world.sync(&phone)
            tablet = try world.linked(to: &phone)
            clinic = try world.clinic()
            for _ in 0..<2 {
                try world.sync(&phone)
                try world.sync(&tablet)
            }
            try world.sync(&clinic)
            record = try Self.prove(clinic, to: &phone, in: &world)
        }

        /// What a phone does with a clinic's code that a person types.
        public static func prove(
            _ clinic: TestDevice, to phone: inout TestDevice, in world: inout World
        ) throws -> Clinic {
            guard let code = clinic.control.genesis.flatMap({ ClinicCode(of: $0) }),
                let organisation = try world.sync(&phone, scope: .clinic(code)).organisation
            else { throw SyncFailure.unknownClinic }
            return try phone.clinic(organisation, provenBy: code)
        }

        /// The phone shares the folder with the clinic; nobody syncs.
        public mutating func share(for purposes: Purposes, lasting term: Int64 = term) throws -> GrantID {
            try phone.share(
                folder, with: record, for: purposes, until: world.clock.time + term, wording: Self.wording)
        }

        /// Everyone syncs until everything has reached everyone.
        public mutating func syncAll() throws {
            for _ in 0..<2 {
                try world.sync(&phone)
                try world.sync(&tablet)
                try world.sync(&clinic)
            }
        }

        /// One of the three devices.
        public enum Member: CaseIterable, Sendable { case phone, tablet, clinic }

        /// A device by its name.
        public subscript(member: Member) -> TestDevice {
            get {
                switch member {
                case .phone: phone
                case .tablet: tablet
                case .clinic: clinic
                }
            }
            set {
                switch member {
                case .phone: phone = newValue
                case .tablet: tablet = newValue
                case .clinic: clinic = newValue
                }
            }
        }

        private func copy() -> Scene {
            var copy = self
            copy.world.clock = ManualClock(world.clock.time)
            copy.phone.environment.clock = copy.world.clock
            copy.tablet.environment.clock = copy.world.clock
            copy.clinic.environment.clock = copy.world.clock
            return copy
        }
    }
#endif
