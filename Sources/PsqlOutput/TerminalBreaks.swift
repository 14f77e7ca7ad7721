internal import Diagnostics
internal import Evidence

/// The text with those lines joined that a terminal broke at its width, or nil where none may be.
///
/// A copy from a terminal of N columns has no longer line, and the lines that go on have exactly N. The
/// rule above the rows is the longest line of a table: it must be among them. Whether the joined text is
/// right shows when a table in it reads whole.
func joinedAtTerminalWidth(_ file: SourceFile) -> SourceFile? {
    var width = 0
    for line in 1...max(1, file.lineCount) {
        let bounds = file.line(line)
        guard bounds.count >= width else { continue }
        width = max(width, file.displayWidth(of: bounds))
        if bounds.count > widestTerminal * 4 { return nil }
    }
    guard width >= narrowestTerminal, width <= widestTerminal else { return nil }
    var broken: [Int] = []
    var hasRule = false
    for line in 1..<max(1, file.lineCount) {
        let bounds = file.line(line)
        guard bounds.count >= width, file.displayWidth(of: bounds) == width else { continue }
        broken.append(line)
        hasRule = hasRule || isRuleLike(file, bounds)
    }
    guard hasRule else { return nil }
    var builder = SourceViewBuilder(of: file)
    builder.reserve(file.bytes.count)
    var start = 0
    for line in broken {
        let end = file.line(line).upperBound
        builder.append(start..<end)
        start = file.line(line + 1).lowerBound
    }
    builder.append(start..<file.bytes.count)
    return builder.view()
}

private let narrowestTerminal = 20
private let widestTerminal = 1_000

/// Whether a line may be the beginning of a rule or of a record's title.
private func isRuleLike(_ file: SourceFile, _ bounds: Range<Int>) -> Bool {
    switch file.bytes[bounds.lowerBound] {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), 0xE2:
        RecordTitle(file, bounds) != nil || isDashes(file, bounds)
    default: false
    }
}

private func isDashes(_ file: SourceFile, _ bounds: Range<Int>) -> Bool {
    file.bytes.withUnsafeBufferPointer { bytes in
        var index = bounds.lowerBound
        while index < bounds.upperBound {
            let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
            let isPart = value == 0x2D || value == 0x2B || value == 0x20 || (0x2500..<0x2580).contains(value)
            if !isPart { return false }
            index += length
        }
        return true
    }
}
