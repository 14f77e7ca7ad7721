/// An SVG document while it is being drawn: elements in the order of painting, written as bytes.
struct Drawing {
    /// Where a text's x coordinate is.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    /// The prefix of every identifier.
    let id: String
    let layout: PictureLayout
    /// How many values could not be drawn, because they are no finite numbers or not on the scale.
    var omitted = 0

    private let kind: String
    private var body: [UInt8] = []
    private var definitions: [UInt8] = []
    private var patterns: [Tone] = []

    init(_ kind: String, id: String, layout: PictureLayout) {
        self.id = safeIdentifier(id)
        self.layout = layout
        self.kind = kind
    }

    var width: Double { layout.width }
    var isNarrow: Bool { layout == .narrow }

    // MARK: Shapes

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String) {
        raw("<line class=\"\(classes)\" x1=\"\(coordinate(x1))\" y1=\"\(coordinate(y1))\"")
        raw(" x2=\"\(coordinate(x2))\" y2=\"\(coordinate(y2))\"/>\n")
    }

    mutating func rectangle(_ box: Box, _ classes: String, radius: Double = 0) {
        rectangle(box, attribute: "class=\"\(classes)\"", radius: radius)
    }

    /// A rectangle in the colour and the pattern of its tone.
    mutating func bar(_ box: Box, _ tone: Tone, radius: Double = 0) {
        rectangle(box, "fill \(tone.rawValue)", radius: radius)
        guard tone != .primary else { return }
        if !patterns.contains(tone) { patterns.append(tone) }
        rectangle(box, attribute: "fill=\"url(#\(id)-\(tone.rawValue))\"", radius: radius)
    }

    private mutating func rectangle(_ box: Box, attribute: String, radius: Double) {
        raw("<rect \(attribute) x=\"\(coordinate(box.x))\" y=\"\(coordinate(box.y))\"")
        raw(" width=\"\(coordinate(max(0, box.width)))\" height=\"\(coordinate(max(0, box.height)))\"")
        raw(radius > 0 ? " rx=\"\(coordinate(radius))\"/>\n" : "/>\n")
    }

    mutating func path(_ data: String, _ classes: String, clip: String? = nil) {
        guard !data.isEmpty else { return }
        let clipping = clip.map { " clip-path=\"url(#\($0))\"" } ?? ""
        raw("<path class=\"\(classes)\"\(clipping) d=\"\(data)\"/>\n")
    }

    /// The marker of a tone: each has a shape of its own.
    mutating func marker(_ x: Double, _ y: Double, _ tone: Tone, radius: Double = 4) {
        let (left, right) = (coordinate(x - radius), coordinate(x + radius))
        let (top, bottom) = (coordinate(y - radius), coordinate(y + radius))
        switch tone {
        case .primary, .muted:
            raw("<circle class=\"marker \(tone.rawValue)\" cx=\"\(coordinate(x))\" cy=\"\(coordinate(y))\"")
            raw(" r=\"\(coordinate(radius))\"/>\n")
        case .secondary:
            path("M\(left) \(top)H\(right)V\(bottom)H\(left)Z", "marker secondary")
        case .tertiary:
            path(
                "M\(coordinate(x)) \(coordinate(y - radius * 1.3))L\(coordinate(x + radius * 1.25)) "
                    + "\(bottom)H\(coordinate(x - radius * 1.25))Z", "marker tertiary")
        case .bad:
            path("M\(left) \(top)L\(right) \(bottom)M\(left) \(bottom)L\(right) \(top)", "cross bad")
        }
    }

    // MARK: Text

    /// A text, cut to the limit if there is one; the whole text then shows under the pointer.
    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ style: TextStyle, anchor: Anchor = .start,
        classes: String = "", limit: Double? = nil
    ) {
        let bounded = style.fitted(text, to: limit ?? 4 * width)
        guard !bounded.isEmpty else { return }
        raw("<text class=\"\(style.rawValue)\(classes.isEmpty ? "" : " " + classes)\"")
        raw(" x=\"\(coordinate(x))\" y=\"\(coordinate(y))\"")
        raw(anchor == .start ? ">" : " text-anchor=\"\(anchor.rawValue)\">")
        appendEscaped(bounded, to: &body)
        if bounded != text { tooltip(text) }
        raw("</text>\n")
    }

    /// A text in lines, the first with its base line at y; returns the base line after the last.
    @discardableResult
    mutating func lines(
        _ lines: [String], _ x: Double, _ y: Double, _ style: TextStyle, anchor: Anchor = .start,
        classes: String = "", whole: String? = nil
    ) -> Double {
        let isCut = lines.last?.hasSuffix("…") ?? false
        if let whole, isCut {
            raw("<g>")
            tooltip(whole)
            raw("\n")
        }
        var base = y
        for line in lines {
            text(line, x, base, style, anchor: anchor, classes: classes)
            base += style.lineHeight
        }
        if whole != nil, isCut { raw("</g>\n") }
        return base
    }

    mutating func tooltip(_ text: String) {
        raw("<title>")
        appendEscaped(String(text.unicodeScalars.prefix(2000)), to: &body)
        raw("</title>")
    }

    /// A text turned to read upwards and to the right, for column heads that have no room.
    mutating func slantedText(_ text: String, _ x: Double, _ y: Double, _ style: TextStyle, limit: Double) {
        raw("<text class=\"\(style.rawValue)\" transform=\"translate(\(coordinate(x)) \(coordinate(y)))")
        raw(" rotate(-50)\">")
        let bounded = style.fitted(text, to: limit)
        appendEscaped(bounded, to: &body)
        if bounded != text { tooltip(text) }
        raw("</text>\n")
    }

    // MARK: Structure

    /// Defines a clip path and returns its identifier.
    mutating func clip(to box: Box, name: String) -> String {
        let identifier = "\(id)-\(name)"
        let rectangle =
            "<clipPath id=\"\(identifier)\"><rect x=\"\(coordinate(box.x))\" y=\"\(coordinate(box.y))\""
            + " width=\"\(coordinate(box.width))\" height=\"\(coordinate(box.height))\"/></clipPath>\n"
        definitions.append(contentsOf: rectangle.utf8)
        return identifier
    }

    mutating func raw(_ markup: String) { body.append(contentsOf: markup.utf8) }

    /// Says at the place where the data would be that there is none.
    mutating func nothingToShow(at y: Double) {
        text("Nothing to show: there is no data.", width / 2, y, .label, anchor: .middle, classes: "quiet")
    }

    /// The finished document; what could not be drawn is said below the drawing and in its description.
    func document(height: Double, of picture: some Picture) -> String {
        var drawing = self
        var total = height
        var summary = picture.summary
        if omitted > 0 {
            let note =
                omitted == 1
                ? "One value is not drawn: it is not on the scale."
                : "\(omitted) values are not drawn: they are not on the scale."
            total += 22
            drawing.text(note, 0, total - 6, .small, classes: "quiet")
            summary += summary.isEmpty ? note : " " + note
        }
        return drawing.closed(height: total, title: picture.title, summary: summary)
    }

    private func closed(height: Double, title: String, summary: String) -> String {
        let size = "\(coordinate(width)) \(coordinate(height.rounded(.up)))"
        var output = Array(
            """
            <svg xmlns="http://www.w3.org/2000/svg" class="picture picture-\(layout.rawValue) picture-\(kind)" \
            id="\(id)" viewBox="0 0 \(size)" width="\(coordinate(width))" \
            height="\(coordinate(height.rounded(.up)))" role="img" \
            aria-labelledby="\(id)-title \(id)-desc">
            <title id="\(id)-title">
            """.utf8)
        appendEscaped(title, to: &output)
        output.append(contentsOf: "</title>\n<desc id=\"\(id)-desc\">".utf8)
        appendEscaped(summary, to: &output)
        output.append(contentsOf: "</desc>\n".utf8)
        if !patterns.isEmpty || !definitions.isEmpty {
            output.append(contentsOf: "<defs>\n".utf8)
            for tone in patterns { output.append(contentsOf: tone.pattern(id: id).utf8) }
            output.append(contentsOf: definitions)
            output.append(contentsOf: "</defs>\n".utf8)
        }
        output.append(contentsOf: body)
        output.append(contentsOf: "</svg>".utf8)
        return String(decoding: output, as: UTF8.self)
    }
}

/// A rectangle in the drawing's units.
struct Box: Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    var right: Double { x + width }
    var bottom: Double { y + height }

    /// The area that two rectangles share.
    func overlap(with other: Box) -> Double {
        max(0, min(right, other.right) - max(x, other.x))
            * max(0, min(bottom, other.bottom) - max(y, other.y))
    }
}

extension Tone {
    /// The lines laid over a filled area, so that areas differ without their colour.
    fileprivate func pattern(id: String) -> String {
        let data =
            switch self {
            case .primary: ""
            case .secondary: "M-2 2L2 -2M0 8L8 0M6 10L10 6"
            case .tertiary: "M2 2h1.4M6 6h1.4"
            case .bad: "M0 0L8 8M0 8L8 0"
            case .muted: "M0 2H8M0 6H8"
            }
        return "<pattern id=\"\(id)-\(rawValue)\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
            + "<path class=\"hatch\" d=\"\(data)\"/></pattern>\n"
    }

    /// The classes of a line in this tone: colour and dash.
    var lineClasses: String { "curve \(rawValue)" }
}
