/// An element of a document that was read strictly.
struct Element {
    let name: String
    var attributes: [String: String]
    var children: [Element] = []
    /// The text directly inside.
    var text = ""

    /// The element and all below it, in document order.
    var everything: [Element] { [self] + children.flatMap(\.everything) }

    func number(_ attribute: String) -> Double? { attributes[attribute].flatMap { Double($0) } }

    var classes: [String] { attributes["class"]?.split(separator: " ").map(String.init) ?? [] }
}

/// What is wrong with a document.
struct XMLProblem: Error, CustomStringConvertible {
    let description: String
}

/// Reads the part of XML that pictures use, and refuses everything else: no prologue, no comment, no CDATA,
/// no entity but the predefined ones and `&#39;`, no character outside production 2 of XML 1.0.
struct StrictXML {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    static func read(_ text: String) throws -> Element {
        var reader = StrictXML(scalars: Array(text.unicodeScalars))
        let root = try reader.element()
        guard reader.index == reader.scalars.count else { throw reader.problem("text after the root") }
        return root
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private func problem(_ what: String) -> XMLProblem {
        let near = String(
            String.UnicodeScalarView(scalars[max(0, index - 40)..<min(scalars.count, index + 20)]))
        return XMLProblem(description: "\(what) at \(index): …\(near)…")
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ wanted: String) throws {
        for scalar in wanted.unicodeScalars {
            guard next == scalar else { throw problem("expected \(wanted)") }
            index += 1
        }
    }

    private mutating func name() throws -> String {
        var name = ""
        while let scalar = next,
            scalar.properties.isAlphabetic && scalar.isASCII || scalar == "-" || scalar == ":"
                || (("0"..."9").contains(scalar) && !name.isEmpty)
        {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        guard !name.isEmpty else { throw problem("expected a name") }
        return name
    }

    private mutating func character() throws -> Unicode.Scalar {
        guard let scalar = next else { throw problem("unexpected end") }
        index += 1
        switch scalar.value {
        case 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: break
        default: throw problem("forbidden character \(scalar.value)")
        }
        guard scalar == "&" else { return scalar }
        for (entity, meaning) in [
            ("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("#39;", "'"),
        ] as [(String, Unicode.Scalar)]
        where scalars[index...].starts(with: Array(entity.unicodeScalars)) {
            index += entity.unicodeScalars.count
            return meaning
        }
        throw problem("unknown entity")
    }

    private mutating func element() throws -> Element {
        try take("<")
        var element = Element(name: try name(), attributes: [:])
        while next == " " {
            index += 1
            let attribute = try name()
            try take("=\"")
            var value = String.UnicodeScalarView()
            while next != "\"" {
                guard next != "<" else { throw problem("< in an attribute") }
                value.append(try character())
            }
            index += 1
            guard element.attributes.updateValue(String(value), forKey: attribute) == nil else {
                throw problem("attribute \(attribute) twice")
            }
        }
        if next == "/" {
            try take("/>")
            return element
        }
        try take(">")
        var text = String.UnicodeScalarView()
        while true {
            if next == "<" {
                guard index + 1 < scalars.count, scalars[index + 1] != "/" else { break }
                element.children.append(try self.element())
            } else {
                guard next != ">" else { throw problem("bare >") }
                text.append(try character())
            }
        }
        try take("</\(element.name)>")
        element.text = String(text)
        return element
    }
}
