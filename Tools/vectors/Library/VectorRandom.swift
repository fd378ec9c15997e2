import DermaIdentity
import DermaSecrets
import DermaWire

/// The vectors' randomness: hashes of a label, so that every case can be made again in any language.
///
/// The *n*-th block of 32 bytes is BLAKE2b-256 in the context `derma/1/wording` over the text `label#n`; each call takes as
/// many new blocks as it needs and cuts the last. It is no secret and must not be used for one. The tests' own
/// `SeededRandom` is not used because the tool must not depend on test code, and because libsodium's generator is
/// not described in `Spec/`.
struct VectorRandom: RandomSource {
    private let label: String
    private var count = 0

    init(_ label: String) { self.label = label }

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += Bytes32.hash(.wording, Array("\(label)#\(self.count)".utf8)).bytes
            self.count += 1
        }
        return Array(bytes.prefix(count))
    }
}
