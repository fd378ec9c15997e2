import DermaCausality
import DermaIdentity
import DermaSync
import DermaWire

/// The photos that one connection is sending. Bounded.
public struct PhotoUploads: Sendable {
    static let openMax = 4
    /// How many bytes may be written before they are made durable and acknowledged.
    static let commitBytes = 256 << 10

    struct Upload {
        var receiver: PhotoReceiver
        var committed: Int
    }

    var open: [PhotoName: Upload] = [:]
    /// The photo that was refused last.
    var refused: PhotoName?

    /// None.
    public init() {}
}

extension Relay {
    /// Says where to go on with a photo.
    mutating func take(
        _ offer: PhotoOffer, from peer: ServerSession.Peer, _ uploads: inout PhotoUploads, at now: Int64
    ) throws(RelayRefusal) -> [Frame] {
        let (owner, _) = try view(of: offer.name.folder, for: peer, at: now)
        guard owner == peer.account, offer.name.folder != FolderID.control(of: owner) else {
            throw RelayRefusal(.notMember, folder: offer.name.folder)
        }
        try requireUnerased(offer.name)
        let begun = try stored { () throws(StoreError) in
            try store.photos.begin(offer.name, chunks: offer.chunks)
            return try store.photos.holding(of: offer.name)
        }
        uploads.refused = nil
        guard let holding = begun, holding.chunks == offer.chunks else {
            throw RelayRefusal(.badChunk, folder: offer.name.folder)
        }
        if holding.isComplete {
            uploads.open[offer.name] = nil
        } else {
            guard uploads.open.count < PhotoUploads.openMax || uploads.open[offer.name] != nil else {
                throw RelayRefusal(.unexpectedFrame, folder: offer.name.folder)
            }
            let receiver = try stored { () throws(StoreError) in
                try PhotoReceiver(offer.name, holding, in: store.photos)
            }
            uploads.open[offer.name] = PhotoUploads.Upload(receiver: receiver, committed: holding.offset)
        }
        return [.photoStored(PhotoStored(name: offer.name, offset: UInt64(holding.offset)))]
    }

    /// Takes the next bytes of a photo that was offered on this connection.
    mutating func take(
        _ piece: PhotoPiece, from peer: ServerSession.Peer, _ uploads: inout PhotoUploads
    ) throws(RelayRefusal) -> [Frame] {
        try requireMember(peer)
        // The rest of an upload that was refused is still on its way: it was answered once.
        if uploads.refused == piece.name { return [] }
        do throws(RelayRefusal) { try requireUnerased(piece.name) } catch {
            uploads.open[piece.name] = nil
            uploads.refused = piece.name
            throw error
        }
        guard var upload = uploads.open.removeValue(forKey: piece.name) else {
            throw RelayRefusal(.unknownPhoto, folder: piece.name.folder)
        }
        do throws(PhotoReceiver.Fault) {
            try upload.receiver.take(piece, into: &store.photos)
        } catch {
            uploads.refused = piece.name
            throw try refusal(of: error, upload)
        }
        let written = upload.receiver.offset
        let isComplete = upload.receiver.isComplete
        guard isComplete || written - upload.committed >= PhotoUploads.commitBytes else {
            uploads.open[piece.name] = upload
            return []
        }
        try stored { () throws(StoreError) in try store.photos.commit(piece.name, offset: written) }
        upload.committed = written
        if !isComplete { uploads.open[piece.name] = upload }
        return [.photoStored(PhotoStored(name: piece.name, offset: UInt64(written)))]
    }

    /// A bad chunk whose first bytes were already acknowledged can never be completed: the photo begins anew.
    private mutating func refusal(
        of fault: PhotoReceiver.Fault, _ upload: PhotoUploads.Upload
    ) throws(RelayRefusal) -> RelayRefusal {
        let name = upload.receiver.name
        switch fault {
        case .store(let error): return RelayRefusal(error)
        case .wrongOffset(let expected): return RelayRefusal(.gap, folder: name.folder, detail: Int64(expected))
        case .tooLong: return RelayRefusal(.badChunk, folder: name.folder)
        case .badChunk(let goodOffset):
            if goodOffset < upload.committed { try stored { () throws(StoreError) in try store.photos.remove(name) } }
            return RelayRefusal(.badChunk, folder: name.folder)
        }
    }

    /// Makes durable what a connection that ended had sent of its photos, so that the next one goes on at that byte.
    mutating func commit(_ uploads: inout PhotoUploads) {
        for (name, upload) in uploads.open where upload.receiver.offset > upload.committed {
            try? store.photos.commit(name, offset: upload.receiver.offset)
        }
        uploads = PhotoUploads()
    }

    /// Sends bytes of a photo that is wholly here.
    mutating func answer(
        _ request: PhotoRequest, from peer: ServerSession.Peer, at now: Int64
    ) throws(RelayRefusal) -> [Frame] {
        _ = try view(of: request.name.folder, for: peer, at: now)
        let held = try stored { () throws(StoreError) in try store.photos.holding(of: request.name) }
        guard let holding = held, holding.isComplete, request.offset < UInt64(holding.length) else {
            throw RelayRefusal(.unknownPhoto, folder: request.name.folder)
        }
        let end = min(Int(request.offset) + Int(request.count), holding.length)
        var frames: [Frame] = []
        for offset in stride(from: Int(request.offset), to: end, by: Limits.photoPieceBytesMax) {
            let bytes = try stored { () throws(StoreError) in
                try store.photos.read(request.name, at: offset, count: min(Limits.photoPieceBytesMax, end - offset))
            }
            frames.append(.photoPiece(PhotoPiece(name: request.name, offset: UInt64(offset), bytes: bytes)))
        }
        return frames
    }
}
