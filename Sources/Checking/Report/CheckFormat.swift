import Diagnostics

/// In which form findings are told.
package enum CheckFormat: String, Sendable, CaseIterable {
    /// For people: what a compiler prints.
    case text
    /// For programs of one's own.
    case json
    /// Annotations of GitHub Actions.
    case github
    /// SARIF 2.1.0, for code scanning and editors.
    case sarif
    /// JUnit's XML, for what shows test results.
    case junit

    /// The report in this form.
    package func bytes(of report: CheckReport, in context: CheckReportContext) -> [UInt8] {
        switch self {
        case .text: Array(CheckText.text(of: report).utf8)
        case .json: CheckJSON.bytes(of: report, in: context)
        case .github: Array(CheckAnnotations.text(of: report, in: context).utf8)
        case .sarif: CheckSARIF(report: report, context: context).bytes()
        case .junit: CheckJUnit(report: report).bytes()
        }
    }
}

/// What a report must know besides its findings.
package struct CheckReportContext: Sendable {
    /// The address under which the built site is published, with a slash at its end; nil where it is not said.
    package var site: String?
    /// The way from the folder that services show files of down to the project, with a slash at its end.
    package var folder = ""
    package var registry = CheckRegistry.all

    package init(site: String? = nil, folder: String = "") {
        self.site = site
        self.folder = folder
    }

    /// A path of the project as services know it.
    func path(of place: Place) -> String {
        place.path.hasPrefix("/") ? place.path : folder + place.path
    }
}

/// Where a finding stands in its line, counted from 1; the end is that of the next character.
struct ColumnRange: Sendable, Hashable {
    let start: Int
    let end: Int
}

extension Place {
    /// The columns in bytes of UTF-8, as text output prints them; nil where the whole line is meant.
    var byteColumns: ColumnRange? {
        line > 0 && column > 0 ? ColumnRange(start: column, end: column + length) : nil
    }

    /// The columns in UTF-16 code units, as editors count; nil where the line's text is not known.
    var utf16Columns: ColumnRange? {
        guard let bytes = byteColumns, !lineText.isEmpty else { return nil }
        func units(before column: Int) -> Int {
            lineText.utf8.prefix(column - 1).reduce(0) { sum, byte in
                // The first byte of a character counts; four bytes are a pair of surrogates.
                byte & 0xC0 == 0x80 ? sum : sum + (byte >= 0xF0 ? 2 : 1)
            }
        }
        let start = units(before: bytes.start) + 1
        return ColumnRange(start: start, end: max(start + 1, units(before: bytes.end) + 1))
    }
}

extension Diagnostic {
    /// All that it says, without its place and its excerpt.
    var message: String {
        var lines = [summary]
        if let expected { lines.append("expected: \(expected)") }
        if let help { lines.append("help: \(help)") }
        return lines.joined(separator: "\n")
    }
}
