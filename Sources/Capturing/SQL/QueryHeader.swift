import Diagnostics

/// The comment at the beginning of a query file: what the query shows, and how it is run.
///
/// ```
/// -- The most common values of a column, and how many rows each has.
/// -- format: csv
/// -- variable: schema=public  The schema of the table
/// -- variable: table  The table
/// ```
struct QueryHeader {
    private(set) var title: String?
    private(set) var format: QueryFile.Format?
    private(set) var variables: [QueryVariable] = []
    private(set) var findings: [Diagnostic] = []

    private let file: SourceFile

    init(_ file: SourceFile) {
        self.file = file
        for number in 1..<file.lineCount + 1 {
            let range = trimmed(file.line(number))
            if range.isEmpty { continue }
            guard range.count >= 2, file.bytes[range.lowerBound] == UInt8(ascii: "-"),
                file.bytes[range.lowerBound + 1] == UInt8(ascii: "-")
            else { return }
            read(trimmed(range.lowerBound + 2..<range.upperBound))
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var range = range
        while let first = range.first, file.bytes[first] <= 0x20 { range = first + 1..<range.upperBound }
        while let last = range.last, file.bytes[last] <= 0x20 { range = range.lowerBound..<last }
        return range
    }

    private mutating func read(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        guard let colon = file.bytes[range].firstIndex(of: UInt8(ascii: ":")) else { return takeTitle(range) }
        let name = file.text(range.lowerBound..<colon)
        let value = trimmed(colon + 1..<range.upperBound)
        switch name {
        case "format": readFormat(value)
        case "variable": readVariable(value)
        default:
            if let meant = nearestName(to: name.lowercased(), among: ["format", "variable"]) {
                findings.append(
                    Diagnostic(
                        .query(.header), "The header has no “\(name)”",
                        at: file.span(range.lowerBound..<colon), expected: "\(meant): …"))
            } else {
                takeTitle(range)
            }
        }
    }

    private mutating func takeTitle(_ range: Range<Int>) {
        if title == nil { title = file.text(range) }
    }

    private mutating func readFormat(_ range: Range<Int>) {
        format = QueryFile.Format(rawValue: file.text(range))
        guard format == nil else { return }
        findings.append(
            Diagnostic(
                .query(.header), "There is no format “\(file.text(range))”", at: file.span(range),
                expected: QueryFile.Format.allCases.map(\.rawValue).joined(separator: ", ")))
    }

    private mutating func readVariable(_ range: Range<Int>) {
        let words = file.text(range).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let parts = (words.first ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard QueryVariable.isName(name), words.count == 2 else {
            findings.append(
                Diagnostic(
                    .query(.header), "This does not declare a variable", at: file.span(range),
                    expected: "variable: name  What it is, or variable: name=default  What it is",
                    help: "A name has small letters, digits and _, so that it is none of psql's own."))
            return
        }
        guard !variables.contains(where: { $0.name == name }) else {
            findings.append(
                Diagnostic(
                    .query(.header), "The variable “\(name)” is declared twice", at: file.span(range),
                    expected: "one declaration"))
            return
        }
        variables.append(
            QueryVariable(
                name: name, title: words[1].trimmingSpaces,
                defaultValue: parts.count == 2 ? String(parts[1]) : nil, span: file.span(range)))
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
