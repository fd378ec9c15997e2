import DermaCausality
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

/// No nonce serves two envelopes: whatever the keys are, two ciphertexts never share one.
public struct NoncesUnique: Checker {
    public static let name = "nonces unique"
    private var envelopes: [Bytes24: [UInt8]] = [:]
    private var entries: Set<Bytes32> = []

    public init() {}

    /// A nonce, as a key of a dictionary.
    private struct Bytes24: Hashable {
        let words: (UInt64, UInt64, UInt64)

        init?(of envelope: [UInt8]) {
            guard envelope.count >= Envelope.overheadBytes else { return nil }
            func word(_ at: Int) -> UInt64 { envelope[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) } }
            words = (word(3), word(11), word(19))
        }

        static func == (a: Bytes24, b: Bytes24) -> Bool { a.words == b.words }
        func hash(into hasher: inout Hasher) {
            hasher.combine(words.0)
            hasher.combine(words.1)
        }
    }

    public mutating func observe(_ moment: Moment, in world: World) -> String? {
        guard case .appended(let append) = moment.what else { return nil }
        for entry in append.entries where entry.entry.kind.isKnown && entries.insert(entry.hash).inserted {
            guard let body = entry.entry.body.bytes else { continue }
            let sealed = append.isOfControlLog ? Self.envelopes(inControl: body) : [body]
            if sealed.contains(where: { !isNew($0) }) { return "an entry of folder \(append.folder) repeats a nonce" }
        }
        return nil
    }

    public mutating func conclude(_ world: World) -> String? {
        for lane in [Lane.relay] + world.actors.indices.map(Lane.device) {
            guard let photos = world.photosOnDisk(of: lane) else { continue }
            for folder in Set(world.ledger.statements.map(\.folder)).sorted() {
                for photo in (try? photos.photos(in: folder)) ?? [] {
                    let name = PhotoName(folder: folder, photo: photo)
                    guard Self.chunks(of: name, in: photos).contains(where: { !isNew($0) }) else { continue }
                    return "a chunk of photo \(photo) repeats a nonce"
                }
            }
        }
        return nil
    }

    private mutating func isNew(_ envelope: [UInt8]) -> Bool {
        guard let nonce = Bytes24(of: envelope) else { return true }
        guard let known = envelopes[nonce] else {
            envelopes[nonce] = envelope
            return true
        }
        return known == envelope
    }

    /// The chunks of which every byte is durable.
    private static func chunks(of name: PhotoName, in photos: MemoryPhotos) -> [[UInt8]] {
        guard let holding = try? photos.holding(of: name) else { return [] }
        var offset = 0
        var chunks: [[UInt8]] = []
        for chunk in holding.chunks where offset + chunk.length <= holding.offset {
            chunks.append((try? photos.read(name, at: offset, count: chunk.length)) ?? [])
            offset += chunk.length
        }
        return chunks
    }

    /// The envelopes in a record. What is sealed to a public key begins with a key that is used once, of 32 bytes.
    private static func envelopes(inControl body: [UInt8]) -> [[UInt8]] {
        func sealed(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst(32)) }
        guard let record = try? ControlBody(decoding: body).record else { return [] }
        switch record {
        case .genesis, .withdrawal, .revocation, .acceptance: return []
        case .device(let device): return [sealed(device.label), sealed(device.welcome)]
        case .generation(let generation): return generation.recipients.map { sealed($0.sealed) }
        case .epoch(let epoch): return [sealed(epoch.sealedToAccount)] + epoch.grants.map(\.sealed)
        case .grant(let grant):
            return [sealed(grant.sealedHalf), sealed(grant.sealedToAccount)] + grant.epochs.map(\.sealed)
        }
    }
}
