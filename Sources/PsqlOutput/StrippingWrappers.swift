internal import Diagnostics
internal import Evidence

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Strips what people and their programs put around a capture.
///
/// That is the reply marks of a mail, the no-break spaces of a browser, a byte-order mark. The quotes of a
/// grid are another step, ``withoutQuotes(_:)``.
///
/// The places in the view that comes out are those in the file. A file without any of these is given back
/// as it is.
func strippingWrappers(_ file: SourceFile) -> SourceFile {
    withoutReplyMarks(withSpaces(withoutMark(file)))
}

/// The text without a byte-order mark.
private func withoutMark(_ file: SourceFile) -> SourceFile {
    guard file.contentStart > 0 else { return file }
    var builder = SourceViewBuilder(of: file)
    builder.append(file.contentStart..<file.bytes.count)
    return builder.view()
}

// MARK: - No-break spaces

/// The text with spaces for no-break spaces, where the capture's padding is made of these.
///
/// Browsers and chat programs put them for the spaces that HTML would fold into one. In a text that is
/// padded by spaces, a no-break space belongs to a value.
private func withSpaces(_ file: SourceFile) -> SourceFile {
    guard file.offset(of: [0xC2, 0xA0], in: 0..<file.bytes.count) != nil else { return file }
    guard hasPaddingOfNoBreakSpaces(file) else { return file }
    var builder = SourceViewBuilder(of: file)
    builder.reserve(file.bytes.count)
    var start = 0
    while let found = file.offset(of: [0xC2, 0xA0], in: start..<file.bytes.count) {
        builder.append(start..<found)
        builder.append(0x20, for: found..<found + 2)
        start = found + 2
    }
    builder.append(start..<file.bytes.count)
    return builder.view()
}

private func hasPaddingOfNoBreakSpaces(_ file: SourceFile) -> Bool {
    file.bytes.withUnsafeBufferPointer { bytes in
        var (spaces, plainRuns, otherRuns) = (0, 0, 0)
        var index = 0
        while index < bytes.count {
            var length = 0
            var hasOther = false
            let isFirst = index == 0 || bytes[index - 1] == 0x0A
            while index < bytes.count {
                if bytes[index] == 0x20 {
                    spaces += 1
                    index += 1
                } else if bytes[index] == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xA0 {
                    hasOther = true
                    index += 2
                } else {
                    break
                }
                length += 1
            }
            if length > 1 || (length == 1 && isFirst) {
                if hasOther { otherRuns += 1 } else { plainRuns += 1 }
            }
            if length == 0 { index += 1 }
        }
        return otherRuns > plainRuns || (spaces == 0 && otherRuns == plainRuns)
    }
}

// MARK: - Reply marks

/// The text without the `>` that mail programs put before the lines of what is answered.
///
/// Lines that follow one another lose as many marks as all of them have, and the space after a mark
/// where all have one.
private func withoutReplyMarks(_ file: SourceFile) -> SourceFile {
    var marked: [Range<Int>] = []
    var line = 1
    let count = file.lineCount
    while line <= count {
        guard isReplied(file, line) else {
            line += 1
            continue
        }
        let first = line
        while line <= count, isReplied(file, line) { line += 1 }
        if line - first > 1 { marked.append(first..<line) }
    }
    guard !marked.isEmpty else { return file }
    var cuts: [Range<Int>] = []
    for lines in marked {
        let depth = lines.map { replyMarks(file, file.line($0)).count }.min() ?? 1
        let isSpaced = lines.allSatisfy { line in
            let bounds = file.line(line)
            let end = replyMarks(file, bounds)[depth - 1]
            return end == bounds.upperBound || file.bytes[end] == 0x20
        }
        for line in lines {
            let bounds = file.line(line)
            let end = replyMarks(file, bounds)[depth - 1]
            cuts.append(bounds.lowerBound..<(isSpaced && end < bounds.upperBound ? end + 1 : end))
        }
    }
    return without(cuts, file)
}

private func isReplied(_ file: SourceFile, _ line: Int) -> Bool {
    let bounds = file.line(line)
    return !bounds.isEmpty && file.bytes[bounds.lowerBound] == UInt8(ascii: ">")
}

/// Where each reply mark of a line ends: `>>`, `> >`.
private func replyMarks(_ file: SourceFile, _ bounds: Range<Int>) -> [Int] {
    var ends: [Int] = []
    var index = bounds.lowerBound
    while index < bounds.upperBound {
        if file.bytes[index] == UInt8(ascii: ">") {
            ends.append(index + 1)
            index += 1
        } else if file.bytes[index] == 0x20, index + 1 < bounds.upperBound,
            file.bytes[index + 1] == UInt8(ascii: ">")
        {
            index += 1
        } else {
            break
        }
    }
    return ends
}

// MARK: - Quotes

/// The text without the quotes around each of its lines, as grids of graphical clients copy their rows.
///
/// A double quote inside such quotes is written twice; where it is not, the lines are of another kind.
func withoutQuotes(_ file: SourceFile) -> SourceFile {
    guard
        let first = (1...max(1, file.lineCount)).lazy.map({ file.line($0) }).first(where: {
            !file.isBlank($0)
        }),
        let quote = file.bytes[first].first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    else { return file }
    var cuts: [Range<Int>] = []
    var quoted = 0
    for line in 1...file.lineCount {
        let bounds = file.trimmed(file.line(line))
        if bounds.isEmpty { continue }
        guard bounds.count > 1, file.bytes[bounds.lowerBound] == quote,
            file.bytes[bounds.upperBound - 1] == quote
        else { return file }
        quoted += 1
        let start = file.line(line).lowerBound
        cuts.append(start..<bounds.lowerBound + 1)
        if quote == UInt8(ascii: "\"") {
            var index = bounds.lowerBound + 1
            while index < bounds.upperBound - 1 {
                if file.bytes[index] == quote {
                    guard index + 1 < bounds.upperBound - 1, file.bytes[index + 1] == quote else {
                        return file
                    }
                    cuts.append(index..<index + 1)
                    index += 1
                }
                index += 1
            }
        }
        cuts.append(bounds.upperBound - 1..<bounds.upperBound)
    }
    return quoted > 1 ? without(cuts, file) : file
}

/// The text without some ranges of it, which are in order.
private func without(_ cuts: [Range<Int>], _ file: SourceFile) -> SourceFile {
    var builder = SourceViewBuilder(of: file)
    builder.reserve(file.bytes.count)
    var start = 0
    for cut in cuts {
        builder.append(start..<cut.lowerBound)
        start = cut.upperBound
    }
    builder.append(start..<file.bytes.count)
    return builder.view()
}
