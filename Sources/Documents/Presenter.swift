import Diagnostics
import Evidence
import GFM
import Incidents
import Quantities
import Templating

/// Turns the values of an incident into what templates print, each figure with a link to its source.
struct Presenter: Sendable {
    /// The incident's evidence folder as diagnostics name it, such as `Content/<id>/evidence`.
    let evidenceFolder: String
    /// Whether a figure without a value shows as a dash.
    var showsUnknown = false

    /// A sentence as running text.
    func inlines(_ prose: EvaluatedProse) -> [Inline] {
        prose.fragments.map { fragment in
            switch fragment {
            case .text(let words), .asWritten(let words): .text(words)
            case .code(let code): .code(code)
            case .figure(let use): inline(use, text: use.text)
            case .reading(let reading): inline(reading)
            }
        }
    }

    /// A figure as a link to the line it was read from, or to its derivation where it was computed.
    func inline(_ use: FigureUse, text: String) -> Inline {
        .figure(
            FigureLink(use, text: text, destination: address(of: use), title: use.quantity.derivationText))
    }

    func address(of use: FigureUse) -> String {
        if let source = use.quantity.derivation.directSource,
            let line = Addresses.line(source, in: evidenceFolder)
        {
            return line
        }
        return "\(Addresses.figures)#\(Addresses.anchor(of: use))"
    }

    private func inline(_ reading: TextReading) -> Inline {
        guard let span = reading.span, let line = Addresses.line(span, in: evidenceFolder) else {
            return .text(reading.text)
        }
        return .link([.text(reading.text)], url: line, title: "\(span.file.path), line \(span.line)")
    }

    /// A sentence as a value of the template language.
    func value(_ prose: EvaluatedProse) -> Value { .inlines(inlines(prose)) }

    func value(_ sentences: [EvaluatedProse]) -> Value { .list(sentences.map { value($0) }) }

    /// A figure that templates can print in any format of its unit.
    func value(_ use: FigureUse) -> Value {
        let quantity = use.quantity
        return .quantity(
            QuantityValue(
                kind: quantity.unitName, formats: quantity.formatNames,
                defaultFormat: quantity.formatNames.first,
                problem: showsUnknown ? nil : quantity.problems.first,
                write: { format in inline(use, text: quantity.text(format: format) ?? "—") }))
    }

    /// A derivation in words, each source a link to its line.
    func inlines(_ derivation: Derivation) -> [Inline] {
        var parts: [Inline] = [.text(derivation.text)]
        let sources = derivation.sources
        guard !sources.isEmpty else { return parts }
        parts.append(.text(" — read from "))
        for (offset, source) in sources.prefix(8).enumerated() {
            if offset > 0 { parts.append(.text(", ")) }
            let name = String(source.file.path.dropFirst(evidenceFolder.count + 1))
            if let line = Addresses.line(source, in: evidenceFolder) {
                parts.append(.link([.text("\(name) line \(source.line)")], url: line, title: source.text))
            }
        }
        if sources.count > 8 { parts.append(.text(" and \(sources.count - 8) more lines")) }
        return parts
    }
}
