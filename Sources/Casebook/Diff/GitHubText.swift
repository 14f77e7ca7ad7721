import Diagnostics
import Inspection

/// Text of a capture or a document as it may stand in a comment on GitHub.
///
/// A capture may have been written by an attacker, and a comment is posted with a maintainer's name: the text
/// must bring no markup, no link, no picture, must notify nobody and refer to no issue.
enum GitHubText {
    /// The text in one line, with nothing in it that GitHub reads as markup; long ones are cut, and say so.
    static func inline(_ text: String, limit: Int = 1000) -> String {
        var shown = ""
        var previous: Unicode.Scalar = " "
        var beforeThat: Unicode.Scalar = " "
        let line = VisibleText.line(text)
        var taken = 0
        for scalar in line.unicodeScalars {
            guard taken < limit else {
                return shown + "… (\(count(line.unicodeScalars.count - taken, "character")) more)"
            }
            shown += escaped(scalar, after: previous, beforeThat)
            (beforeThat, previous) = (previous, scalar)
            taken += 1
        }
        return shown
    }

    /// The text in the fixed-width face, in which GitHub looks for no names and issues.
    static func code(_ text: String, limit: Int = 300) -> String {
        "<code>\(inline(text, limit: limit))</code>"
    }

    private static func escaped(
        _ scalar: Unicode.Scalar, after previous: Unicode.Scalar, _ beforeThat: Unicode.Scalar
    ) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        // Names, issues and addresses are found in the text that comes of the Markdown, so that an entity
        // does not hide them; a comment parts the text without a trace.
        case "@", "#": "\(scalar)<!-- -->"
        // `GH-1` is an issue too.
        case "-" where isLetter(previous, "h") && isLetter(beforeThat, "g"): "-<!-- -->"
        // `www.` begins an address without a scheme.
        case "." where isLetter(previous, "w") && isLetter(beforeThat, "w"): "&#46;"
        // A dollar sign begins a formula.
        case "$": "<span>$</span>"
        case "\\", "`", "*", "_", "[", "]", "(", ")", "{", "}", "!", "|", "~", ":", "\"", "=", "+":
            "&#\(scalar.value);"
        default: String(scalar)
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar, _ lower: Unicode.Scalar) -> Bool {
        scalar.value | 0x20 == lower.value
    }
}
