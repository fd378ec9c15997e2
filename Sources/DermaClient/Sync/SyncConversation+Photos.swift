import DermaCausality
import DermaContent
import DermaSync
import DermaWire

/// A photo on its way to the relay.
struct PhotoUpload: Sendable {
    let name: PhotoName
    let chunks: [ChunkReference]
    /// The next byte to send; nil until the relay has said where to go on.
    var next: Int?
    /// What the relay holds durably.
    var acknowledged = 0

    var length: Int { chunks.reduce(0) { $0 + $1.length } }
}

/// A photo on its way from the relay.
struct PhotoDownload: Sendable {
    let name: PhotoName
    let chunks: [ChunkReference]
    /// Nil until it is this photo's turn.
    var receiver: PhotoReceiver?
    /// Where the bytes that were asked for end.
    var asked = 0

    var length: Int { chunks.reduce(0) { $0 + $1.length } }
}

extension SyncConversation {
    mutating func planPhotos(in folder: FolderID, isOwn: Bool, _ device: inout SyncDevice) throws(SyncFailure) {
        if isOwn {
            if let count = photosAtRelay[folder] {
                try onDevice { () throws(DeviceError) in try device.note(photosHeld: count, of: folder) }
            }
            uploads += try onDevice { () throws(DeviceError) in
                try device.photosToForward(in: folder)
            }.map { PhotoUpload(name: $0.name, chunks: $0.holding.chunks) }
        }
        downloads += try onDevice { () throws(DeviceError) in try device.photosWanted(in: folder) }.map {
            PhotoDownload(name: $0.name, chunks: $0.manifest.references)
        }
    }

    /// One photo goes up and one comes down at a time; within it, pieces are pipelined.
    mutating func startPhotos(_ device: inout SyncDevice) throws(SyncFailure) {
        if let upload = uploads.first, upload.next == nil {
            send(.photoOffer(PhotoOffer(name: upload.name, chunks: upload.chunks)))
        }
        guard let download = downloads.first, download.receiver == nil else { return }
        let receiver = try onStore { () throws(StoreError) in
            let held = try device.store.photos.holding(of: download.name)
            if let held, held.chunks != download.chunks { try device.store.photos.remove(download.name) }
            try device.store.photos.begin(download.name, chunks: download.chunks)
            let holding = try device.store.photos.holding(of: download.name)
            return try PhotoReceiver(
                download.name, holding ?? PhotoHolding(chunks: download.chunks, offset: 0), in: device.store.photos)
        }
        photoBytes.moved += receiver.offset
        downloads[0].receiver = receiver
        downloads[0].asked = receiver.offset
        askForWindow()
    }

    private mutating func askForWindow() {
        guard let download = downloads.first else { return }
        let count = min(Limits.photoWindowBytesMax, download.length - download.asked)
        downloads[0].asked += count
        send(.photoRequest(PhotoRequest(name: download.name, offset: UInt64(download.asked), count: UInt64(count))))
    }

    /// The relay says how much of a photo it holds: send on, or be done with it.
    mutating func take(_ stored: PhotoStored, _ device: inout SyncDevice) throws(SyncFailure) {
        guard var upload = uploads.first, upload.name == stored.name, stored.offset <= UInt64(upload.length) else {
            return
        }
        photoBytes.moved += Int(stored.offset) - upload.acknowledged
        upload.acknowledged = Int(stored.offset)
        if upload.acknowledged == upload.length {
            try onDevice { () throws(DeviceError) in try device.noteForwarded(upload.name) }
            report.photosSent += 1
            uploads.removeFirst()
            return try startPhotos(&device)
        }
        var next = upload.next ?? upload.acknowledged
        let end = min(upload.length, upload.acknowledged + Limits.photoWindowBytesMax)
        while next < end {
            let bytes = try onStore { () throws(StoreError) in
                try device.store.photos.read(
                    upload.name, at: next, count: min(Limits.photoPieceBytesMax, end - next))
            }
            guard !bytes.isEmpty else { throw .device(.store(StoreError(.corrupt, "photo \(upload.name.photo)"))) }
            send(.photoPiece(PhotoPiece(name: upload.name, offset: UInt64(next), bytes: bytes)))
            next += bytes.count
        }
        upload.next = next
        uploads[0] = upload
    }

    mutating func take(_ piece: PhotoPiece, _ device: inout SyncDevice) throws(SyncFailure) {
        guard let download = downloads.first, download.name == piece.name, var receiver = download.receiver else {
            return
        }
        do throws(PhotoReceiver.Fault) {
            try receiver.take(piece, into: &device.store.photos)
        } catch {
            return try giveUp(on: download, error, &device)
        }
        photoBytes.moved += piece.bytes.count
        downloads[0].receiver = receiver
        guard receiver.offset == download.asked else { return }
        try onStore { () throws(StoreError) in
            try device.store.photos.commit(download.name, offset: receiver.offset)
        }
        guard receiver.isComplete else { return askForWindow() }
        try onDevice { () throws(DeviceError) in try device.noteForwarded(download.name) }
        report.photosReceived += 1
        downloads.removeFirst()
        try startPhotos(&device)
    }

    /// Bytes that are not the photo's are forgotten; the next sync begins it anew.
    private mutating func giveUp(
        on download: PhotoDownload, _ fault: PhotoReceiver.Fault, _ device: inout SyncDevice
    ) throws(SyncFailure) {
        if case .store(let error) = fault { throw .device(.store(error)) }
        try onStore { () throws(StoreError) in try device.store.photos.remove(download.name) }
        report.alarms.append(SyncAlarm(kind: .badPhoto, folder: download.name.folder))
        downloads.removeFirst()
        try startPhotos(&device)
    }
}
