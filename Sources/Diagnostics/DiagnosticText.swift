extension Diagnostic {
    /// The finding as a compiler prints it: place, what, the line with a caret, what was expected, what to do.
    public var text: String {
        var lines = [heading]
        if let excerpt = place?.excerpt { lines.append(excerpt) }
        if let expected { lines.append("  expected: \(expected)") }
        if let help { lines.append("  help: \(help)") }
        for note in notes {
            lines.append("  note: \(note.place.map { "\($0.position): " } ?? "")\(note.message)")
            if let excerpt = note.place?.excerpt { lines.append(excerpt) }
        }
        return lines.joined(separator: "\n")
    }

    private var heading: String {
        "\(place.map { "\($0.position): " } ?? "")\(severity.rawValue): \(summary) [\(id)]"
    }
}

extension Place {
    /// `path:line:column`, as far as it is known.
    public var position: String {
        switch (line, column) {
        case (0, _): path
        case (_, 0): "\(path):\(line)"
        default: "\(path):\(line):\(column)"
        }
    }

    /// The line and a caret under the column; long lines are cut round it.
    var excerpt: String? {
        guard line > 0, !lineText.isEmpty else { return nil }
        let bytes = Array(lineText.utf8)
        let caret = max(0, min(column - 1, bytes.count))
        let start = column > 0 ? max(0, caret - 70) : 0
        let end = min(bytes.count, start + 110)
        let before = Self.printable(bytes[start..<min(caret, end)])
        let after = Self.printable(bytes[min(caret, end)..<end])
        let margin = String(repeating: " ", count: max(0, 5 - String(line).count)) + "\(line) | "
        let shown = margin + (start > 0 ? "…" : "") + before + after + (end < bytes.count ? "…" : "")
        guard column > 0 else { return shown }
        let marked = String(decoding: bytes[min(caret, end)..<min(caret + length, end)], as: UTF8.self)
        let indent = String(repeating: " ", count: margin.count + (start > 0 ? 1 : 0) + before.count)
        let tail = String(repeating: "~", count: max(0, marked.count - 1))
        return "\(shown)\n\(indent)^\(tail)"
    }

    /// Control characters would move the caret or the terminal's state: they show as a space.
    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        String(
            String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
            })
    }
}
