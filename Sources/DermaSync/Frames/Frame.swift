public import DermaCausality
public import DermaIdentity
public import DermaWire

/// A frame whose payload was understood. The registry of types is in `Spec/`.
public enum Frame: Hashable, Sendable {
    case hello(Hello)
    case welcome(Welcome)
    case login(Login)
    /// The relay's clock: milliseconds UTC.
    case accepted(Int64)
    case refused(Refusal)
    case bye
    case have(Have)
    case entries(LogRun)
    case entriesStored(EntriesStored)
    /// Ascending.
    case shared([SharedFolder])
    case photoOffer(PhotoOffer)
    case photoStored(PhotoStored)
    case photoPiece(PhotoPiece)
    case photoRequest(PhotoRequest)
    case erase(PhotoErasure)
    case erased(PhotoName)
    case findClinic(ClinicCode)
    case clinicFound(ClinicFound)
    case halfWanted(GrantID)
    case halfDeposit(HalfFrame)
    case halfStored(GrantID)
    case halfRequest(HalfRequestFrame)
    case halfReleased(HalfFrame)
    /// A type that this version does not know and may pass over.
    case ignorable(RawFrame)
}

/// The registry of frame types.
package enum FrameCode: UInt8, CaseIterable {
    case hello = 0x01
    case welcome = 0x02
    case login = 0x03
    case accepted = 0x04
    case refused = 0x05
    case bye = 0x06
    case have = 0x10
    case entries = 0x11
    case entriesStored = 0x12
    case shared = 0x13
    case photoOffer = 0x20
    case photoStored = 0x21
    case photoPiece = 0x22
    case photoRequest = 0x23
    case erase = 0x24
    case erased = 0x25
    case findClinic = 0x30
    case clinicFound = 0x31
    case halfWanted = 0x32
    case halfDeposit = 0x33
    case halfStored = 0x34
    case halfRequest = 0x35
    case halfReleased = 0x36
}
