import Diagnostics
import Documents
import GFM
import Incidents
import Templating

extension Document {
    /// What a reader of it would miss: sections with nothing in them, and pictures without words.
    var structureFindings: [Diagnostic] {
        content.emptySections.map { heading in
            Diagnostic(
                .document(.emptySection), "“\(title)” has nothing under the heading “\(heading.text)”",
                at: place(ofLine: heading.line), expected: "words, a table or a picture, or a deeper heading",
                help: "Fill the section, or put its heading into the section of the values that it needs: "
                    + "{{# name }} … {{/ name }}.")
        }
            + content.images.filter { $0.alternative.utf8.allSatisfy { $0 <= 0x20 } }.map { image in
                Diagnostic(
                    .picture(.noText), "The image \(image.source) has no words for those who do not see it",
                    at: place(ofLine: image.line), expected: "![what it shows](\(image.source))",
                    help: "Say what is to be seen in it.")
            }
    }

    /// Where a line of the filled Markdown stands in a template or in the incident's own text.
    func place(ofLine line: Int) -> Place {
        origin?.place(ofLine: line) ?? Place(path: "\(TemplateSet.folder)/\(template).md")
    }
}

extension MarkdownDocument {
    /// The headings under which nothing stands before the next one of their level or a higher one.
    var emptySections: [Heading] {
        var empty: [Heading] = []
        var open: (index: Int, level: Int)?
        var count = 0
        var isInHeading = false
        walk { event in
            switch event {
            case .enter(.heading(let level, _)):
                if let open, level <= open.level { empty.append(headings[open.index]) }
                open = (count, level)
                count += 1
                isInHeading = true
            case .leave(.heading): isInHeading = false
            case .enter(let node) where !isInHeading && node.isContent: open = nil
            default: break
            }
        }
        if let open { empty.append(headings[open.index]) }
        return empty
    }
}

extension MarkdownNode {
    /// Whether a reader finds something in it.
    fileprivate var isContent: Bool {
        switch self {
        case .text(let words), .code(let words), .codeBlock(let words, _): words.utf8.contains { $0 > 0x20 }
        case .block, .image, .table, .footnoteReference: true
        default: false
        }
    }
}
