#if DEBUG
    // Only intake makes a cleaned photo; tests of the layers above need no camera's file.
    @testable public import DermaContent

    extension CleanedPhoto {
        /// A photo of random bytes, already clean.
        public static func sample(
            _ random: inout SeededRandom, headerBytes: Int = 600, imageBytes: Int = 5000, claim: CaptureClaim? = nil
        ) -> CleanedPhoto {
            CleanedPhoto(
                header: random.bytes(headerBytes), imageData: random.bytes(imageBytes), orientation: .up, width: 40,
                height: 30, captureClaim: claim, removed: RemovedMetadata(), surplusBytes: 0)
        }
    }
#endif
