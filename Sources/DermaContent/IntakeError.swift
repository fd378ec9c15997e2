/// Why a photo was not taken in, and at which byte of the file.
///
/// Neither the error nor its description holds anything of the photo's content.
public struct IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The cause. The raw values are stable: they may be stored, and translated.
    public enum Code: String, Sendable, CaseIterable {
        // Not a JPEG file.
        /// The file has no bytes.
        case empty
        /// None of the formats that are known here.
        case notJPEG
        /// HEIC, HEIF or AVIF.
        case heic
        /// PNG.
        case png
        /// WebP.
        case webp
        /// GIF.
        case gif
        /// TIFF, or a camera's raw format.
        case tiff
        /// PDF.
        case pdf
        /// An MP4 or QuickTime video.
        case video

        // More than the limits allow.
        /// More than `PhotoLimits.bytesMax`.
        case tooManyBytes
        /// More than `PhotoLimits.pixelsMax`.
        case tooManyPixels
        /// More than `PhotoLimits.segmentsMax`.
        case tooManySegments
        /// More than `PhotoLimits.scansMax`.
        case tooManyScans
        /// More than `PhotoLimits.iccBytesMax`.
        case colorProfileTooLong
        /// More than `PhotoLimits.progressiveBytesMax`.
        case tooManyBlocks

        // JPEG of a kind that is not taken in.
        /// Arithmetic, lossless or hierarchical coding.
        case unsupportedCoding
        /// Samples of other than 8 bits.
        case unsupportedPrecision
        /// The number of lines is only given after the first scan (DNL).
        case unsupportedHeight
        /// More than four components.
        case unsupportedComponents

        // Damaged structure.
        /// The file ends before the end of the image.
        case truncated
        /// No marker where one must be, or one that must not be here.
        case badMarker
        /// A segment's length is wrong for what it holds.
        case badSegmentLength
        /// A frame header with impossible values.
        case badFrame
        /// A second frame header.
        case secondFrame
        /// A scan, or the end of the image, before any frame header.
        case missingFrame
        /// A quantisation table that cannot be.
        case badQuantizationTable
        /// A Huffman table that cannot be.
        case badHuffmanTable
        /// A scan uses a table that the file has not defined.
        case missingTable
        /// A scan header with impossible values, or a scan that cannot come here.
        case badScan
        /// The end of the image before every component had its scan.
        case missingScan

        // Damaged image data.
        /// A restart marker is missing or out of order.
        case badRestart
        /// Image data that no encoder can have written.
        case badImageData
        /// Image data ends before the last pixel.
        case missingImageData
        /// Image data goes on after the last pixel.
        case surplusImageData
    }

    /// The cause.
    public let code: Code
    /// The byte of the file, from 0, at which it was found.
    public let offset: Int

    /// An error with its cause and place.
    public init(code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// Builds an error out of line, so that the checks stay small where they stand.
    @inline(never)
    static func at(_ offset: Int, _ code: Code) -> IntakeError {
        IntakeError(code: code, offset: offset)
    }

    /// What is wrong and what to do, as sentences.
    public var description: String {
        switch code {
        case .empty:
            "The file is empty. Copy the photo again from where it was taken."
        case .notJPEG:
            "The file is not a photo in a format known here. Choose a JPEG photo."
        case .heic:
            "The file is a HEIC or AVIF picture, not a JPEG. Import it as HEIC, or export it as JPEG."
        case .png:
            "The file is a PNG picture, not a JPEG. Export it as JPEG, or take the photo with the camera."
        case .webp:
            "The file is a WebP picture, not a JPEG. Export it as JPEG."
        case .gif:
            "The file is a GIF picture, not a JPEG. Export it as JPEG."
        case .tiff:
            "The file is a TIFF picture or a camera's raw file, not a JPEG. Export it as JPEG."
        case .pdf:
            "The file is a PDF document, not a photo. Export the picture in it as JPEG."
        case .video:
            "The file is a video, not a photo. Choose a JPEG photo."
        case .tooManyBytes, .tooManyPixels, .tooManySegments, .tooManyScans, .colorProfileTooLong, .tooManyBlocks:
            "The photo is too large to take in (\(limit), at byte \(offset)). Export it again in a smaller size."
        case .unsupportedCoding, .unsupportedPrecision, .unsupportedHeight, .unsupportedComponents:
            "The photo is a rare kind of JPEG (\(kind), at byte \(offset)). Export it again as an ordinary JPEG."
        case .truncated:
            "The photo was cut off: the file ends at byte \(offset), before the image does. Copy it again in full."
        default:
            "The photo is damaged: \(fault) at byte \(offset). Copy it again from where it was taken."
        }
    }

    private var limit: String {
        switch code {
        case .tooManyBytes: "the file is too long"
        case .tooManyPixels: "too many pixels"
        case .tooManySegments: "too many segments"
        case .tooManyScans: "too many scans"
        case .colorProfileTooLong: "the colour profile is too long"
        default: "the progressive image is too large to check"
        }
    }

    private var kind: String {
        switch code {
        case .unsupportedCoding: "arithmetic, lossless or hierarchical coding"
        case .unsupportedPrecision: "samples of other than 8 bits"
        case .unsupportedHeight: "a height given only after the image data"
        default: "more than four colour components"
        }
    }

    private var fault: String {
        switch code {
        case .badMarker: "there is no valid marker"
        case .badSegmentLength: "a segment's length is wrong"
        case .badFrame: "the frame header is wrong"
        case .secondFrame: "there is a second frame header"
        case .missingFrame: "the frame header is missing"
        case .badQuantizationTable: "a quantisation table is wrong"
        case .badHuffmanTable: "a Huffman table is wrong"
        case .missingTable: "a table is missing"
        case .badScan: "a scan header is wrong"
        case .missingScan: "a part of the image is missing"
        case .badRestart: "a restart marker is missing or out of order"
        case .badImageData: "the image data is wrong"
        case .missingImageData: "image data is missing"
        default: "there is too much image data"
        }
    }
}
