import DermaCRDT
import DermaContent
public import DermaFuzzing
import DermaSecrets

extension FuzzTarget {
    /// The decoders of what only devices read: ops, bodies, manifests, vaults; the first byte chooses one.
    public static let content = FuzzTarget("content", decoders: contentDecoders)

    /// The decoders of `content`, in the order of the bytes that choose them.
    public static let contentDecoders = [
        ValueDecoder(CivilDay.self), ValueDecoder(Trigger.self), ValueDecoder(Score.self), ValueDecoder(Subject.self),
        ValueDecoder(Field.self), ValueDecoder(Op.self), ValueDecoder(ContentBody.self), ValueDecoder(Vault.self),
        ValueDecoder(CaptureClaim.self), ValueDecoder(PartLengths.self), ValueDecoder(PhotoManifest.self),
        ValueDecoder(SkinSite.self), ValueDecoder(Suspicion.self), ValueDecoder(EnvironmentalReading.self),
        ValueDecoder(TextEdit.self), ValueDecoder(TextPlace.self), ValueDecoder(FieldPlace.self),
        ValueDecoder(ConflictPlace.self), ValueDecoder(PhotoRegion.self), ValueDecoder(SideID.self),
    ]
}
