import ArgumentParser
import DermaClient
import DermaContent
import DermaIdentity
import DermaNetwork
import DermaSecrets
import DermaSync
import DermaWire
import Foundation

/// A failure as a person sees it: what happened, to what, and what to do next.
struct CommandFailure: Error {
    /// A stable name for programs.
    let code: String
    let message: String
    let exitCode: ExitCode

    init(_ code: String, _ exitCode: ExitCode, _ message: String) {
        self.code = code
        self.message = message
        self.exitCode = exitCode
    }

    /// Nil for what the argument parser explains itself.
    init?(explaining error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as DeviceError: self.init(error)
        case let error as StoreError: self.init(error)
        case let error as SyncFailure: self.init(error)
        case let error as NetworkError: self.init(error)
        case let error as IntakeError: self.init(error.code.rawValue, .dataError, error.description)
        case let error as ClinicCodeError: self.init("clinicCode", .dataError, error.description)
        case let error as RecoveryWordsError: self.init("recoveryWords", .dataError, error.description)
        default: return nil
        }
    }

    func print(asJSON: Bool) {
        var line = "derma: \(message)"
        if asJSON, let data = try? JSONEncoder().encode(["error": code, "message": message]) {
            line = String(decoding: data, as: UTF8.self)
        }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

extension ExitCode {
    static let refused = ExitCode(1)
    static let dataError = ExitCode(65)
    static let notFound = ExitCode(66)
    static let noRelay = ExitCode(69)
    static let disk = ExitCode(74)
    static let inUse = ExitCode(75)
    static let notOurProtocol = ExitCode(76)
    static let noPermission = ExitCode(77)
    static let notSetUp = ExitCode(78)
}

extension CommandFailure {
    private init(_ error: StoreError) {
        let exitCode: ExitCode =
            switch error.code {
            case .full, .unavailable, .corrupt: .disk
            case .locked: .inUse
            case .newerVersion: .notSetUp
            }
        self.init(error.code.rawValue, exitCode, error.description)
    }

    private init(_ error: NetworkError) {
        let exitCode: ExitCode =
            switch error.code {
            case .notAWebSocketRelay, .protocolViolation: .notOurProtocol
            default: .noRelay
            }
        self.init(error.code.rawValue, exitCode, error.description)
    }

    private init(_ error: DeviceError) {
        switch error {
        case .store(let error): self.init(error)
        case .alreadyInitialised:
            self.init(
                "alreadyInitialised", .notSetUp, "there is a device in this home already: choose another with --home")
        case .notInitialised:
            self.init(
                "notInitialised", .notSetUp,
                "there is no device in this home: run `derma init` for a new account, or `derma device request` to link this device to one"
            )
        case .wrongPasscode:
            self.init("wrongPasscode", .noPermission, "the passcode is wrong: try again; nothing was changed")
        case .noMemory:
            self.init("noMemory", .disk, "there is no memory for the passcode check (64 MiB): close other programs")
        case .damagedLog:
            self.init(
                "damagedLog", .disk,
                "a log in this home is damaged: keep a copy of it, and link a new device to the account")
        case .notFound: self.init("notFound", .notFound, "there is no such item: `derma show` lists what there is")
        case .noKey:
            self.init(
                "noKey", .noPermission, "this device has no key for that folder yet: run `derma sync` and try again")
        case .tooLong: self.init("tooLong", .dataError, "that is longer than a text, name or photo may be: shorten it")
        case .notAllowed:
            self.init("notAllowed", .noPermission, "this device may not do that here, or there is nothing to write")
        case .changedMeanwhile:
            self.init("changedMeanwhile", .dataError, "that has changed meanwhile: look at it again, and then decide")
        case .codeDoesNotMatch:
            self.init(
                "codeDoesNotMatch", .noPermission,
                "the relay's record of the clinic does not belong to the code: do not share; ask the clinic and tell the relay's operator"
            )
        case .endInThePast: self.init("endInThePast", .dataError, "the end lies in the past: choose a later --until")
        case .notShared: self.init("notShared", .notFound, "the folder is not shared with that clinic")
        case .accessEnded:
            self.init("accessEnded", .noPermission, "access to that folder has ended: nothing can be added to it")
        case .badLinkCode:
            self.init(
                "badLinkCode", .dataError,
                "the link code is damaged, older than 15 minutes, or for another device: run `derma device request` again on the new device"
            )
        case .removed: self.init(removed: ())
        case .lastDevice:
            self.init(
                "lastDevice", .noPermission,
                "this is the account's last device: link another one first, or nothing but the recovery words would be left"
            )
        case .weakKey: self.init("weakKey", .noPermission, "the other side's public key is weak: do not go on")
        }
    }

    private init(removed: ()) {
        self.init(
            "removed", .noPermission,
            "this device was removed from its account: it keeps what it has, and sends and receives nothing; to use it again, link it anew with another --home"
        )
    }

    private init(_ error: SyncFailure) {
        switch error {
        case .device(let error): self.init(error)
        case .session(let failure): self.init(failure)
        case .notMember:
            self.init(
                "notMember", .noPermission,
                "the relay does not know this device: on the device that linked it run `derma sync` first, then here again"
            )
        case .removed: self.init(removed: ())
        case .outdated:
            self.init(
                "outdated", .notOurProtocol,
                "the relay shows an older account than the device that linked this one knew: sync that device, and if this goes on, do not trust the relay"
            )
        case .unknownClinic:
            self.init(
                "unknownClinic", .notFound,
                "no clinic at this relay has that code: check it with the clinic, and that the clinic has synced")
        }
    }

    private init(_ failure: SessionFailure) {
        switch failure {
        case .peerIncompatible:
            self.init(
                "peerIncompatible", .notOurProtocol,
                "the relay speaks another version of the protocol: update derma, or ask the relay's operator; nothing was lost"
            )
        case .peerMisbehaved(let code, let offset):
            self.init(
                "peerMisbehaved", .notOurProtocol,
                "the other side sent bytes that are no frame (\(code.rawValue) at byte \(offset)): check that the address is a derma relay's"
            )
        case .unexpectedFrame(let type):
            self.init(
                "unexpectedFrame", .notOurProtocol, "the relay sent a frame out of place (\(type)): try again later")
        case .refused(let code): self.init(refusal: code)
        case .closedEarly:
            self.init(
                "closedEarly", .noRelay,
                "the connection ended before the sync was done: run it again, it goes on where it stopped")
        }
    }

    private init(refusal code: RefusalCode) {
        switch code {
        case .wrongHost:
            self.init(
                "wrongHost", .refused,
                "the relay does not answer to that host name: use the name its operator gave, or start it with --host")
        case .loginFailed: self.init("loginFailed", .noPermission, "the relay refused this device's login")
        case .storageFull:
            self.init(
                "storageFull", .refused, "the relay has no room left: what was not sent stays here; try again later")
        case .malformed, .unexpectedFrame:
            self.init("refused", .notOurProtocol, "the relay did not understand this device (\(code)): update derma")
        default: self.init("refused", .refused, "the relay refused (\(code)); nothing was lost")
        }
    }
}
