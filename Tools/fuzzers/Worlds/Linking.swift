import DermaClient
public import DermaFuzzing

extension FuzzTarget {
    /// The decoders of what devices show one another; the first byte chooses one.
    public static let linking = FuzzTarget("linking", decoders: linkingDecoders)

    /// The decoders of `linking`, in the order of the bytes that choose them.
    public static let linkingDecoders = [
        ValueDecoder(LinkRequest.self), ValueDecoder(LinkAnswer.self), ValueDecoder(LinkWelcome.self),
    ]
}
