import Diagnostics

/// The lines of a plan that stands in no frame, without the margin that all of them have.
///
/// psql puts a space before each row of tuples-only output, and `+` after the lines of a cell that goes on;
/// people indent what they paste.
struct UnframedLines {
    /// The text without the margin; the file itself where there is none.
    let view: SourceFile
    /// The line of the view on which the plan begins.
    let firstLine: Int
    /// The last line of the view that may belong to it.
    let lastLine: Int
    /// How many lines of the file are before the first of the view.
    private let skipped: Int
    /// The line of the file that it may reach to at most.
    private let limit: Int

    init(_ file: SourceFile, from line: Int, to lastLine: Int) {
        limit = lastLine
        let start = Self.start(file, line)
        let margin = start..<PlanReader.trimmed(file, line).lowerBound
        guard !margin.isEmpty || start > file.line(line).lowerBound || Self.mark(file, line) != nil else {
            view = file
            firstLine = line
            self.lastLine = lastLine
            skipped = 0
            return
        }
        var last = line
        while last < lastLine, Self.hasMargin(file, last + 1, margin) { last += 1 }
        let marks = Self.marks(file, line...last)
        var builder = SourceViewBuilder(of: file)
        for number in line...last {
            let whole = file.line(number)
            let begin = (number == line ? start : whole.lowerBound) + margin.count
            let end = marks[number - line] ?? whole.upperBound
            builder.append(min(begin, end)..<end)
            builder.append(0x0A, for: end..<end)
        }
        view = builder.view()
        firstLine = 1
        self.lastLine = view.lineCount
        skipped = line - 1
    }

    /// The same text from a later line on, where it would be made alike from there; nil where it would not.
    fileprivate func from(_ line: Int, of file: SourceFile, to lastLine: Int) -> UnframedLines? {
        guard view !== file, line > skipped + 1, line <= fileLine(self.lastLine), limit == lastLine,
            Self.mark(file, line) == nil
        else { return nil }
        return UnframedLines(view, firstLine: line - skipped, lastLine: self.lastLine, skipped, limit)
    }

    private init(_ view: SourceFile, firstLine: Int, lastLine: Int, _ skipped: Int, _ limit: Int) {
        self.view = view
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.skipped = skipped
        self.limit = limit
    }

    /// The line of the file for one of the view.
    func fileLine(_ line: Int) -> Int { line + skipped }

    /// Where a line begins, after a byte order mark.
    private static func start(_ file: SourceFile, _ line: Int) -> Int {
        let range = file.line(line)
        let isMarked = line == 1 && file.bytes.stands("\u{FEFF}", at: 0, before: range.upperBound)
        return isMarked ? range.lowerBound + 3 : range.lowerBound
    }

    private static func hasMargin(_ file: SourceFile, _ number: Int, _ margin: Range<Int>) -> Bool {
        let range = file.line(number)
        return range.count >= margin.count
            && file.bytes[range.lowerBound..<range.lowerBound + margin.count]
                .elementsEqual(file.bytes[margin])
    }

    /// Where the text of a line ends that has psql's mark of a cell that goes on; nil where it has none.
    private static func mark(_ file: SourceFile, _ number: Int) -> Int? {
        let range = file.line(number)
        var end = range.upperBound
        if let last = range.last, file.bytes[last] == UInt8(ascii: "+") {
            end -= 1
        } else if range.count >= 3, file.bytes.stands("\u{21B5}", at: end - 3, before: end) {
            end -= 3
        } else {
            return nil
        }
        while end > range.lowerBound, file.bytes[end - 1] == 0x20 { end -= 1 }
        return end
    }

    /// The ends of the lines that have a mark.
    private static func marks(_ file: SourceFile, _ lines: ClosedRange<Int>) -> [Int?] {
        // The cell is over with the first line that has none. In the text format every line is a row.
        let last = lines.first { mark(file, $0) == nil } ?? lines.upperBound + 1
        return lines.map { $0 < last ? mark(file, $0) : nil }
    }
}

/// The texts without a frame of one file: plans that stand below one another share one, or each of them
/// would copy the rest of the file.
struct UnframedLinesCache {
    private var known: [[UInt8]: UnframedLines] = [:]

    mutating func text(_ file: SourceFile, from line: Int, to lastLine: Int) -> UnframedLines {
        let margin = Array(file.bytes[file.line(line).lowerBound..<PlanReader.trimmed(file, line).lowerBound])
        if let found = known[margin]?.from(line, of: file, to: lastLine) { return found }
        let text = UnframedLines(file, from: line, to: lastLine)
        known[margin] = text
        return text
    }
}
