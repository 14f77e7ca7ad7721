import Diagnostics

/// Finds the `EXPLAIN …` that psql echoes, or that was typed after its prompt, before a plan.
struct PsqlEcho {
    /// The bytes of the statement.
    let range: Range<Int>
    let lastLine: Int

    /// The statement that begins on a line; nil where none does.
    ///
    /// It ends with its `;`. Without one it ends before the next line, outside of quotes, on which
    /// something else begins.
    init?(_ file: SourceFile, line: Int, to last: Int, beginsOther: (Int) -> Bool) {
        let first = file.line(line)
        guard let start = Self.start(file, first) else { return nil }
        var lexer = StatementLexer(file.bytes)
        var end = first.upperBound
        var endLine = line
        var firstOther: Int?
        for number in line...max(line, last) {
            let range = file.line(number)
            if number > line, firstOther == nil, beginsOther(number) {
                firstOther = number
                if !lexer.isOpen { break }
            }
            let text = number == line ? start : Self.afterPrompt(file, range)
            if let semicolon = lexer.read(text..<range.upperBound) {
                self.range = start..<semicolon + 1
                lastLine = number
                return
            }
            if firstOther == nil, !PlanReader.trimmed(file, number).isEmpty {
                end = range.upperBound
                endLine = number
            }
        }
        // No `;`: what begins something else is no part of it, not even after an apostrophe.
        range = start..<end
        lastLine = endLine
    }

    private static func start(_ file: SourceFile, _ range: Range<Int>) -> Int? {
        var start = afterPrompt(file, range)
        while start < range.upperBound, file.bytes[start] == 0x20 || file.bytes[start] == 0x09 { start += 1 }
        guard start + 7 <= range.upperBound else { return nil }
        let word = file.bytes[start..<start + 7].map { $0 | 0x20 }
        return word.elementsEqual("explain".utf8) ? start : nil
    }

    /// Where a line goes on after psql's prompt, such as `postgres=# ` or `shop-> `; its start without one.
    private static func afterPrompt(_ file: SourceFile, _ range: Range<Int>) -> Int {
        let bytes = file.bytes
        var offset = range.lowerBound
        while offset < range.upperBound, offset - range.lowerBound < 64 {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ">") {
                guard offset > range.lowerBound, bytes.stands(" ", at: offset + 1, before: range.upperBound),
                    "=-*!'\"($^".utf8.contains(bytes[offset - 1])
                else { return range.lowerBound }
                return offset + 2
            }
            if byte == 0x20 { return range.lowerBound }
            offset += 1
        }
        return range.lowerBound
    }
}
