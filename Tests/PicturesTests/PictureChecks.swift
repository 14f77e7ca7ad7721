import Pictures
import Testing

/// Reads a drawing and expects all that holds of every drawing, whatever its input.
@discardableResult
func expectSound(
    _ picture: any Picture, _ layout: PictureLayout, id: String = "p",
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> Element {
    let markup = picture.svg(id: id, layout: layout)
    #expect(markup == picture.svg(id: id, layout: layout), sourceLocation: sourceLocation)
    let root = try StrictXML.read(markup)
    let all = root.everything
    let found = all.flatMap { problems(of: $0) } + structuralProblems(root, all)
    #expect(found.isEmpty, "\(found.prefix(5))", sourceLocation: sourceLocation)
    return root
}

private let knownAttributes: [String: Set<String>] = [
    "svg": ["xmlns", "class", "id", "viewBox", "width", "height", "role", "aria-labelledby"],
    "title": ["id"], "desc": ["id"], "defs": [], "g": [],
    "pattern": ["id", "width", "height", "patternUnits"],
    "clipPath": ["id"],
    "path": ["class", "d", "clip-path"],
    "rect": ["class", "fill", "x", "y", "width", "height", "rx"],
    "line": ["class", "x1", "y1", "x2", "y2"],
    "circle": ["class", "cx", "cy", "r"],
    "text": ["class", "x", "y", "text-anchor", "transform"],
]

private let numericAttributes: Set<String> = [
    "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "width", "height",
]

private func problems(of element: Element) -> [String] {
    guard let known = knownAttributes[element.name] else { return ["element \(element.name)"] }
    var found = element.attributes.keys.filter { !known.contains($0) }.map { "\(element.name) \($0)" }
    for (name, value) in element.attributes.sorted(by: { $0.key < $1.key }) {
        if numericAttributes.contains(name), !isPlainNumber(value) { found.append("\(name)=\(value)") }
        if name == "width" || name == "height", value.hasPrefix("-") { found.append("\(name)=\(value)") }
        if name == "d" || name == "viewBox" {
            let parts = value.split { !"0123456789.-".contains($0) }
            found += parts.filter { !isPlainNumber(String($0)) }.map { "\(name): \($0)" }
            if value.contains(where: { !"MLHVZmlhvz0123456789.- ".contains($0) }) {
                found.append("\(name)=\(value)")
            }
        }
    }
    return found
}

private func isPlainNumber(_ text: String) -> Bool {
    guard let number = Double(text), number.isFinite, number.magnitude <= 1e6 else { return false }
    return !text.contains("e")
}

private func structuralProblems(_ root: Element, _ all: [Element]) -> [String] {
    var found: [String] = []
    let ids = all.compactMap { $0.attributes["id"] }
    if Set(ids).count != ids.count { found.append("an id twice in \(ids)") }
    let prefix = root.attributes["id"] ?? "?"
    found += ids.filter { !$0.hasPrefix(prefix) }.map { "id \($0) without its prefix" }
    for element in all {
        for attribute in ["fill", "clip-path"] {
            guard let reference = element.attributes[attribute] else { continue }
            let target = reference.hasPrefix("url(#") ? String(reference.dropFirst(5).dropLast()) : "?"
            if !ids.contains(target) { found.append("\(attribute)=\(reference) leads nowhere") }
        }
    }
    let labels = (root.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
    let heads = root.children.prefix(2)
    if root.attributes["role"] != "img" || labels != heads.compactMap({ $0.attributes["id"] })
        || heads.map(\.name) != ["title", "desc"]
    {
        found.append("not labelled by its title and description")
    }
    return found
}
