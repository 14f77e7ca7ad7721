import Evidence
import Quantities

/// How a capture came about, and who relies on it.
extension EvidencePage {
    // MARK: Facts

    func facts(hash: String, lineCount: Int?, _ html: inout HTMLWriter) {
        if let record = file.record, record.sha256 != hash {
            html.markup("<aside class=\"notice\"><p><strong>Changed since it was captured.</strong> ")
            html.markup("The record beside it is of other bytes, whose SHA-256 was <code>")
            html.captured(record.sha256)
            html.markup("</code>.</p></aside>\n")
        }
        html.markup("<dl class=\"facts\">\n")
        fact("Shows", file.title, &html)
        fact("Captured", captured, &html)
        if let record = file.record { facts(of: record, &html) }
        fact("Size", size(lineCount), &html)
        html.markup("<div><dt>SHA-256</dt><dd class=\"hash\">")
        html.text(hash)
        html.markup("</dd></div>\n<div><dt>Exact bytes</dt><dd>")
        download(rawPath, &html)
        html.markup("</dd></div>\n")
        if let recordPath = file.recordPath {
            html.markup("<div><dt>Record</dt><dd>")
            download(recordPath, &html)
            html.markup("</dd></div>\n")
        }
        html.markup("</dl>\n")
    }

    private var captured: String? {
        guard let time = file.record?.captured.text ?? file.capturedAt else { return nil }
        guard let zone = file.record?.timeZone else { return time }
        return "\(time) (session time zone \(zone))"
    }

    private func facts(of record: SavedRecord, _ html: inout HTMLWriter) {
        fact("Took", record.seconds.map(Self.duration), &html)
        if let server = record.server {
            fact("Server", "PostgreSQL \(server.version)", &html)
            fact("Database", server.database, &html)
            fact("Role", server.role, &html)
            fact("Host", server.host, &html)
        }
        fact("Client", record.client, &html)
        fact("Access", record.access?.words, &html)
        fact("Sampled", record.sampling.map(Self.words), &html)
        if let query = record.query {
            fact("Query", query + (record.label.map { ", labelled \($0)" } ?? ""), &html)
        }
        for (view, reset) in record.statisticsReset.sorted(by: { $0.key < $1.key }) {
            fact("Counters last reset", "\(reset.text) (\(view))", &html)
        }
        for replaced in record.replaces {
            let time = replaced.captured.map { " of \($0.text)" } ?? ""
            fact("Replaced", "a capture\(time), SHA-256 \(replaced.sha256)", &html)
        }
    }

    private static func duration(_ seconds: Double) -> String {
        seconds < 1
            ? "\(decimal(seconds * 1_000, decimals: 1)) ms" : "\(decimal(seconds, decimals: 3)) s"
    }

    private static func words(_ sampling: SavedRecord.Sampling) -> String {
        func time(_ seconds: Double) -> String {
            if seconds < 1 { return "\(Self.number(seconds * 1_000)) ms" }
            return "\(Self.number(seconds)) s"
        }
        let samples = "\(decimal(Double(sampling.samples), decimals: 0)) samples"
        return "every \(time(sampling.interval)) for \(time(sampling.duration)), \(samples), "
            + "\(decimal(Double(sampling.missed), decimals: 0)) missed"
    }

    private static func number(_ value: Double) -> String {
        decimal(value, decimals: value == value.rounded() ? 0 : 1)
    }

    private func size(_ lineCount: Int?) -> String {
        var size = "\(decimal(Double(file.bytes.count), decimals: 0)) bytes"
        if file.text != file.bytes {
            size += " compressed, \(decimal(Double(file.text.count), decimals: 0)) bytes unpacked"
        }
        if let lineCount {
            size += ", \(decimal(Double(lineCount), decimals: 0)) \(lineCount == 1 ? "line" : "lines")"
        }
        return size
    }

    private func fact(_ name: StaticString, _ value: String?, _ html: inout HTMLWriter) {
        guard let value else { return }
        html.markup("<div><dt>")
        html.markup(name)
        html.markup("</dt><dd>")
        html.captured(value)
        html.markup("</dd></div>\n")
    }

    private func download(_ target: String, _ html: inout HTMLWriter) {
        html.markup("<a")
        html.attribute("href", relativeLink(to: target, from: path))
        html.markup(" download>")
        html.captured(target.split(separator: "/").last.map(String.init) ?? target)
        html.markup("</a>")
    }

    // MARK: What was run

    func query(_ html: inout HTMLWriter) {
        guard let query = file.query else { return }
        html.markup("<h2 id=\"query\">What was run</h2>\n")
        if let statement = file.statement {
            html.markup("<p><code>")
            html.captured(query)
            html.markup("</code>:</p>\n<pre><code>")
            code(statement, &html)
        } else {
            html.markup("<pre><code>")
            code(Array(query.utf8), &html)
        }
        html.markup("</code></pre>\n")
    }

    private func code(_ text: [UInt8], _ html: inout HTMLWriter) {
        text.withUnsafeBufferPointer { bytes in
            EvidenceLines.forEach(bytes) { number, line in
                if number > 1 { html.markup("\n") }
                html.capture(line)
            }
        }
    }

    // MARK: Who relies on it

    func citations(isText: Bool, _ html: inout HTMLWriter) {
        html.markup("<h2 id=\"cited\">Documents that cite it</h2>\n")
        guard !file.citations.isEmpty || !file.mentions.isEmpty else {
            html.markup("<p>No document cites this file.</p>\n")
            return
        }
        html.markup("<ul class=\"citations\">\n")
        for citation in file.citations {
            html.markup("<li>")
            link(citation.document, &html)
            write(citation.figures, isText: isText, &html)
            html.markup("</li>\n")
        }
        for mention in file.mentions {
            html.markup("<li>")
            html.text(mention.source)
            html.markup(": ")
            html.captured(mention.text)
            html.markup("</li>\n")
        }
        html.markup("</ul>\n")
    }

    /// How many figures of a document are named here; the table of figures has all of them.
    private static let mostFigures = 8

    private func write(_ figures: [EvidenceFile.Citation.Figure], isText: Bool, _ html: inout HTMLWriter) {
        var seen: Set<String> = []
        let distinct = figures.filter { seen.insert($0.label).inserted }
        for (index, figure) in distinct.prefix(Self.mostFigures).enumerated() {
            html.markup(index == 0 ? ": " : ", ")
            guard isText else {
                html.captured(figure.label)
                continue
            }
            html.markup("<a href=\"#L")
            html.number(figure.line)
            html.markup("\">")
            html.captured(figure.label)
            html.markup("</a>")
        }
        guard distinct.count > Self.mostFigures else { return }
        html.markup(" and <a href=\"#figures\">")
        html.number(distinct.count - Self.mostFigures)
        html.markup(" more</a>")
    }
}

extension SavedRecord.Access {
    /// What it says, for a reader.
    fileprivate var words: String {
        switch self {
        case .readOnly: "in a read-only transaction"
        case .rolledBack: "in a transaction that was rolled back"
        case .readWrite: "in a transaction that could write"
        }
    }
}
