public import Diagnostics

/// A Markdown text with places for values, parsed once and filled many times, from any thread.
///
/// The language is that of Mustache, made strict:
///
/// | Tag | Meaning |
/// |---|---|
/// | `{{ name.path }}` | the value |
/// | `{{ name.path \| format }}` | a quantity in one of its formats |
/// | `{{ "PostgreSQL 17" }}` | the words between the quotation marks, whose digits are a name and no figure |
/// | `{{# name }} … {{/ name }}` | once for each item of a list; once where a flag is set or a value is there |
/// | `{{^ name }} … {{/ name }}` | where a list is empty, a flag not set or a value missing |
/// | `{{ . }}` | the item itself |
/// | `{{# @first }}`, `{{# @last }}`, `{{ @number }}` | where in the list the item stands, from 1 |
/// | `{{> name }}`, `{{> name? }}` | another template; with `?` it need not exist |
/// | `{{! words }}` | nothing |
///
/// A name that has no value is an error with its place. Values never become markup: each enters the
/// Markdown as a slot, which is filled after parsing. A line that holds only a tag which shows nothing
/// itself (all but values) vanishes with its newline.
public struct Template: Sendable {
    /// The file that holds the text.
    public let source: SourceFile

    /// How deep sections, and templates that bring in others, may nest.
    static let deepest = 64

    let nodes: [TemplateNode]
    let partials: [PartialTag]

    /// The author's own words, piece by piece, also those inside of sections; between pieces stand tags.
    public let literalText: [SourceSpan]

    /// The names of the values that it shows, and where each tag stands, also those inside of sections.
    public var values: [(name: String, place: SourceSpan)] {
        func values(_ nodes: [TemplateNode]) -> [(name: String, place: SourceSpan)] {
            nodes.flatMap { node -> [(name: String, place: SourceSpan)] in
                switch node {
                case .value(let tag): [(tag.path.text, source.span(tag.range))]
                case .section(let section): values(section.nodes)
                case .literal, .quoted, .partial: []
                }
            }
        }
        return values(nodes)
    }

    /// Parses a template, or throws everything that is wrong with its tags.
    public init(_ source: SourceFile) throws(Diagnostics) {
        var parser = TemplateParser(source)
        parser.run()
        guard parser.findings.isEmpty else { throw Diagnostics(parser.findings) }
        self.source = source
        nodes = parser.nodes
        partials = parser.partials
        literalText = parser.literals.map { source.span($0) }
    }
}

/// A piece of a template.
enum TemplateNode: Sendable {
    case literal(Range<Int>)
    case value(ValueTag)
    case quoted(String, Range<Int>)
    case section(SectionTag)
    case partial(PartialTag)

    /// Where it stands; of a section, the opening tag.
    var range: Range<Int> {
        switch self {
        case .literal(let range), .quoted(_, let range): range
        case .value(let tag): tag.range
        case .section(let tag): tag.range
        case .partial(let tag): tag.range
        }
    }

    /// What filling it takes of a document's budget.
    var cost: Int { if case .literal(let range) = self { 8 + range.count } else { 8 } }
}

/// A name with dots, and where it stands.
struct NamePath: Sendable {
    let text: String
    let segments: [String]
    let range: Range<Int>

    /// The name as far as a segment, without it.
    func text(upTo index: Int) -> String { segments[..<index].joined(separator: ".") }

    /// Where a segment stands.
    func range(ofSegment index: Int) -> Range<Int> {
        let start = segments[..<index].reduce(range.lowerBound) { $0 + $1.utf8.count + 1 }
        return start..<start + segments[index].utf8.count
    }
}

/// A tag that shows a value.
struct ValueTag: Sendable {
    let path: NamePath
    let format: (name: String, range: Range<Int>)?
    let range: Range<Int>
}

/// A section, from its opening to its closing tag.
struct SectionTag: Sendable {
    let path: NamePath
    let isInverted: Bool
    let nodes: [TemplateNode]
    let range: Range<Int>
}

/// A tag that brings in another template.
struct PartialTag: Sendable {
    let name: String
    let isOptional: Bool
    /// White space before a tag that stands alone on its line, nil for a tag within a line.
    ///
    /// Each line of the other template gets it.
    let indentation: Range<Int>?
    let range: Range<Int>
}
