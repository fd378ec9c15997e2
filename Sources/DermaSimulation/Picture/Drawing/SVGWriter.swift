/// Writes the elements of an SVG. Text is escaped, and numbers have at most one digit after the point.
struct SVGWriter {
    /// Characters that a tooltip has at most.
    static let titleMax = 400

    private(set) var markup = ""

    mutating func raw(_ text: String) { markup += text + "\n" }

    mutating func group(_ name: String, _ draw: (inout SVGWriter) -> Void) {
        raw("<g class=\"\(name)\">")
        draw(&self)
        raw("</g>")
    }

    mutating func rect(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ name: String, title: String? = nil
    ) {
        element(
            "rect",
            "class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
                + " width=\"\(Self.number(width))\" height=\"\(Self.number(height))\"", title)
    }

    mutating func path(_ path: String, _ name: String, title: String? = nil) {
        element("path", "class=\"\(name)\" d=\"\(path)\"", title)
    }

    /// A symbol of the palette at a place.
    mutating func symbol(_ id: String, _ x: Double, _ y: Double, title: String? = nil) {
        element("use", "href=\"#\(id)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\"", title)
    }

    mutating func text(_ x: Double, _ y: Double, _ text: String, _ name: String, title: String? = nil) {
        let tooltip = title.map(Self.title) ?? ""
        raw(
            "<text class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\">\(tooltip)\(Self.escaped(text))</text>"
        )
    }

    private mutating func element(_ tag: String, _ attributes: String, _ title: String?) {
        if let title {
            raw("<\(tag) \(attributes)>\(Self.title(title))</\(tag)>")
        } else {
            raw("<\(tag) \(attributes)/>")
        }
    }

    static func title(_ text: String) -> String { "<title>\(escaped(String(text.prefix(titleMax))))</title>" }

    /// At most one digit after the point; what is no number is 0.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = Int((abs(value) * 10).rounded())
        let sign = value < 0 && tenths > 0 ? "-" : ""
        return sign + "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)")
    }

    /// Text as XML 1.0 takes it: what it forbids becomes a replacement character.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: escaped += "&amp;"
            case 0x3C: escaped += "&lt;"
            case 0x3E: escaped += "&gt;"
            case 0x22: escaped += "&quot;"
            case 0x09, 0x0A: escaped += " "
            case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
