/// Upper bounds of everything a peer can make large. Checked before anything is allocated.
///
/// They are part of the protocol: `Spec/` section "Limits" lists them, and a test compares the two.
public enum Limits {
    /// A frame's payload, in bytes.
    public static let frameBytesMax = 1 << 20
    /// The payload of a frame before login, in bytes.
    public static let frameBeforeLoginBytesMax = 4096
    /// The body of one entry, sealed or plain, in bytes.
    public static let bodyBytesMax = 256 << 10
    /// Entries in one run.
    public static let runEntriesMax = 1024
    /// Bodies in one run, in bytes, summed.
    public static let runBodyBytesMax = 768 << 10
    /// Replicas in a version vector or a causal context.
    public static let replicasMax = 4096
    /// Replicas of one author in one folder.
    public static let replicasPerAuthorMax = 32
    /// Ops in one entry.
    public static let opsMax = 1024
    /// Any one text a person writes, in bytes of UTF-8.
    public static let textBytesMax = 64 << 10
    /// A name (folder, device, clinic, registry number), in bytes of UTF-8.
    public static let nameBytesMax = 256
    /// A photo's encoded manifest, in bytes.
    public static let manifestBytesMax = 32 << 10
    /// Chunks of one photo.
    public static let chunksMax = 512
    /// A sealed chunk, in bytes: 256 KiB and the envelope around it.
    public static let chunkBytesMax = (256 << 10) + 128
    /// Bytes of a photo in one frame.
    public static let photoPieceBytesMax = 64 << 10
    /// Bytes of one photo that may be on their way without an acknowledgement.
    public static let photoWindowBytesMax = 1 << 20
    /// Entries that one erasure of a photo names, and a relay keeps for one photo.
    public static let erasureEntriesMax = 64
    /// Erased photos that a relay keeps for one folder.
    public static let erasedPhotosMax = 65536
    /// Devices of an account or organisation.
    public static let devicesMax = 1024
    /// Epochs of a folder that one grant may hand over.
    public static let epochsMax = 4096
    /// Grants that one epoch may be sealed to.
    public static let grantsMax = 1024
    /// A sealed key or a sealed label, in bytes.
    public static let sealedKeyBytesMax = 512
    /// The sealed welcome of a linked device, in bytes.
    public static let welcomeBytesMax = 128 << 10
    /// Folders shared with one organisation that one frame lists.
    public static let sharedFoldersMax = 4096
    /// Versions or suites in a hello.
    public static let offersMax = 32
    /// A host name in a login, in bytes.
    public static let hostBytesMax = 255
}
