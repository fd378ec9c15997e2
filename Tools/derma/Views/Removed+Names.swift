import DermaContent

extension RemovedMetadata {
    /// What was left out, in words.
    var names: [String] {
        let known: [(RemovedMetadata.Kinds, String)] = [
            (.gps, "the place (GPS)"), (.exif, "camera data (EXIF)"), (.makerNote, "maker's notes"),
            (.thumbnail, "a thumbnail"), (.xmp, "XMP"), (.iptc, "IPTC"), (.comment, "a comment"),
            (.multiPicture, "further pictures"), (.brokenColorProfile, "a broken colour profile"),
            (.other, "other data"),
        ]
        return known.filter { kinds.contains($0.0) }.map(\.1) + (trailingBytes > 0 ? ["what followed the image"] : [])
    }
}
