import Quantities

/// The lines of a capture with their numbers, those of a long one in folds; nothing is left out.
struct NumberedLines {
    /// Files longer than this are folded.
    static let longFile = 400

    /// How many lines there are.
    let count: Int

    private let file: EvidenceFile
    private let rawName: String

    init(_ file: EvidenceFile, rawName: String) {
        self.file = file
        self.rawName = rawName
        count = Self.count(of: file.text)
    }

    static func count(of bytes: [UInt8]) -> Int {
        var count = 0
        bytes.withUnsafeBufferPointer { EvidenceLines.forEach($0) { number, _ in count = number } }
        return count
    }

    /// How many lines a fold holds: more where there are many, so that the list of folds stays short.
    private var foldSize: Int { count <= 4_000 ? 200 : count <= 25_000 ? 500 : 2_000 }

    /// Writes all lines; `readings` are sorted by line.
    func write(_ readings: [EvidenceFile.Reading], to html: inout HTMLWriter) {
        html.markup("<h2 id=\"lines\">The capture</h2>\n")
        let isFolded = count > Self.longFile
        if isFolded { note(&html) } else { html.markup("<pre class=\"lines\">") }
        let size = foldSize
        var digits = LineNumber()
        var marks = readings.enumerated().map { (position: $0.offset + 1, reading: $0.element) }[...]
        file.text.withUnsafeBufferPointer { bytes in
            EvidenceLines.forEach(bytes) { number, line in
                while let mark = marks.first, mark.reading.line < number { marks.removeFirst() }
                if isFolded, number % size == 1 {
                    if number > 1 { html.markup("</pre></details>\n") }
                    let last = min(count, number + size - 1)
                    let within = marks.prefix { $0.reading.line <= last }.map(\.reading)
                    fold(number...last, within, &html)
                }
                let isRead = marks.first?.reading.line == number
                digits.next()
                html.lineStart(digits, isRead: isRead)
                html.capture(line)
                while isRead, let mark = marks.first, mark.reading.line == number {
                    marks.removeFirst()
                    html.markup("<small><a href=\"#F")
                    html.number(mark.position)
                    html.markup("\">")
                    html.text(mark.reading.label)
                    html.markup("</a></small>")
                }
                html.markup("\n</span>")
            }
        }
        html.markup(isFolded ? "</pre></details>\n" : "</pre>\n")
    }

    private func note(_ html: inout HTMLWriter) {
        html.markup("<p class=\"note\">All ")
        html.text(decimal(Double(count), decimals: 0))
        html.markup(
            " lines are here, in folds; those that figures are read from are open. A folded stretch is not ")
        html.markup("printed: the exact bytes are in <code>")
        html.captured(rawName)
        html.markup("</code>.</p>\n")
    }

    private func fold(_ lines: ClosedRange<Int>, _ within: [EvidenceFile.Reading], _ html: inout HTMLWriter) {
        html.markup(
            !within.isEmpty
                ? "<details class=\"stretch\" open><summary>" : "<details class=\"stretch\"><summary>")
        html.markup("Lines ")
        html.text(decimal(Double(lines.lowerBound), decimals: 0))
        html.markup("–")
        html.text(decimal(Double(lines.upperBound), decimals: 0))
        if !within.isEmpty {
            html.markup(" <span>")
            html.text(within.count == 1 ? "1 figure: " : "\(within.count) figures: ")
            html.text(within.prefix(3).map(\.label).joined(separator: ", "))
            if within.count > 3 { html.text(" and \(within.count - 3) more") }
            html.markup("</span>")
        }
        html.markup("</summary><pre class=\"lines\">")
    }
}

extension HTMLWriter {
    /// The beginning of an addressable line, with the number that links to it.
    fileprivate mutating func lineStart(_ digits: LineNumber, isRead: Bool) {
        markup("<span id=\"L")
        fragment(digits.text)
        markup(isRead ? "\" class=\"read\"><a href=\"#L" : "\"><a href=\"#L")
        fragment(digits.text)
        markup("\">")
        fragment(digits.text)
        markup("</a>")
    }
}

/// A line's number as digits, counted on in place since it is written three times for every line.
private struct LineNumber {
    private(set) var text: [UInt8] = [0x30]

    mutating func next() {
        for index in text.indices.reversed() {
            if text[index] < 0x39 {
                text[index] += 1
                return
            }
            text[index] = 0x30
        }
        text.insert(0x31, at: 0)
    }
}
