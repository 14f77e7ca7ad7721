#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Lines for a reader at a terminal, none of them wider than a hundred columns.
package struct TextReport {
    /// How a part of a line stands out, where colours are on.
    package enum Style {
        case plain, strong, faint, alarm

        fileprivate var code: String? {
            switch self {
            case .plain: nil
            case .strong: "1"
            case .faint: "2"
            case .alarm: "31"
            }
        }
    }

    /// A part of a line.
    package struct Part {
        let text: String
        var style = Style.plain

        /// Text of ours or of a capture; what a terminal must not see is made visible.
        package init(_ text: String, _ style: Style = .plain) {
            self.text = VisibleText.line(text)
            self.style = style
        }
    }

    /// How wide a line may be.
    package static let columns = 100

    /// Whether parts stand out by colours.
    package let isColoured: Bool

    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    package init(isColoured: Bool) { self.isColoured = isColoured }

    /// Whether standard output is a terminal whose user has not asked for text without colours.
    package static var terminalTakesColours: Bool {
        guard isatty(STDOUT_FILENO) == 1, getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true else {
            return false
        }
        return getenv("TERM").map { String(cString: $0) } != "dumb"
    }

    /// Ends a line, or leaves one empty.
    package mutating func blank() { bytes.append(0x0A) }

    /// Writes a line; its end is left out where it is too long.
    package mutating func line(_ first: Part, _ others: Part...) { line([first] + others) }

    /// Writes a line; its end is left out where it is too long, and spaces at its end are.
    package mutating func line(_ parts: [Part]) {
        let isLong = parts.reduce(0) { $0 + VisibleText.width($1.text) } > Self.columns
        var room = isLong ? Self.columns - 1 : Self.columns
        let last = parts.lastIndex { !$0.text.allSatisfy { $0 == " " } }
        for (index, part) in parts.enumerated() where index <= last ?? -1 {
            let whole = index == last ? part.text.withoutSpacesAtEnd : part.text
            let text = VisibleText.prefix(whole, columns: room)
            room = text.utf8.count < whole.utf8.count ? 0 : room - VisibleText.width(text)
            if isColoured, let code = part.style.code, !text.isEmpty {
                bytes += "\u{1B}[\(code)m\(text)\u{1B}[0m".utf8
            } else {
                bytes += text.utf8
            }
            if room == 0, isLong { break }
        }
        if isLong { bytes += "…".utf8 }
        bytes.append(0x0A)
    }

    /// Writes a line of one part.
    package mutating func line(_ text: String, _ style: Style = .plain) { line([Part(text, style)]) }

    /// Writes a text over as many lines as it needs, broken at spaces.
    package mutating func paragraph(_ text: String, indent: Int = 2) {
        let margin = String(repeating: " ", count: indent)
        var current = margin
        for word in VisibleText.line(text).split(separator: " ") {
            if VisibleText.width(current) + VisibleText.width(String(word)) + 1 > Self.columns,
                current != margin
            {
                line(current)
                current = margin
            }
            current += (current == margin ? "" : " ") + word
        }
        line(current)
    }
}

extension String {
    fileprivate var withoutSpacesAtEnd: String {
        let end = utf8.lastIndex { $0 != 0x20 }.map { utf8.index(after: $0) } ?? utf8.startIndex
        return String(self[..<end])
    }
}
