import Diagnostics

/// Findings as commands of a GitHub Actions workflow, which annotate the lines of a pull request.
///
/// The form and its escapes are those of "Workflow commands for GitHub Actions" and of the toolkit's
/// `command.ts`: in messages `%`, CR and LF are escaped, in properties `:` and `,` too.
enum CheckAnnotations {
    /// A line for each finding; what a comment accepts is one notice.
    static func text(of report: CheckReport, in context: CheckReportContext) -> String {
        let open = report.open.map { finding in
            let diagnostic = finding.diagnostic
            return line(
                diagnostic.severity == .error ? "error" : "warning", at: diagnostic.place,
                title: diagnostic.id, message(of: diagnostic), in: context)
        }
        let accepted = report.acceptedByComment.map { acceptance, findings in
            let isOne = findings.count == 1
            let what = isOne ? message(of: findings[0]) : "\(findings.count) findings of \(acceptance.check)"
            return line(
                "notice", at: isOne ? findings[0].place : acceptance.place,
                title: "accepted: \(acceptance.check)",
                "\(what)\naccepted because \(acceptance.reason) (\(acceptance.place.position))", in: context)
        }
        return (open + accepted).map { $0 + "\n" }.joined()
    }

    private static func message(of diagnostic: Diagnostic) -> String {
        diagnostic.notes.reduce(diagnostic.message) { message, note in
            message + "\nnote: \(note.place.map { "\($0.position): " } ?? "")\(note.message)"
        }
    }

    private static func line(
        _ command: String, at place: Place?, title: String, _ message: String, in context: CheckReportContext
    ) -> String {
        let properties = (location(of: place, in: context) + [("title", title)])
            .map { "\($0)=\(property($1))" }.joined(separator: ",")
        return "::\(command) \(properties)::\(data(message))"
    }

    private static func location(
        of place: Place?, in context: CheckReportContext
    ) -> [(name: String, value: String)] {
        guard let place else { return [] }
        var properties = [("file", context.path(of: place))]
        guard place.line > 0 else { return properties }
        properties += [("line", "\(place.line)"), ("endLine", "\(place.line)")]
        if let columns = place.utf16Columns {
            properties += [("col", "\(columns.start)"), ("endColumn", "\(columns.end)")]
        }
        return properties
    }

    private static func data(_ text: String) -> String {
        escaped(text, [UInt8(ascii: "%"), 0x0D, 0x0A])
    }

    private static func property(_ text: String) -> String {
        escaped(text, [UInt8(ascii: "%"), 0x0D, 0x0A, UInt8(ascii: ":"), UInt8(ascii: ",")])
    }

    /// On bytes: to a string CR and LF are one character.
    private static func escaped(_ text: String, _ hostile: [UInt8]) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if hostile.contains(byte) { bytes += percentEncoded(byte) } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A byte as `%` and two hexadecimal digits.
func percentEncoded(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}
