import Diagnostics

/// Follows quotes, so that a literal that holds a line break keeps the lines that it is spread over.
///
/// EXPLAIN prints a constant as it is: `'a⏎  ->  Seq Scan on phantom  (cost=…)'` puts a line into the
/// plan that looks like a node and is none.
enum PlanLiteral {
    /// Where a text that begins at an offset ends: at the end of the first line on which no quote is open.
    ///
    /// `line` is the line in which the offset stands, and becomes the line of the end; it never passes
    /// `lastLine`. Quotes are those of
    /// SQL: `'…'` with `''`, `E'…'` with backslashes, and `"…"` with `""`.
    static func end(
        in file: SourceFile, from start: Int, line: inout Int, lastLine: Int, onlyIdentifiers: Bool = false
    ) throws(Diagnostic) -> Int {
        let bytes = file.bytes
        let first = line
        var end = file.line(line).upperBound
        var offset = start
        var quote: UInt8 = 0
        var opened = start
        var takesBackslashes = false
        while true {
            while offset < end {
                let byte = bytes[offset]
                if quote == 0 {
                    if byte == 0x22 || (byte == 0x27 && !onlyIdentifiers) {
                        quote = byte
                        opened = offset
                        takesBackslashes = byte == 0x27 && isEscapeMark(bytes, before: offset, from: start)
                    }
                } else if byte == quote {
                    quote = 0
                } else if takesBackslashes, byte == 0x5C {
                    offset += 1
                }
                offset += 1
            }
            guard quote != 0 else { return end }
            guard line < lastLine else { break }
            line += 1
            let next = file.line(line)
            offset = next.lowerBound
            end = next.upperBound
        }
        line = first
        throw Diagnostic(
            .plan(.truncated), "A quoted text begins here and the file ends before it does",
            at: file.span(opened..<file.line(file.lineNumber(at: opened)).upperBound),
            expected: quote == 0x22 ? "a closing double quote" : "a closing quote",
            help: PlanHelp.captureWhole)
    }

    /// Whether the quote at an offset begins a text with backslashes: `E'…'`.
    static func isEscapeMark(_ bytes: [UInt8], before quote: Int, from start: Int) -> Bool {
        guard quote > start, bytes[quote - 1] == UInt8(ascii: "E") || bytes[quote - 1] == UInt8(ascii: "e")
        else { return false }
        guard quote - 1 > start else { return true }
        let before = bytes[quote - 2]
        let isWordByte =
            (before >= 0x30 && before <= 0x39) || (before >= 0x41 && before <= 0x5A)
            || (before >= 0x61 && before <= 0x7A) || before == 0x5F || before >= 0x80
        return !isWordByte
    }
}

/// Takes a line of several properties apart: `Buckets: 1024  Batches: 1  Memory Usage: 48kB`.
enum PropertySequence {
    static func pairs(
        _ bytes: [UInt8], name: Range<Int>, value: Range<Int>
    ) -> [(name: Range<Int>, value: Range<Int>)] {
        var pairs: [(name: Range<Int>, value: Range<Int>)] = []
        var name = name
        var rest = value
        while let gap = bytes.firstIndex(of: "  ", in: rest),
            let colon = bytes.firstIndex(of: ": ", in: gap + 2..<rest.upperBound)
        {
            pairs.append((name, rest.lowerBound..<gap))
            name = gap + 2..<colon
            rest = colon + 2..<rest.upperBound
        }
        pairs.append((name, rest))
        return pairs
    }
}

/// psql's line under a table: `(19 rows)`, in the words of the client's language.
enum PsqlFooter {
    static func rows(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        guard let first = range.first, bytes[first] == UInt8(ascii: "(") else { return nil }
        var cursor = ByteCursor(bytes, range)
        cursor.offset += 1
        guard let number = cursor.number(), number.decimals == 0, number.value >= 0, number.value < 1e9,
            cursor.take(" ")
        else { return nil }
        let word = cursor.offset
        while let byte = cursor.byte, isLetter(byte) { cursor.offset += 1 }
        guard cursor.offset > word, cursor.take(")") else { return nil }
        cursor.skipSpaces()
        return cursor.isAtEnd ? Int(exactly: number.value) : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) || byte >= 0x80
    }
}
