import Captures
public import Diagnostics
import Quantities

/// The page on which a reader checks a figure: a capture line by line, each line with its address.
///
/// Line 12 has the id `L12`; the lines that documents read are marked and named. The exact bytes are a
/// link away, with the hash to check them by.
public struct EvidencePage: Sendable {
    /// Files longer than this are laid out in blocks as they come into sight.
    static let longFile = 2_000
    private static let blockSize = 500

    private let file: EvidenceFile
    private let path: String
    private let rawPath: String

    /// Describes the page of a file.
    /// - Parameters:
    ///   - file: What is shown.
    ///   - path: Where the page stands in the site.
    ///   - rawPath: Where the exact bytes stand in the site.
    public init(of file: EvidenceFile, at path: String, rawPath: String) {
        self.file = file
        self.path = path
        self.rawPath = rawPath
    }

    /// The page, to be rendered by the shell.
    /// - Throws: `hash.unavailable` where the hash cannot be computed.
    public func page(incidentTitle: String?, navigation: Page.Navigation) throws(Diagnostic) -> Page {
        let hash = try SHA256(of: file.bytes).hexadecimal
        let isText = file.isText
        var html = HTMLWriter(reserving: isText ? file.text.count * 3 / 2 + 8_192 : 4_096)
        let lineCount = isText ? Self.lineCount(of: file.text) : 0
        facts(hash: hash, lineCount: isText ? lineCount : nil, &html)
        query(&html)
        let readings = file.readings.sorted { ($0.line, $0.label) < ($1.line, $1.label) }
        if isText { lines(lineCount, readings, &html) }
        self.readings(readings, isText: isText, &html)
        return Page(
            path: path,
            kind: .evidence,
            title: file.path,
            incidentTitle: incidentTitle,
            body: html.bytes,
            navigation: navigation
        )
    }

    private func facts(hash: String, lineCount: Int?, _ html: inout HTMLWriter) {
        html.markup("<dl class=\"facts\">\n")
        fact("Captured", file.capturedAt, &html)
        fact("From", file.capturedFrom, &html)
        fact("With", file.capturedWith, &html)
        var size = "\(decimal(Double(file.bytes.count), decimals: 0)) bytes"
        if file.text != file.bytes {
            size += " compressed, \(decimal(Double(file.text.count), decimals: 0)) bytes unpacked"
        }
        if let lineCount {
            size += ", \(decimal(Double(lineCount), decimals: 0)) \(lineCount == 1 ? "line" : "lines")"
        }
        fact("Size", size, &html)
        html.markup("<div><dt>SHA-256</dt><dd class=\"hash\">")
        html.text(hash)
        html.markup("</dd></div>\n<div><dt>Exact bytes</dt><dd><a")
        html.attribute("href", relativeLink(to: rawPath, from: path))
        html.markup(" download>")
        html.text(rawPath.split(separator: "/").last.map(String.init) ?? rawPath)
        html.markup("</a></dd></div>\n</dl>\n")
    }

    private func fact(_ name: StaticString, _ value: String?, _ html: inout HTMLWriter) {
        guard let value else { return }
        html.markup("<div><dt>")
        html.markup(name)
        html.markup("</dt><dd>")
        html.text(value)
        html.markup("</dd></div>\n")
    }

    private func query(_ html: inout HTMLWriter) {
        guard let query = file.query else { return }
        html.markup("<h2 id=\"query\">What printed it</h2>\n<pre><code>")
        html.text(query)
        html.markup("</code></pre>\n")
    }

    private func readings(_ readings: [EvidenceFile.Reading], isText: Bool, _ html: inout HTMLWriter) {
        html.markup("<h2 id=\"figures\">What documents read from it</h2>\n")
        guard !readings.isEmpty else {
            html.markup("<p>No document reads a figure from this file.</p>\n")
            return
        }
        html.markup(
            "<div class=\"table\" role=\"group\" aria-labelledby=\"figures\" tabindex=\"0\">\n<table>\n<thead><tr><th align=\"right\">Line</th><th>Figure</th><th>Shown in</th></tr></thead>\n<tbody>\n"
        )
        for (index, reading) in readings.enumerated() {
            html.markup("<tr id=\"F")
            html.number(index + 1)
            html.markup("\"><td align=\"right\">")
            if isText {
                html.markup("<a href=\"#L")
                html.number(reading.line)
                html.markup("\">")
                html.number(reading.line)
                html.markup("</a>")
            } else {
                html.number(reading.line)
            }
            html.markup("</td><td>")
            html.text(reading.label)
            html.markup("</td><td>")
            for (position, document) in reading.documents.enumerated() {
                if position > 0 { html.markup(", ") }
                html.markup("<a")
                html.attribute(
                    "href",
                    relativeLink(to: document.path, from: path, fragment: document.fragment)
                )
                html.markup(">")
                html.text(document.title)
                html.markup("</a>")
            }
            html.markup("</td></tr>\n")
        }
        html.markup("</tbody>\n</table>\n</div>\n")
    }

    private func lines(_ lineCount: Int, _ readings: [EvidenceFile.Reading], _ html: inout HTMLWriter) {
        html.markup("<h2 id=\"lines\">The capture</h2>\n")
        let isLong = lineCount > Self.longFile
        var digits = LineNumber()
        var marks = readings.enumerated().map { (position: $0.offset + 1, reading: $0.element) }[...]
        html.markup(isLong ? "<pre class=\"lines long\">" : "<pre class=\"lines\">")
        file.text.withUnsafeBufferPointer { bytes in
            EvidenceLines.forEach(bytes) { number, line in
                if isLong, number % Self.blockSize == 1 {
                    html.markup(number == 1 ? "<span class=\"chunk\">" : "</span><span class=\"chunk\">")
                }
                while let mark = marks.first, mark.reading.line < number { marks.removeFirst() }
                let isRead = marks.first?.reading.line == number
                digits.next()
                html.lineStart(digits, isRead: isRead)
                html.capture(line)
                while isRead, let mark = marks.first, mark.reading.line == number {
                    marks.removeFirst()
                    html.markup("<small><a href=\"#F")
                    html.number(mark.position)
                    html.markup("\">")
                    html.text(mark.reading.label)
                    html.markup("</a></small>")
                }
                html.markup("\n</span>")
            }
        }
        html.markup(isLong ? "</span></pre>\n" : "</pre>\n")
    }

    static func lineCount(of bytes: [UInt8]) -> Int {
        var count = 0
        bytes.withUnsafeBufferPointer { EvidenceLines.forEach($0) { number, _ in count = number } }
        return count
    }
}

extension HTMLWriter {
    /// The beginning of an addressable line, with the number that links to it.
    fileprivate mutating func lineStart(_ digits: LineNumber, isRead: Bool) {
        markup("<span id=\"L")
        fragment(digits.text)
        markup(isRead ? "\" class=\"read\"><a href=\"#L" : "\"><a href=\"#L")
        fragment(digits.text)
        markup("\">")
        fragment(digits.text)
        markup("</a>")
    }
}

/// A line's number as digits, counted on in place since it is written three times for every line.
private struct LineNumber {
    private(set) var text: [UInt8] = [0x30]

    mutating func next() {
        for index in text.indices.reversed() {
            if text[index] < 0x39 {
                text[index] += 1
                return
            }
            text[index] = 0x30
        }
        text.insert(0x31, at: 0)
    }
}
