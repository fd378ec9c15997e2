#if DEBUG
    // Only intake makes a cleaned photo; tests of the layers above need no camera's file.
    @testable public import DermaContent

    extension CleanedPhoto {
        /// A photo of these bytes, already clean.
        public init(header: [UInt8], imageData: [UInt8], claim: CaptureClaim? = nil) {
            self.init(
                header: header, imageData: imageData, orientation: .up, width: 40, height: 30, captureClaim: claim,
                removed: RemovedMetadata(), surplusBytes: 0)
        }

        /// A photo of random bytes, already clean.
        public static func sample(
            _ random: inout SeededRandom, headerBytes: Int = 600, imageBytes: Int = 5000
        ) -> CleanedPhoto {
            CleanedPhoto(header: random.bytes(headerBytes), imageData: random.bytes(imageBytes))
        }
    }
#endif
