public import Diagnostics
public import Evidence

/// A statement of a query file, and what it may do.
public struct SQLStatement: Sendable {
    /// What a statement is, as far as it matters to how it is run.
    public enum Kind: Sendable, Hashable {
        /// SELECT, WITH, TABLE or VALUES.
        case query
        case show
        case explain(PlanFormat, isAnalyze: Bool)
        /// Anything else.
        case other
    }

    /// In what format EXPLAIN prints.
    public enum PlanFormat: String, Sendable, Hashable, CaseIterable {
        /// Lines with arrows.
        case text
        /// A document of JSON.
        case json
        /// A document of YAML.
        case yaml
        /// A document of XML.
        case xml
    }

    /// Where it stands, from its first word to its last, without the `;`.
    public let span: SourceSpan
    public let kind: Kind
    /// What it has to be allowed to do.
    public let access: SavedRecord.Access
    /// Why it is not read-only; nil where it is.
    public let finding: Diagnostic?

    /// The statement as it is written, without the `;`.
    public var text: String { span.text }

    /// Vets a statement, whose first token there is.
    init(_ tokens: ArraySlice<SQLToken>, in file: SourceFile) {
        let start = tokens.first?.range.lowerBound ?? 0
        span = file.span(start..<(tokens.last?.range.upperBound ?? start))
        let verdict = StatementVetting(tokens: Array(tokens), file: file).verdict()
        kind = verdict.kind
        access = verdict.access
        finding = verdict.finding
    }
}
