package import Diagnostics
package import Documents
import Templating

extension TemplateSet {
    /// What is wrong with the words of the templates.
    package var findings: [Diagnostic] { texts.flatMap(proseFindings) }
}

extension DocumentBuilder {
    /// What is wrong with the words of the incident's own text.
    package var findings: [Diagnostic] { narrativeTexts.flatMap(proseFindings) }
}

/// What is wrong with the words of a Markdown text: typed numbers, words of blame, and what should not be
/// published.
private func proseFindings(in text: Template) -> [Diagnostic] {
    let file = text.source
    func place(_ range: Range<Int>) -> Place { Place(file.span(range)) }
    let scan = HandTypedNumbers.scan(file.bytes, pieces: text.literalText.map(\.range))
    return scan.numbers.map { handTypedNumber(file.text($0), at: place($0)) }
        + blamingWords(in: ProseTokens.sentences(in: scan.ownWords)).map {
            $0.diagnostic(at: place($0.range))
        }
        + Leak.all(in: file.bytes).map { $0.diagnostic(at: place($0.range)) }
}
