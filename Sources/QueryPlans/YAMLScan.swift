import Diagnostics

/// Reads the YAML that EXPLAIN prints, each value with the bytes it stands in.
///
/// It is the part of YAML that ExplainPropertyText and its kin in PostgreSQL's explain_format.c write: one
/// value a line, nesting by indentation, `- ` before items, texts quoted as in JSON (escape_yaml).
struct YAMLScan {
    /// A value whose lines are being read.
    private struct Open {
        let value: Int
        /// The column of its name, or of its `- `.
        let column: Int
        /// The column of what it holds; nil before the first of it.
        var inner: Int?
        var kind: PlanDocument.Kind
    }

    private let file: SourceFile
    private let bytes: [UInt8]
    /// The line that is being read, and after `run` the first one after the text.
    private(set) var line: Int
    /// The last line that may belong to it.
    private let lastLine: Int
    private(set) var document: PlanDocument
    private var open: [Open] = []
    /// The offset after the last value.
    private(set) var end: Int

    /// Begins at a line without indentation.
    init(_ file: SourceFile, fromLine line: Int, to lastLine: Int, names: PropertyNames) {
        self.file = file
        bytes = file.bytes
        self.line = line
        self.lastLine = lastLine
        document = PlanDocument(names: names)
        end = file.line(line).lowerBound
    }

    /// Reads up to an empty line, or one that belongs to nothing in the text.
    mutating func run() throws(Diagnostic) {
        begin(.null, name: -1, from: end, column: -1)
        while line <= lastLine {
            let whole = file.line(line)
            var start = whole.lowerBound
            while start < whole.upperBound, bytes[start] == 0x20 { start += 1 }
            var upper = whole.upperBound
            while upper > start, bytes[upper - 1] == 0x20 { upper -= 1 }
            let range = start..<upper
            let column = start - whole.lowerBound
            guard !range.isEmpty, column > 0 || goesOn(range) else { break }
            try read(range, column: column)
            line += 1
        }
        close(to: -1)
        finish()
    }

    /// Whether a line without indentation is a further part of the text.
    private func goesOn(_ range: Range<Int>) -> Bool {
        switch open[0].kind {
        case .array: isItem(range)
        case .object: nameEnd(range) != nil && !isItem(range)
        default: true
        }
    }

    private func isItem(_ range: Range<Int>) -> Bool {
        bytes[range.lowerBound] == UInt8(ascii: "-")
            && (range.count == 1 || bytes[range.lowerBound + 1] == 0x20)
    }

    // MARK: Lines

    private mutating func read(_ range: Range<Int>, column: Int) throws(Diagnostic) {
        close(to: column)
        let wanted: PlanDocument.Kind = isItem(range) ? .array : .object
        let top = open.count - 1
        if open[top].inner == nil {
            open[top].inner = column
            open[top].kind = wanted
        }
        guard open[top].inner == column else {
            throw wrong(range, "a line in the column of the one before, or two further right")
        }
        guard open[top].kind == wanted else {
            throw wrong(range, wanted == .array ? "`Name: value`" : "`- ` and an item")
        }
        guard wanted == .array else { return try readMember(range, column: column) }
        var start = range.lowerBound + 1
        while start < range.upperBound, bytes[start] == 0x20 { start += 1 }
        guard start < range.upperBound else { throw wrong(range, "an item after `-`") }
        let content = start..<range.upperBound
        if let first = bytes[content].first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "[") {
            return try readScalar(content, name: -1, from: start)
        }
        try begin(.object, name: -1, from: start, column: column, in: content)
        open[open.count - 1].inner = column + start - range.lowerBound
        try readMember(content, column: column + start - range.lowerBound)
    }

    /// The offset of the `:` after a name.
    private func nameEnd(_ range: Range<Int>) -> Int? {
        guard let first = bytes[range].first, first != UInt8(ascii: "\"") else { return nil }
        var offset = range.lowerBound
        while offset < range.upperBound {
            if bytes[offset] == UInt8(ascii: ":"),
                offset + 1 == range.upperBound || bytes[offset + 1] == 0x20
            {
                return offset > range.lowerBound ? offset : nil
            }
            offset += 1
        }
        return nil
    }

    private mutating func readMember(_ range: Range<Int>, column: Int) throws(Diagnostic) {
        guard let colon = nameEnd(range) else { throw wrong(range, "`Name: value`") }
        let name = document.names.number(bytes, range.lowerBound..<colon, isTag: false)
        var start = colon + 1
        while start < range.upperBound, bytes[start] == 0x20 { start += 1 }
        guard start < range.upperBound else {
            try begin(.null, name: name, from: range.lowerBound, column: column, in: range)
            return
        }
        try readScalar(start..<range.upperBound, name: name, from: range.lowerBound)
    }

    private mutating func readScalar(_ range: Range<Int>, name: Int, from start: Int) throws(Diagnostic) {
        end = range.upperBound
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "\""):
            let inner = try text(range)
            guard inner.upperBound + 1 == range.upperBound else {
                throw wrong(inner.upperBound + 1..<range.upperBound, "the end of the line")
            }
            document.add(.text, .json, name: name, from: start, inner, to: end)
        case UInt8(ascii: "["): try readList(range, name: name, from: start)
        case UInt8(ascii: "t") where bytes.equals("true", range):
            document.add(.yes, name: name, from: start, range, to: end)
        case UInt8(ascii: "f") where bytes.equals("false", range):
            document.add(.no, name: name, from: start, range, to: end)
        default:
            var cursor = ByteCursor(bytes, range)
            guard cursor.number() != nil, cursor.isAtEnd else {
                throw wrong(range, "a text in quotes, a number, true or false")
            }
            document.add(.number, name: name, from: start, range, to: end)
        }
    }

    /// `["a", "b"]`, the keys of a grouping set.
    private mutating func readList(_ range: Range<Int>, name: Int, from start: Int) throws(Diagnostic) {
        let index = document.add(.array, name: name, from: start, range, to: end)
        var offset = range.lowerBound + 1
        while offset < range.upperBound, bytes[offset] == UInt8(ascii: "\"") {
            let inner = try text(offset..<range.upperBound)
            document.add(.text, .json, from: offset, inner, to: inner.upperBound + 1)
            offset = inner.upperBound + 1
            guard bytes.stands(", \"", at: offset, before: range.upperBound) else { break }
            offset += 2
        }
        guard bytes.equals("]", offset..<range.upperBound) else {
            throw wrong(offset..<range.upperBound, "`]`, or `, ` and a further text in quotes")
        }
        document.close(index, .array, upper: range.upperBound, to: end)
    }

    /// The inside of a quoted text that begins a range.
    private func text(_ range: Range<Int>) throws(Diagnostic) -> Range<Int> {
        let end = JSONString.end(bytes, from: range.lowerBound + 1, before: range.upperBound)
        guard end < range.upperBound else {
            throw Diagnostic(
                line == file.lineCount ? .plan(.truncated) : .plan(.yaml),
                "A quoted text does not end on its line", at: file.span(range), expected: "a closing quote",
                help: PlanHelp.captureWhole)
        }
        let inner = range.lowerBound + 1..<end
        if let bad = JSONString.firstWrongEscape(bytes, inner) {
            throw wrong(bad..<end, "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u and four digits")
        }
        return inner
    }

    // MARK: Nesting

    private mutating func begin(_ kind: PlanDocument.Kind, name: Int, from start: Int, column: Int) {
        let index = document.add(kind, name: name, from: start, start..<start, to: start)
        open.append(Open(value: index, column: column, kind: kind))
    }

    private mutating func begin(
        _ kind: PlanDocument.Kind, name: Int, from start: Int, column: Int, in range: Range<Int>
    ) throws(Diagnostic) {
        guard open.count < PlanDocument.deepest else {
            throw PlanDocument.tooDeep(file, at: range.lowerBound)
        }
        end = range.upperBound
        begin(kind, name: name, from: start, column: column)
    }

    /// Closes what a line in a column cannot belong to.
    private mutating func close(to column: Int) {
        while open.count > 1, let top = open.last, column < (top.inner ?? top.column + 1) {
            finish()
        }
    }

    private mutating func finish() {
        guard let top = open.popLast() else { return }
        // A name without anything under it is an empty list.
        document.close(top.value, top.kind == .null ? .array : top.kind, upper: end, to: end)
        document.startAtFirstChild(top.value)
    }

    private func wrong(_ range: Range<Int>, _ expected: String) -> Diagnostic {
        Diagnostic(
            .plan(.yaml), "This is not YAML as EXPLAIN prints it", at: file.span(range), expected: expected,
            help: PlanHelp.captureWhole)
    }
}
