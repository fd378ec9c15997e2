import DermaCRDT
import DermaCausality
import DermaClient
import DermaIdentity
import DermaSecrets
import DermaSync
import DermaWire

extension World {
    /// Sends more than the limits allow.
    mutating func exceed(_ which: Int, in folder: FolderID, by device: Int) {
        guard var hand = hand(of: device), let messages = excess(which, in: folder, by: device, &hand) else { return }
        sayByHand(messages, as: device, for: .exceed)
    }

    private mutating func excess(
        _ which: Int, in folder: FolderID, by device: Int, _ hand: inout Hand
    ) -> [[UInt8]]? {
        let origin = hand.newOrigin()
        let small = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present([0]))
        switch which % 8 {
        case 0:
            let ops = (0...Limits.opsMax).map { _ in Op.set(.folderName("")) }
            guard let entry = hand.seal(ops, of: origin, in: folder) else { return nil }
            let run = hand.run([entry], of: origin, in: folder)
            noteWork(run, of: device)
            return [Frame.entries(run).bytes]
        case 1:
            let body = [UInt8](repeating: 0, count: Limits.bodyBytesMax + 1)
            let entry = RunEntry(kind: .content, epoch: EpochID(.zero), body: .present(body))
            return [Frame.entries(hand.run([entry], of: origin, in: folder)).bytes]
        case 2:
            let entries = [RunEntry](repeating: small, count: Limits.runEntriesMax + 1)
            return [Frame.entries(hand.run(entries, of: origin, in: folder)).bytes]
        case 3:
            let dots = (0...Limits.replicasMax).map { _ in Dot(hand.random.identifier(), 1) }
            return [Frame.have(Have(folder: folder, vector: VersionVector(dots))).bytes]
        case 4: return [Self.header(.entries, payloadBytes: 1 << 40)]
        case 5:
            let last = LogTail(sequence: UInt64(Int64.max) - UInt64(Limits.runEntriesMax) - 1, hash: .zero)
            let run = LogRun.signed([small], in: folder, of: origin, after: last, by: hand.secrets)
            return [Frame.entries(run).bytes]
        case 6:
            let chunks = (0...Limits.chunksMax).map { _ in ChunkReference(id: hand.random.identifier(), length: 1) }
            let name = PhotoName(folder: folder, photo: hand.random.identifier())
            return [Frame.photoOffer(PhotoOffer(name: name, chunks: chunks)).bytes]
        default:
            var writer = ByteWriter()
            writer.value(folder)
            writer.varint(.max)
            return [RawFrame(type: FrameType(FrameCode.have.rawValue), payload: writer.bytes).bytes]
        }
    }

    /// The beginning of a frame whose payload never comes.
    private static func header(_ code: FrameCode, payloadBytes: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(code.rawValue)
        writer.varint(payloadBytes)
        return writer.bytes
    }
}
