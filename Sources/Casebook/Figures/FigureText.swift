import Diagnostics
import Documents
import Inspection
import Quantities

/// Figures for a reader at a terminal.
enum FigureText {
    /// How many sources a list shows of a figure; asked for alone, it shows all.
    private static let sourcesShown = 6

    /// Writes the incident's title and a paragraph for each figure.
    static func write(_ list: FigureList, isDetailed: Bool, to report: inout TextReport) {
        report.line("\(list.incident): \(list.title)", .strong)
        for figure in list.figures { write(figure, isDetailed: isDetailed, to: &report) }
        report.blank()
    }

    private static func write(_ figure: ListedFigure, isDetailed: Bool, to report: inout TextReport) {
        let quantity = figure.use.quantity
        report.blank()
        let bounds = quantity.intervalText.map { $0 == "exact" ? "  exact" : "  \($0)" } ?? ""
        report.line(
            .init("\(figure.name ?? "(no name)")  "), .init(figure.use.text, .strong), .init(bounds, .faint))
        if let meaning = figure.meaning { report.paragraph(meaning.plainText) }
        report.paragraph("= \(quantity.derivationText)")
        let sources = quantity.derivation.sources
        let shown = isDetailed ? sources[...] : sources.prefix(sourcesShown)
        for source in shown {
            let place = "\(source.file.path):\(source.line):\(source.column)"
            report.line(.init("  \(place)  "), .init(source.text, .faint))
        }
        if sources.count > shown.count {
            report.line("  and \(sources.count - shown.count) more places; see --figure or --json", .faint)
        }
        let documents = figure.documents.map(\.title).joined(separator: ", ")
        report.paragraph(documents.isEmpty ? "printed in no document" : "printed in \(documents)")
    }
}
