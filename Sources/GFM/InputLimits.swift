import Diagnostics

/// What the parser is asked to read at most.
///
/// libcmark-gfm before 0.29.0.gfm.10 takes time that grows with the square of some inputs:
/// CVE-2023-22483 (brackets), CVE-2023-24824 (nesting), CVE-2023-26485 (emphasis marks) and
/// CVE-2023-37463 (table cells that are filled up). Within these limits every text that we know of
/// is parsed in well under two seconds; a document that people read is far below all of them.
enum InputLimits {
    static let bytes = 1_000_000
    static let nesting = 100
    static let pipesInLine = 128
    static let tableCells = 200_000
    static let bracketsInStretch = 2_000
    static let marksInStretch = 4_000
    static let delimiterRowsInStretch = 200
    static let linkExpansion = 64_000_000

    /// What in a text goes beyond the limits or holds slot characters that have no slot.
    static func problems(in text: UnsafeBufferPointer<UInt8>, slotCount: Int) -> [GFMError.Problem] {
        guard text.count <= bytes else {
            return [
                GFMError.Problem(
                    .size, "The Markdown has \(text.count) bytes; at most \(bytes) are read",
                    help: "Bring long evidence in as a value, not as Markdown, or split the document.")
            ]
        }
        var scan = InputScan(text: text, slotCount: slotCount)
        return scan.run()
    }
}

/// One pass over the lines; a stretch is a run of lines without an empty one between them.
private struct InputScan {
    let text: UnsafeBufferPointer<UInt8>
    let slotCount: Int
    var problems: [GFMError.Problem] = []
    var line = 0
    var stretch = Stretch()
    var cells = 0
    var brackets = 0
    var longestDefinition = 0
    var reported: Set<Check.Markdown> = []

    struct Stretch {
        var bytes = 0
        var brackets = 0
        var marks = 0
        var delimiterRows = 0
        var columns = 1
        var holdsDefinition = false
    }

    init(text: UnsafeBufferPointer<UInt8>, slotCount: Int) {
        self.text = text
        self.slotCount = slotCount
    }

    mutating func run() -> [GFMError.Problem] {
        var start = 0
        while start < text.count {
            line += 1
            var end = start
            while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
            read(start..<end)
            start = end + 1
            if end + 1 < text.count, text[end] == 0x0D, text[end + 1] == 0x0A { start += 1 }
        }
        finishStretch()
        if longestDefinition * brackets > InputLimits.linkExpansion {
            report(.linkDefinitions, "The link definitions are too long for so many links")
        }
        return problems
    }

    private mutating func read(_ range: Range<Int>) {
        let content = nesting(range)
        guard content < range.upperBound else { return finishStretch() }
        var pipes = 0
        var onlyDelimiters = true
        var previous: UInt8 = 0
        for offset in content..<range.upperBound {
            let byte = text[offset]
            switch byte {
            case UInt8(ascii: "|"): pipes += 1
            case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"):
                if byte == UInt8(ascii: ":"), previous == UInt8(ascii: "]") { stretch.holdsDefinition = true }
            case UInt8(ascii: "["):
                stretch.brackets += 1
                onlyDelimiters = false
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "<"):
                stretch.marks += 1
                onlyDelimiters = false
            case 0xF3:
                onlyDelimiters = false
                checkSlot(at: offset, before: range.upperBound)
            default: onlyDelimiters = false
            }
            previous = byte
        }
        count(pipes: pipes, isDelimiterRow: onlyDelimiters, bytes: range.count)
    }

    private mutating func count(pipes: Int, isDelimiterRow: Bool, bytes: Int) {
        stretch.bytes += bytes + 1
        stretch.columns = max(stretch.columns, pipes + 1)
        if isDelimiterRow { stretch.delimiterRows += 1 }
        cells += stretch.columns
        let inTable = "Bring a large table in as a value."
        if pipes > InputLimits.pipesInLine {
            report(
                .columns, "A line has \(pipes) pipes; at most \(InputLimits.pipesInLine) are read", inTable)
        }
        if cells > InputLimits.tableCells {
            report(.cells, "The tables have more than \(InputLimits.tableCells) cells", inTable)
        }
        if stretch.brackets > InputLimits.bracketsInStretch {
            report(
                .brackets,
                "More than \(InputLimits.bracketsInStretch) brackets follow each other without an empty line")
        }
        if stretch.marks > InputLimits.marksInStretch {
            report(
                .marks,
                "More than \(InputLimits.marksInStretch) marks of emphasis or code follow each other without an empty line"
            )
        }
        if stretch.delimiterRows > InputLimits.delimiterRowsInStretch {
            report(
                .delimiterRows,
                "More than \(InputLimits.delimiterRowsInStretch) delimiter rows follow each other without an empty line"
            )
        }
    }

    private mutating func finishStretch() {
        brackets += stretch.brackets
        if stretch.holdsDefinition { longestDefinition = max(longestDefinition, stretch.bytes) }
        stretch = Stretch()
    }

    /// The offset of the first byte after indentation and container markers, whose number is limited.
    private mutating func nesting(_ range: Range<Int>) -> Int {
        var offset = range.lowerBound
        var columns = 0
        var markers = 0
        var content = offset
        scan: while offset < range.upperBound {
            switch text[offset] {
            case UInt8(ascii: " "): columns += 1
            case UInt8(ascii: "\t"): columns += 4
            case UInt8(ascii: ">"): markers += 1
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
                guard isBlank(offset + 1, range.upperBound) else { break scan }
                markers += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                var digit = offset
                while digit < range.upperBound, text[digit] &- 0x30 <= 9 { digit += 1 }
                guard digit < range.upperBound,
                    text[digit] == UInt8(ascii: ".") || text[digit] == UInt8(ascii: ")"),
                    isBlank(digit + 1, range.upperBound)
                else { break scan }
                markers += 1
                offset = digit
            default: break scan
            }
            offset += 1
            content = offset
        }
        if markers > 0, markers + columns / 2 > InputLimits.nesting {
            report(.nesting, "Lists and quotes nest deeper than \(InputLimits.nesting)")
        }
        return markers > 0 && content >= range.upperBound ? range.lowerBound : content
    }

    private func isBlank(_ offset: Int, _ end: Int) -> Bool {
        offset >= end || text[offset] == UInt8(ascii: " ") || text[offset] == UInt8(ascii: "\t")
    }

    private mutating func checkSlot(at offset: Int, before end: Int) {
        guard offset + 3 < end,
            let index = Slot.index(text[offset], text[offset + 1], text[offset + 2], text[offset + 3]),
            index >= slotCount
        else { return }
        report(
            .privateUse, "A private-use character of plane 15 stands in the text",
            "These characters mark the places of values; remove it.")
    }

    /// Reports a kind of problem once.
    private mutating func report(_ check: Check.Markdown, _ summary: String, _ help: String? = nil) {
        guard reported.insert(check).inserted else { return }
        problems.append(GFMError.Problem(check, summary, help: help, line: line))
    }
}
