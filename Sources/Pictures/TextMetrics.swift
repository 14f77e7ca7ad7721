/// The sizes of text that pictures use; `pictures.css` gives each class the same size.
enum TextStyle: String {
    case label
    case small
    case strong
    case heading

    /// The font size in units.
    var size: Double {
        switch self {
        case .label, .strong: 13
        case .small: 12
        case .heading: 14.5
        }
    }

    /// The distance between two base lines.
    var lineHeight: Double { (size * 1.3).rounded() }

    /// How much wider than the table the text may be.
    ///
    /// Text is set in the reader's own font; the widths below are Helvetica's; the wider of the common
    /// interface fonts need a tenth more.
    private var widthFactor: Double {
        switch self {
        case .label, .small: 1.1
        case .strong, .heading: 1.17
        }
    }

    /// How wide a text will be, near enough to keep it from its neighbours.
    func width(of text: some StringProtocol) -> Double {
        var thousandths = 0
        for scalar in text.unicodeScalars { thousandths += advance(of: scalar) }
        return Double(thousandths) / 1000 * size * widthFactor
    }

    /// The text, or as much of its beginning as fits, with an ellipsis.
    ///
    /// The number of scalars is bounded too: marks that have no width can be stacked without end.
    func fitted(_ text: some StringProtocol, to limit: Double) -> String {
        let room = limit * 1000 / (size * widthFactor)
        var used = 0
        var count = 0
        var kept = String.UnicodeScalarView()
        var cut: String.UnicodeScalarView?
        for scalar in text.unicodeScalars {
            used += advance(of: scalar)
            count += 1
            if Double(used) > room || count > 300 {
                var shortened = cut ?? kept
                while let last = shortened.last, last == " " { shortened.removeLast() }
                return String(shortened) + "…"
            }
            kept.append(scalar)
            if Double(used + 1000) <= room { cut = kept }
        }
        return String(kept)
    }

    /// The text in at most so many lines, broken at spaces and, in names that are too long, within words.
    ///
    /// Lines are about equally long, so that no last word stands alone.
    func wrapped(_ text: String, to limit: Double, lines maximum: Int) -> [String] {
        let filled = filled(text, to: limit, lines: maximum)
        guard filled.count > 1, filled.last?.hasSuffix("…") == false else { return filled }
        var best = filled
        for share in [0.9, 0.8, 0.7, 0.6, 0.5] {
            let narrower = self.filled(text, to: limit * share, lines: maximum)
            guard narrower.count == filled.count,
                narrower.joined(separator: " ") == best.joined(separator: " ")
            else { break }
            best = narrower
        }
        return best
    }

    private func filled(_ text: String, to limit: Double, lines maximum: Int) -> [String] {
        var lines: [String] = []
        var rest = Substring(fitted(text, to: limit * Double(maximum) * 1.2))
        let wasCut = rest.unicodeScalars.count < text.unicodeScalars.count
        while lines.count + 1 < maximum, width(of: rest) > limit {
            guard let (line, remainder) = firstLine(of: rest, limit: limit) else { break }
            lines.append(line)
            rest = remainder
        }
        guard !rest.isEmpty else { return lines }
        if wasCut, rest.last == "…" { rest.removeLast() }
        let last = wasCut ? rest + "…" : rest
        return lines + [fitted(last, to: limit)]
    }

    private func firstLine(of text: Substring, limit: Double) -> (String, Substring)? {
        var used = 0.0
        var lastSpace: String.Index?
        var lastJoint: String.Index?
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            used += width(of: text[index..<next])
            if used > limit { break }
            switch text[index] {
            case " ": lastSpace = index
            case "_", "-", "/", ".", ",": lastJoint = next
            default: break
            }
            index = next
        }
        guard index > text.startIndex, index < text.endIndex else { return nil }
        if text[index] == " " { lastSpace = index }
        if let lastSpace, lastSpace > text.startIndex {
            return (String(text[..<lastSpace]), text[lastSpace...].drop { $0 == " " })
        }
        let end = lastJoint ?? index
        return (String(text[..<end]), text[end...])
    }
}

/// Helvetica's advance widths for ASCII from the space on, in thousandths of the font size (Adobe Core 14 AFM).
private let asciiAdvances: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
]

private func advance(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: asciiAdvances[Int(scalar.value) - 0x20]
    case 0x00..<0x20, 0x7F: 556
    case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x064B...0x065F, 0x1AB0...0x1AFF,
        0x1DC0...0x1DFF, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F:
        0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
        0xFF00...0xFF60, 0x20000...0x3FFFF:
        1000
    case 0x1F000...0x1FAFF: 1250
    case 0x2014, 0x2026: 1000
    default: 600
    }
}
