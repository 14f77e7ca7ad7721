import Diagnostics
import GFM

/// Reads the tags of a template; it goes on after an error, so that one run finds all of them.
struct TemplateParser {
    private(set) var nodes: [TemplateNode] = []
    private(set) var partials: [PartialTag] = []
    private(set) var literals: [Range<Int>] = []
    private(set) var findings: [Diagnostic] = []

    private let source: SourceFile
    private let bytes: [UInt8]
    private var open: [OpenSection] = []
    private var literalStart = 0
    /// Whether a section nests too deep, or there are so many findings that more would say nothing: what
    /// follows is not read.
    private var isGivenUp = false
    /// How many bytes the findings may still hold, each of which shows its line.
    private var budget = 16_000_000
    /// From where on no comment of Casebook's, and no comment tag, has an end.
    private var lastNoteEnd = Int.max
    private var lastCommentEnd = Int.max

    private struct OpenSection {
        let path: NamePath
        let isInverted: Bool
        let range: Range<Int>
        var nodes: [TemplateNode] = []
    }

    init(_ source: SourceFile) {
        self.source = source
        bytes = source.bytes
    }

    mutating func run() {
        checkText()
        var offset = 0
        while offset + 1 < bytes.count, !isGivenUp {
            if bytes[offset] == UInt8(ascii: "{"), bytes[offset + 1] == UInt8(ascii: "{") {
                offset = tag(at: offset)
            } else if bytes[offset] == UInt8(ascii: "<"), let end = noteEnd(offset) {
                offset = note(offset..<end)
            } else {
                offset += 1
            }
        }
        guard !isGivenUp else { return }
        literal(to: bytes.count)
        for section in open where !isGivenUp { reportUnclosed(section) }
    }

    private mutating func report(
        _ check: Check.Template, _ summary: String, at range: Range<Int>, expected: String? = nil,
        help: String? = nil, notes: [Diagnostic.Note] = []
    ) {
        budget -= 1_000 + source.line(source.lineNumber(at: range.lowerBound)).count
        if budget < 0 { isGivenUp = true }
        findings.append(
            Diagnostic(
                .template(check), summary, at: source.span(range), expected: expected, help: help,
                notes: notes))
    }

    // MARK: Text

    /// Slot characters are private to us, and all text must be UTF-8 so that messages and pages show it whole.
    private mutating func checkText() {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while !isGivenUp {
            switch decoder.parseScalar(from: &iterator) {
            case .emptyInput: return
            case .error(let length):
                return report(
                    .notUTF8, "The template is not UTF-8", at: offset..<offset + length,
                    help: "Save the file as UTF-8.")
            case .valid(let scalar):
                if scalar.count == 4 {
                    let value = Unicode.UTF8.decode(scalar).value
                    if value >= Slot.firstScalar, value < Slot.firstScalar + 0x10000 {
                        report(
                            .privateUse, "A private-use character of plane 15 stands in the template",
                            at: offset..<offset + 4,
                            help: "These characters mark the places of values; remove it.")
                    }
                }
                offset += scalar.count
            }
        }
    }

    private mutating func literal(to end: Int) {
        guard literalStart < end else { return }
        literals.append(literalStart..<end)
        append(.literal(literalStart..<end))
    }

    private mutating func append(_ node: TemplateNode) {
        if open.isEmpty { nodes.append(node) } else { open[open.count - 1].nodes.append(node) }
    }

    // MARK: Notes

    /// The end of a comment that is for Casebook, `<!-- casebook: … -->`; nil where none begins here.
    private mutating func noteEnd(_ start: Int) -> Int? {
        guard start < lastNoteEnd else { return nil }
        let opening = Array("<!--".utf8)
        guard bytes[start...].starts(with: opening) else { return nil }
        let words = bytes[(start + opening.count)...].drop { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
        guard words.starts(with: "casebook:".utf8) else { return nil }
        let end = words.firstRange(of: Array("-->".utf8))?.upperBound
        // Looked for once: each further comment would be followed to the end of the file again.
        if end == nil { lastNoteEnd = start }
        return end
    }

    /// Leaves a comment out, and its line where it stands alone: it is no part of the text, so that it
    /// neither parts a paragraph or a table nor holds numbers.
    private mutating func note(_ range: Range<Int>) -> Int {
        let line = loneLine(range.lowerBound, range.upperBound)
        literal(to: line?.lowerBound ?? range.lowerBound)
        literalStart = line?.upperBound ?? range.upperBound
        return literalStart
    }

    // MARK: Tags

    /// Reads the tag that begins at an offset; gives the offset after it.
    private mutating func tag(at start: Int) -> Int {
        guard start + 2 < bytes.count else {
            reportUnclosedTag(start)
            return bytes.count
        }
        let mark = bytes[start + 2]
        guard let inner = mark == UInt8(ascii: "!") ? commentEnd(start + 3) : tagEnd(start + 2) else {
            reportUnclosedTag(start)
            let next = source.line(source.lineNumber(at: start)).upperBound
            literalStart = next
            return max(next, start + 2)
        }
        let end = inner + 2
        switch mark {
        case UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "!"):
            let line = loneLine(start, end)
            literal(to: line?.lowerBound ?? start)
            markedTag(mark, start + 3..<inner, start..<end, indentation: line.map { $0.lowerBound..<start })
            literalStart = line?.upperBound ?? end
            return literalStart
        case UInt8(ascii: "{"), UInt8(ascii: "&"), UInt8(ascii: "="):
            report(
                .unsupportedTag,
                mark == UInt8(ascii: "=")
                    ? "The marks of tags cannot be changed" : "A value cannot be shown without escaping",
                at: start..<end, expected: "{{ name }}",
                help: mark == UInt8(ascii: "=") ? "Write two braces as {{ \"{{\" }}." : nil)
        default:
            literal(to: start)
            valueTag(start + 2..<inner, start..<end)
        }
        literalStart = end
        return end
    }

    /// The offset of the braces that close a tag, on the same line; braces in a string do not count.
    private func tagEnd(_ start: Int) -> Int? {
        var offset = start
        var inString = false
        while offset < bytes.count, bytes[offset] != 0x0A {
            switch bytes[offset] {
            case UInt8(ascii: "\\") where inString: offset += 1
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "}") where !inString:
                if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "}") { return offset }
            default: break
            }
            offset += 1
        }
        return nil
    }

    private mutating func commentEnd(_ start: Int) -> Int? {
        guard start < lastCommentEnd else { return nil }
        var offset = start
        while offset + 1 < bytes.count {
            if bytes[offset] == UInt8(ascii: "}"), bytes[offset + 1] == UInt8(ascii: "}") { return offset }
            offset += 1
        }
        lastCommentEnd = start
        return nil
    }

    /// The whole line of a tag, with its newline, where nothing but white space stands beside the tag.
    private func loneLine(_ start: Int, _ end: Int) -> Range<Int>? {
        var first = start
        while first > 0, bytes[first - 1] == 0x20 || bytes[first - 1] == 0x09 { first -= 1 }
        guard first == 0 || bytes[first - 1] == 0x0A, first >= literalStart else { return nil }
        var last = end
        while last < bytes.count, bytes[last] == 0x20 || bytes[last] == 0x09 || bytes[last] == 0x0D {
            last += 1
        }
        if last == bytes.count { return first..<last }
        return bytes[last] == 0x0A ? first..<last + 1 : nil
    }

    private mutating func markedTag(
        _ mark: UInt8, _ inner: Range<Int>, _ range: Range<Int>, indentation: Range<Int>?
    ) {
        switch mark {
        case UInt8(ascii: "!"): break
        case UInt8(ascii: ">"): partial(bytes.trimmed(inner), range, indentation)
        default:
            // A section whose name is wrong is opened all the same: its closing tag is no further error.
            let path = name(bytes.trimmed(inner), range)
            if path.range.isEmpty { return }
            if mark == UInt8(ascii: "/") {
                close(path, range)
            } else if open.count == Template.deepest {
                isGivenUp = true
                report(
                    .tooDeep,
                    "Sections nest deeper than \(Template.deepest); the rest of the template is not read",
                    at: range, help: "Close the sections that are open, or take them apart.")
            } else {
                open.append(OpenSection(path: path, isInverted: mark == UInt8(ascii: "^"), range: range))
            }
        }
    }

    private mutating func close(_ path: NamePath, _ range: Range<Int>) {
        guard let index = open.lastIndex(where: { $0.path.text == path.text }) else {
            var notes: [Diagnostic.Note] = []
            if let section = open.last {
                notes.append(
                    Diagnostic.Note("`\(section.path.text)` is open", at: Place(source.span(section.range))))
            }
            return report(
                .strayClose, "No section `\(path.text)` is open here", at: range,
                expected: open.last.map { "{{/ \($0.path.text) }}" }, notes: notes)
        }
        while open.count > index + 1, let section = open.popLast() {
            reportUnclosed(section)
        }
        guard let section = open.popLast() else { return }
        append(
            .section(
                SectionTag(
                    path: section.path, isInverted: section.isInverted, nodes: section.nodes,
                    range: section.range)))
    }

    private mutating func partial(_ inner: Range<Int>, _ range: Range<Int>, _ indentation: Range<Int>?) {
        var name = inner
        let isOptional = name.last.map { bytes[$0] == UInt8(ascii: "?") } ?? false
        if isOptional { name = bytes.trimmed(name.dropLast()) }
        let text = source.text(name)
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard !name.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isNameByte) }) else {
            return report(
                .badPartialName,
                name.isEmpty ? "The tag names no template" : "`\(text)` is not the name of a template",
                at: name.isEmpty ? range : name,
                expected: "letters, digits, `-` and `_`, in parts that are joined by `/`")
        }
        let tag = PartialTag(name: text, isOptional: isOptional, indentation: indentation, range: range)
        partials.append(tag)
        append(.partial(tag))
    }

    private mutating func valueTag(_ inner: Range<Int>, _ range: Range<Int>) {
        let content = bytes.trimmed(inner)
        guard let first = content.first else {
            return report(.emptyTag, "The tag names no value", at: range, expected: "{{ name }}")
        }
        if bytes[first] == UInt8(ascii: "\"") { return quoted(content, range) }
        guard let pipe = content.first(where: { bytes[$0] == UInt8(ascii: "|") }) else {
            return append(.value(ValueTag(path: name(content, range), format: nil, range: range)))
        }
        let path = name(bytes.trimmed(content.lowerBound..<pipe), range)
        let format = bytes.trimmed(pipe + 1..<content.upperBound)
        guard !format.isEmpty, format.allSatisfy({ Self.isNameByte(bytes[$0]) }) else {
            return report(
                .badFormatName,
                format.isEmpty
                    ? "No format follows the bar" : "`\(source.text(format))` is not the name of a format",
                at: format.isEmpty ? pipe..<pipe + 1 : format, expected: "{{ \(path.text) | format }}")
        }
        append(.value(ValueTag(path: path, format: (source.text(format), format), range: range)))
    }

    private mutating func quoted(_ content: Range<Int>, _ range: Range<Int>) {
        var words: [UInt8] = []
        var offset = content.lowerBound + 1
        while offset < content.upperBound, bytes[offset] != UInt8(ascii: "\"") {
            if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < content.upperBound { offset += 1 }
            words.append(bytes[offset])
            offset += 1
        }
        guard offset + 1 == content.upperBound else {
            return report(
                .badString, "Something follows the closing quotation mark",
                at: min(offset + 1, content.upperBound)..<content.upperBound, expected: "{{ \"words\" }}")
        }
        append(.quoted(String(decoding: words, as: UTF8.self), range))
    }

    // MARK: Names

    private mutating func name(_ range: Range<Int>, _ tag: Range<Int>) -> NamePath {
        let text = source.text(range)
        let path = NamePath(text: text, segments: text.split(separator: ".").map(String.init), range: range)
        if text == "." { return NamePath(text: text, segments: [], range: range) }
        if range.isEmpty {
            report(.emptyTag, "The tag names no value", at: tag, expected: "{{ name }}")
            return path
        }
        if text.utf8.first == UInt8(ascii: "@") {
            let known = ["@first", "@last", "@number"]
            if !known.contains(text) {
                report(
                    .badName, "`\(text)` is not known of an item", at: range,
                    expected: known.joined(separator: ", "))
            }
            return path
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if !parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isNameByte) }) {
            report(
                .badName, "`\(text)` is not a name", at: range,
                expected: "letters, digits, `-` and `_`, in parts that are joined by dots",
                help: "Words that are shown as they are written stand between quotation marks.")
        }
        return path
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    // MARK: Unclosed

    private mutating func reportUnclosedTag(_ start: Int) {
        let isComment = start + 2 < bytes.count && bytes[start + 2] == UInt8(ascii: "!")
        report(
            .unclosedTag, isComment ? "The comment is not closed" : "The tag is not closed on its line",
            at: start..<start + 2, expected: "}}", help: "Write two braces that are no tag as {{ \"{{\" }}.")
    }

    private mutating func reportUnclosed(_ section: OpenSection) {
        report(
            .unclosedSection, "The section `\(section.path.text)` is not closed", at: section.range,
            expected: "{{/ \(section.path.text) }}")
    }
}
