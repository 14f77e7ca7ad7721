import Evidence
import PsqlOutput

/// Text of a capture as it may be shown on a terminal.
///
/// A capture may have been written by an attacker: control characters would move the cursor or speak to the
/// terminal, and the marks of right-to-left text would show a line in another order than it is written in.
package enum VisibleText {
    /// The text with a visible sign in place of each such character, in one line.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isHostile($0) || $0 == "\n" || $0 == "\t" }) else {
            return text
        }
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": shown.unicodeScalars.append("↵")
            case "\t": shown.unicodeScalars.append(" ")
            default: append(scalar, to: &shown)
            }
        }
        return shown
    }

    /// The same of a text of several lines, which keeps its lines.
    package static func lines(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHostile) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if scalar == "\t" { shown.unicodeScalars.append(" ") } else { append(scalar, to: &shown) }
        }
        return shown
    }

    /// The columns of a terminal that a text takes.
    package static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1.value) }
    }

    /// As much of the beginning of a text as so many columns hold.
    package static func prefix(_ text: String, columns: Int) -> String {
        guard text.utf8.count > columns, width(text) > columns else { return text }
        var kept = ""
        var taken = 0
        for scalar in text.unicodeScalars {
            taken += displayWidth(of: scalar.value)
            if taken > columns { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        guard isHostile(scalar) else {
            text.unicodeScalars.append(scalar)
            return
        }
        switch scalar.value {
        // Unicode has a picture of each C0 control at U+2400, and of DEL at U+2421.
        case 0..<0x20: text.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        case 0x7F: text.unicodeScalars.append("␡")
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            text += "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
        }
    }

    /// Controls (C0 but for newline and tab, DEL, C1), line separators, the marks of the bidirectional
    /// algorithm (Unicode Annex 9) and invisible tags.
    package static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
