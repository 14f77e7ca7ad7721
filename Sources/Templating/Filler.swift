public import Diagnostics
import GFM

extension Template {
    /// Fills the template with facts, or throws everything that keeps it from being filled.
    public func fill(
        with facts: Record, partials library: TemplateLibrary = .empty
    ) throws(Diagnostics) -> FilledTemplate {
        var filler = Filler(facts, library, sizeHint: source.bytes.count + source.bytes.count / 4)
        filler.fill(self)
        guard filler.findings.isEmpty else { throw Diagnostics(filler.findings) }
        return FilledTemplate(
            utf8: filler.output, slots: filler.slots, tags: filler.tags, pieces: filler.pieces)
    }
}

/// The filling of one template.
struct Filler {
    private(set) var output: [UInt8] = []
    private(set) var slots: [Slot] = []
    private(set) var tags: [SourceSpan] = []
    private(set) var pieces: [FilledTemplate.Piece] = []
    private(set) var findings: [Diagnostic] = []

    private let library: TemplateLibrary
    private var scopes: [Scope]
    private var template: Template?
    private var includes: [SourceSpan] = []
    private var indentation: [UInt8] = []
    private var isChecking = false
    /// How many sections and templates the present tag is nested in.
    private var depth = 0
    /// What may still be done, in tags and bytes: lists in lists, and templates that each bring in several,
    /// multiply what a short template comes to.
    private var budget = 16_000_000

    /// What names are looked up in; the innermost comes first.
    private struct Scope {
        let item: Value
        let record: Record?
        let position: (index: Int, count: Int)?
    }

    init(_ facts: Record, _ library: TemplateLibrary, sizeHint: Int) {
        self.library = library
        scopes = [Scope(item: .record(facts), record: facts, position: nil)]
        output.reserveCapacity(sizeHint)
    }

    mutating func fill(_ template: Template) {
        let outer = self.template
        self.template = template
        fill(template.nodes, template.source)
        self.template = outer
    }

    private mutating func fill(_ nodes: [TemplateNode], _ source: SourceFile) {
        depth += 1
        defer { depth -= 1 }
        for node in nodes {
            guard spend(node.cost, node.range, source) else { return }
            switch node {
            case .literal(let range): literal(range, source)
            case .value(let tag): value(tag, source)
            case .quoted(let words, let range):
                if !isChecking { slot(.text(words), source.span(range)) }
            case .section(let tag): section(tag, source)
            case .partial(let tag): partial(tag, source)
            }
        }
    }

    /// Takes a cost from the budget, and reports the place at which nothing is left; false then.
    private mutating func spend(_ cost: Int, _ range: Range<Int>, _ source: SourceFile) -> Bool {
        guard budget > 0 else { return false }
        budget -= cost
        if budget > 0 { return true }
        report(
            .tooLong,
            "The document is too long, or its sections repeat each other too often: filling stops here",
            source.span(range),
            help: "Look at lists that are repeated in each other, and at templates that bring in many others."
        )
        return false
    }

    /// Whether what a tag holds may be filled; reports one that is nested too deep.
    private mutating func mayNest(_ range: Range<Int>, _ source: SourceFile) -> Bool {
        guard depth > Template.deepest else { return true }
        report(
            .tooDeep, "Sections and templates nest deeper than \(Template.deepest)", source.span(range),
            help: "Take sections apart, or bring the template in from further outside.")
        // A list would report it for each of its items.
        budget = 0
        return false
    }

    // MARK: Output

    private mutating func literal(_ range: Range<Int>, _ source: SourceFile) {
        guard !isChecking else { return }
        pieces.append(FilledTemplate.Piece(output: output.count, file: source, offset: range.lowerBound))
        guard !indentation.isEmpty else { return output.append(contentsOf: source.bytes[range]) }
        for byte in source.bytes[range] {
            if byte != 0x0A { indentLine() }
            output.append(byte)
        }
    }

    /// Indents a line of a template that was brought in; empty lines stay empty.
    private mutating func indentLine() {
        guard !indentation.isEmpty, output.last.map({ $0 == 0x0A }) ?? true else { return }
        output.append(contentsOf: indentation)
    }

    private mutating func slot(_ slot: Slot, _ span: SourceSpan) {
        guard slots.count < Slot.limit else {
            if slots.count == Slot.limit {
                report(
                    .tooManyValues, "The document shows more than \(Slot.limit) values", span,
                    help: "Split the document, or show a long table as one value.")
                slots.append(slot)
            }
            return
        }
        indentLine()
        Slot.append(slots.count, to: &output)
        slots.append(slot)
        tags.append(span)
    }

    private mutating func report(
        _ check: Check.Template, _ summary: String, _ span: SourceSpan, expected: String? = nil,
        help: String? = nil
    ) {
        // What is repeated is also reported again and again, each time with its line.
        budget -= 4_000 + span.file.line(span.line).count
        findings.append(
            Diagnostic(.template(check), summary, at: span, expected: expected, help: help, notes: chain))
    }

    private var chain: [Diagnostic.Note] {
        includes.reversed().map { Diagnostic.Note("brought in here", at: Place($0)) }
    }

    // MARK: Values

    private mutating func value(_ tag: ValueTag, _ source: SourceFile) {
        guard let value = resolve(tag.path, source) else { return }
        if isChecking, case .missing = value { return }
        let span = source.span(tag.range)
        if let format = tag.format {
            guard case .quantity = value else {
                return report(
                    .formatNotTaken, "`\(tag.path.text)` is \(value.kind) and has no formats",
                    source.span(format.range), expected: "{{ \(tag.path.text) }}")
            }
        }
        switch value {
        case .text(let text): show(.text(text), span)
        case .url(let address): show(.text(address), span)
        case .inlines(let inlines): show(.inlines(inlines), span)
        case .block(let block): show(.block(block), span)
        case .table(let table): show(.table(table), span)
        case .quantity(let quantity): self.quantity(quantity, tag, span)
        case .missing(let reason):
            report(.missingValue, "`\(tag.path.text)` has no value: \(reason)", source.span(tag.path.range))
        case .flag, .list, .record:
            report(
                .notShown, "`\(tag.path.text)` is \(value.kind) and cannot be shown by itself",
                source.span(tag.path.range), help: help(for: value, tag.path))
        }
    }

    private func help(for value: Value, _ path: NamePath) -> String {
        if case .record(let record) = value {
            return "Name one of its values: \(Self.listed(record.names.map { "\(path.text).\($0)" }))."
        }
        return "Open a section: {{# \(path.text) }} … {{/ \(path.text) }}."
    }

    private mutating func show(_ content: Slot, _ span: SourceSpan) {
        if !isChecking { slot(content, span) }
    }

    private mutating func quantity(_ quantity: QuantityValue, _ tag: ValueTag, _ span: SourceSpan) {
        let formats = quantity.formats.joined(separator: ", ")
        guard let format = tag.format?.name ?? quantity.defaultFormat else {
            return report(
                .noFormat, "`\(tag.path.text)` is \(quantity.kind) and needs a format", span,
                expected: "{{ \(tag.path.text) | \(quantity.formats.first ?? "format") }}",
                help: "Its formats: \(formats).")
        }
        guard quantity.formats.contains(format) else {
            return report(
                .unknownFormat, "`\(tag.path.text)` is \(quantity.kind) and has no format `\(format)`",
                tag.format.map { span.file.span($0.range) } ?? span, expected: formats,
                help: nearestName(to: format, among: quantity.formats).map { "Did you mean `\($0)`?" })
        }
        guard !isChecking else { return }
        if let problem = quantity.problem {
            budget -= 4_000
            return findings.append(problem.noting("`\(tag.path.text)` is used here", at: Place(span), chain))
        }
        show(.inlines([quantity.inline(format: format)]), span)
    }

    // MARK: Names

    private mutating func resolve(_ path: NamePath, _ source: SourceFile) -> Value? {
        guard let first = path.segments.first else { return scopes.last?.item }
        if first.utf8.first == UInt8(ascii: "@") { return position(path, first, source) }
        var index = scopes.count
        while index > 0 {
            index -= 1
            guard let value = scopes[index].record?[first] else { continue }
            return path.segments.count > 1 ? member(of: value, path, source) : value
        }
        let known = scopes.reversed().flatMap { $0.record?.names ?? [] }
        report(
            .unknownName, "There is no value named `\(first)`", source.span(path.range(ofSegment: 0)),
            help: Self.suggestion(for: first, among: known))
        return nil
    }

    private mutating func member(of value: Value, _ path: NamePath, _ source: SourceFile) -> Value? {
        var value = value
        for index in 1..<path.segments.count {
            let segment = path.segments[index]
            if case .missing(let reason) = value { return .missing(reason: reason) }
            guard case .record(let record) = value else {
                let owner = path.text(upTo: index)
                report(
                    .noMembers, "`\(owner)` is \(value.kind) and has no values inside",
                    source.span(path.range(ofSegment: index)),
                    help: Self.isList(value) ? "Open a section: {{# \(owner) }} … {{/ \(owner) }}." : nil)
                return nil
            }
            guard let found = record[segment] else {
                report(
                    .unknownName, "`\(path.text(upTo: index))` has no value named `\(segment)`",
                    source.span(path.range(ofSegment: index)),
                    help: Self.suggestion(for: segment, among: record.names))
                return nil
            }
            value = found
        }
        return value
    }

    private static func isList(_ value: Value) -> Bool { if case .list = value { true } else { false } }

    private static func suggestion(for name: String, among known: [String]) -> String? {
        if let near = nearestName(to: name, among: known) { return "Did you mean `\(near)`?" }
        return known.isEmpty ? nil : "Known here: \(listed(known))."
    }

    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }

    private mutating func position(_ path: NamePath, _ name: String, _ source: SourceFile) -> Value? {
        guard let (index, count) = scopes.last(where: { $0.position != nil })?.position else {
            report(.noList, "`\(name)` stands outside of a list's section", source.span(path.range))
            return nil
        }
        switch name {
        case "@first": return .flag(index == 0)
        case "@last": return .flag(index == count - 1)
        default: return .text(String(index + 1))
        }
    }

    // MARK: Sections

    private mutating func section(_ tag: SectionTag, _ source: SourceFile) {
        guard mayNest(tag.range, source), let value = resolve(tag.path, source) else { return }
        let items = Self.items(of: value)
        if tag.isInverted {
            if items.isEmpty { fill(tag.nodes, source) } else { check(tag.nodes, source) }
            return
        }
        guard !items.isEmpty else {
            // What an empty list would hold is not known; what stands under a flag is.
            if case .flag = value { check(tag.nodes, source) }
            return
        }
        if case .flag = value { return fill(tag.nodes, source) }
        let isList = Self.isList(value)
        for (index, item) in items.enumerated() where spend(1, tag.range, source) {
            var record: Record?
            if case .record(let inner) = item { record = inner }
            scopes.append(Scope(item: item, record: record, position: isList ? (index, items.count) : nil))
            fill(tag.nodes, source)
            scopes.removeLast()
            if isChecking { return }
        }
    }

    /// What a section is repeated for.
    private static func items(of value: Value) -> [Value] {
        switch value {
        case .list(let items): items
        case .flag(let isSet): isSet ? [value] : []
        case .text(let text), .url(let text): text.isEmpty ? [] : [value]
        case .inlines(let inlines): inlines.isEmpty ? [] : [value]
        case .missing: []
        case .quantity, .record, .block, .table: [value]
        }
    }

    /// Looks for errors in what is not shown this time, so that they do not lie in wait for other facts.
    private mutating func check(_ nodes: [TemplateNode], _ source: SourceFile) {
        let outer = isChecking
        isChecking = true
        fill(nodes, source)
        isChecking = outer
    }

    // MARK: Partials

    private mutating func partial(_ tag: PartialTag, _ source: SourceFile) {
        guard let other = library[tag.name] else {
            if !tag.isOptional, let template { findings.append(library.unknown(tag, in: template)) }
            return
        }
        guard mayNest(tag.range, source) else { return }
        let outer = indentation
        let start = output.count
        if let own = tag.indentation { indentation += source.bytes[own] }
        includes.append(source.span(tag.range))
        fill(other)
        includes.removeLast()
        indentation = outer
        guard output.count > start else { return }
        // Whether a file ends with a newline must not matter to the words round the tag.
        let endsLine = output.last == 0x0A
        if tag.indentation == nil, endsLine { output.removeLast() }
        if tag.indentation != nil, !endsLine { output.append(0x0A) }
    }
}

extension Diagnostic {
    /// The same finding with a further place that explains it.
    fileprivate func noting(_ message: String, at place: Place, _ chain: [Note]) -> Diagnostic {
        Diagnostic(
            check, summary, at: self.place, expected: expected, help: help,
            notes: notes + [Note(message, at: place)] + chain)
    }
}
