internal import Diagnostics
internal import Evidence

/// A place in a file from which a format's marks are read one after the other.
struct MarkupCursor {
    let file: SourceFile
    var index: Int
    let end: Int

    init(_ file: SourceFile, at index: Int, before end: Int? = nil) {
        self.file = file
        self.index = index
        self.end = end ?? file.bytes.count
    }

    var isAtEnd: Bool { index >= end }

    /// Goes past a mark if it stands here.
    mutating func take(_ mark: StaticString) -> Bool {
        guard file.matches(mark, at: index, before: end) else { return false }
        index += mark.utf8CodeUnitCount
        return true
    }

    /// Goes past spaces, tabs and line endings.
    mutating func skipSpace() {
        while index < end, [0x20, 0x09, 0x0A, 0x0D].contains(file.bytes[index]) { index += 1 }
    }

    /// Goes past the next byte of a kind, and gives where it stood.
    mutating func skip(past byte: UInt8) -> Int? {
        guard let found = file.offset(of: byte, in: index..<end) else { return nil }
        index = found + 1
        return found
    }
}

/// Why a result of one of psql's markup formats could not be read.
struct MarkupProblem: Error {
    let finding: Diagnostic
}

extension PsqlTextScan {
    /// The bytes of a line of a view, or those that an offset is in.
    func lineBounds(at offset: Int) -> Range<Int> {
        file.textLine(file.lineNumber(at: min(offset, max(0, file.bytes.count - 1))))
    }

    /// What is wrong where a format's next mark is missing.
    func markupProblem(_ format: String, at offset: Int, expected: String) -> MarkupProblem {
        let bounds = lineBounds(at: offset)
        if offset >= file.bytes.count { return markupEnd(format, expected: expected) }
        return MarkupProblem(
            finding: Diagnostic(
                .table(.markup), "This is not what psql prints in its \(format) format",
                at: file.span(offset..<max(offset, bounds.upperBound)), expected: expected,
                help: "Capture it again; a part is missing, or was edited."))
    }

    /// What is wrong where the file ends inside a result.
    func markupEnd(_ format: String, expected: String) -> MarkupProblem {
        MarkupProblem(
            finding: Diagnostic(
                .capture(.truncated), "The capture ends in the middle of a result in psql's \(format) format",
                at: file.span(file.textLine(file.lineCount)), expected: expected,
                help: "Capture it again; the file is cut."))
    }

    /// What is wrong where the footer counts other rows than there are.
    func markupCount(stated: Int, found: Int, at range: Range<Int>) -> MarkupProblem {
        MarkupProblem(
            finding: Diagnostic(
                .table(.rowCount),
                "The footer counts \(stated) \(stated == 1 ? "row" : "rows"), the table has \(found)",
                at: file.span(range), help: "Capture the table again; rows are missing, or were added."))
    }

    /// Takes a result that `read` gives, or its problem; the line after either.
    ///
    /// - Parameter end: The line with which the format ends a result; what follows a damaged one is
    ///   looked at from there on.
    mutating func markup(
        at line: Int, endingWith end: StaticString,
        _ read: (PsqlTextScan) throws(MarkupProblem) -> ResultTable
    ) -> Int {
        do throws(MarkupProblem) {
            let table = try read(self)
            tables.append(table)
            return table.lines.upperBound + 1
        } catch {
            findings.append(error.finding)
        }
        return lineAfterResult(from: line + 1, endingWith: end)
    }

    /// The line after the end mark of a result that is not read, and after the count below it.
    func lineAfterResult(from line: Int, endingWith end: StaticString) -> Int {
        var next = line
        while next <= file.lineCount {
            let bounds = file.textLine(next)
            next += 1
            if file.matches(end, at: bounds.lowerBound, before: bounds.upperBound) { break }
        }
        // Its footer counts what could not be read, not something else.
        for further in next..<min(next + 4, file.lineCount + 1) where holdsCount(further) {
            return further + 1
        }
        return next
    }

    private func holdsCount(_ line: Int) -> Bool {
        let bounds = file.textLine(line)
        guard let open = file.offset(of: UInt8(ascii: "("), in: bounds),
            let close = file.offset(of: UInt8(ascii: ")"), in: bounds), close > open
        else { return false }
        return statedRows(open..<close + 1) != nil
    }
}
