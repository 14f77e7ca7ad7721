import Diagnostics
import Evidence
import PsqlOutput
import Quantities

/// A result as a table: numbers to the right, nulls told from texts, each row with its line.
struct TableReading {
    private let table: ResultTable
    private let number: Int
    private let nulls: NullReading
    private let kinds: [PrintedKind]

    /// - Parameter number: Its place among what was read of the capture, from 1.
    init(_ table: ResultTable, number: Int) {
        self.table = table
        self.number = number
        let nulls = NullReading(table)
        self.nulls = nulls
        let looked = min(table.rowCount, EvidenceReading.Limit.rows)
        kinds = table.columns.indices.map { column in
            var kind: PrintedKind?
            for row in 0..<looked where nulls[row, column] == .value {
                let cell = PrintedKind(of: table.text(row: row, column: column))
                if cell == .text || kind ?? cell != cell { return .text }
                kind = cell
            }
            return kind ?? .text
        }
    }

    private var hasHeader: Bool { table.columns.contains { $0.span != nil } }

    /// Writes the table; `room` is how many rows may still be shown.
    func write(to html: inout HTMLWriter, atMost room: inout Int) {
        if let chart = TableChart(table, kinds) { chart.write(id: "chart-\(number)", to: &html) }
        let shown = min(table.rowCount, room)
        room -= shown
        html.markup("<p class=\"note\">")
        html.text(size(shown))
        html.markup("</p>\n")
        guard shown > 0, !table.columns.isEmpty else { return }
        var hasAmbiguous = false
        if table.rowCount == 1, table.columns.count > 6 {
            writeRecord(&hasAmbiguous, &html)
        } else {
            writeRows(shown, &hasAmbiguous, &html)
        }
        guard hasAmbiguous else { return }
        html.markup("<p class=\"note\">∅ is a NULL or an empty text: psql prints both as nothing.</p>\n")
    }

    private func size(_ shown: Int) -> String {
        let rows = decimal(Double(table.rowCount), decimals: 0) + (table.rowCount == 1 ? " row" : " rows")
        let columns = "\(table.columns.count) \(table.columns.count == 1 ? "column" : "columns")"
        guard shown < table.rowCount else { return "\(rows), \(columns)." }
        return shown == 0
            ? "\(rows), \(columns); all of them are in the lines of the capture."
            : "First \(shown) of \(rows), \(columns); all of them are in the lines of the capture."
    }

    private func writeRows(_ count: Int, _ hasAmbiguous: inout Bool, _ html: inout HTMLWriter) {
        begin(&html)
        html.markup("<thead><tr><th align=\"right\">Line</th>")
        for (index, column) in table.columns.enumerated() {
            html.markup(kinds[index] == .number ? "<th align=\"right\">" : "<th>")
            if hasHeader { html.captured(column.name, atMost: 80) } else { html.text("Column \(index + 1)") }
            html.markup("</th>")
        }
        html.markup("</tr></thead>\n<tbody>\n")
        for row in 0..<count {
            html.markup("<tr><td align=\"right\">")
            html.lineLink(table.span(row: row).line)
            html.markup("</td>")
            for column in table.columns.indices {
                begin(kinds[column], &html)
                write(row, column, &hasAmbiguous, &html)
                html.markup("</td>")
            }
            html.markup("</tr>\n")
        }
        end(&html)
    }

    /// One row of many columns is read downwards.
    private func writeRecord(_ hasAmbiguous: inout Bool, _ html: inout HTMLWriter) {
        begin(&html)
        html.markup(
            "<thead><tr><th align=\"right\">Line</th><th>Column</th><th>Value</th></tr></thead>\n<tbody>\n")
        for (index, column) in table.columns.enumerated() {
            html.markup("<tr><td align=\"right\">")
            html.lineLink(table.span(row: 0, column: index).line)
            html.markup("</td><th scope=\"row\">")
            if hasHeader { html.captured(column.name, atMost: 80) } else { html.text("Column \(index + 1)") }
            html.markup("</th><td>")
            write(0, index, &hasAmbiguous, &html)
            html.markup("</td></tr>\n")
        }
        end(&html)
    }

    private func begin(_ html: inout HTMLWriter) {
        html.markup("<div class=\"table\" role=\"group\" aria-label=\"Result ")
        html.number(number)
        html.markup("\" tabindex=\"0\">\n<table class=\"cells\">\n")
    }

    private func end(_ html: inout HTMLWriter) { html.markup("</tbody>\n</table>\n</div>\n") }

    private func begin(_ kind: PrintedKind, _ html: inout HTMLWriter) {
        switch kind {
        case .number: html.markup("<td align=\"right\">")
        case .time: html.markup("<td class=\"time\">")
        case .text: html.markup("<td>")
        }
    }

    private func write(_ row: Int, _ column: Int, _ hasAmbiguous: inout Bool, _ html: inout HTMLWriter) {
        switch nulls[row, column] {
        case .null: html.markup("<i class=\"null\">NULL</i>")
        case .ambiguous:
            hasAmbiguous = true
            html.markup("<i class=\"null\">∅</i>")
        case .value:
            let text = table.text(row: row, column: column)
            guard text.utf8.contains(0x0A) else { return html.captured(text, atMost: 300) }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.prefix(12).enumerated() {
                if index > 0 { html.markup("<br>") }
                html.captured(String(line), atMost: 300)
            }
            guard lines.count > 12 else { return }
            html.markup("<br>… <small class=\"more\">")
            html.number(lines.count - 12)
            html.markup(" more lines</small>")
        }
    }
}
