import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A picture as an XML parser reads it.
final class ParsedPicture: NSObject, XMLParserDelegate {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// The classes of the groups around it.
        let groups: [String]
        var text = ""
        var title = ""
    }

    /// A text's place, by the widest that its letters are.
    struct Box {
        let text: String
        let x: ClosedRange<Double>
        let y: ClosedRange<Double>
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []
    private(set) var isWellFormed = false

    init(_ svg: String) {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let groups = open.map { elements[$0] }.filter { $0.name == "g" }.compactMap { $0.attributes["class"] }
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes, groups: groups))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        guard let current = open.last else { return }
        if elements[current].name == "title", let parent = open.dropLast().last {
            elements[parent].title += text
        } else {
            elements[current].text += text
        }
    }

    var size: (width: Double, height: Double) {
        (number(elements.first, "width") ?? .nan, number(elements.first, "height") ?? .nan)
    }

    func number(_ element: Element?, _ name: String) -> Double? { element?.attributes[name].flatMap(Double.init) }

    /// All texts but the style sheet.
    var labels: [Box] {
        elements.filter { $0.name == "text" }.compactMap { element in
            let classes = element.attributes["class"]?.split(separator: " ").map(String.init) ?? []
            guard let x = number(element, "x"), let y = number(element, "y") else { return nil }
            let sizes = ["h1": 17.0, "h2": 12, "name": 13, "verdict": 13]
            let size = classes.compactMap { sizes[$0] }.first ?? 10
            let width = Double(element.text.count) * size * 0.56
            let left = classes.contains("c") ? x - width / 2 : x
            return Box(text: element.text, x: left...(left + width), y: (y - size * 0.75)...(y + size * 0.2))
        }
    }
}
