public import DermaFuzzing
import DermaFuzzingContent

extension FuzzTarget {
    /// Every target that needs no database.
    public static let all = [
        values, frames, content, text, envelopes, folder, jpeg, metadata, texts, linking, control, log, clientSession,
        serverSession, relay, sync,
    ]

    /// The decoders that a target's first byte chooses from; empty for other targets.
    public var decoders: [ValueDecoder] {
        switch name {
        case Self.values.name: ValueDecoder.all
        case Self.content.name: Self.contentDecoders
        case Self.linking.name: Self.linkingDecoders
        default: []
        }
    }
}
