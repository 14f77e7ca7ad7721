import Diagnostics

extension SQLLexer {
    /// How the bytes between the quotes are read.
    enum TextMode {
        /// `'…'`: a backslash is a backslash, unless `standard_conforming_strings` is off.
        case plain
        /// `E'…'`: a backslash takes the next byte with it.
        case escapes
        /// `U&'…'`, `B'…'`, `X'…'`: a backslash ends nothing and keeps nothing from ending.
        case coded
    }

    /// How a text begins at the offset, and where its first byte is; nil where none begins.
    func quotePrefix(_ byte: UInt8) -> (mode: TextMode, body: Int)? {
        let quote = UInt8(ascii: "'")
        if byte == quote { return (.plain, offset + 1) }
        guard self.byte(at: offset + 1) == quote else {
            let isCoded =
                byte | 0x20 == UInt8(ascii: "u") && self.byte(at: offset + 1) == UInt8(ascii: "&")
                && self.byte(at: offset + 2) == quote
            return isCoded ? (.coded, offset + 3) : nil
        }
        return switch byte | 0x20 {
        case UInt8(ascii: "e"): (.escapes, offset + 2)
        case UInt8(ascii: "b"), UInt8(ascii: "x"): (.coded, offset + 2)
        case UInt8(ascii: "n"): (.plain, offset + 2)
        default: nil
        }
    }

    /// Goes on behind the closing quote of a text that begins at `start`.
    mutating func text(from start: Int, _ mode: TextMode) throws(Diagnostic) {
        while let byte = byte(at: offset) {
            offset += 1
            if byte == UInt8(ascii: "\\"), mode == .escapes {
                offset += 1
            } else if byte == UInt8(ascii: "\\"), mode == .plain, self.byte(at: offset) == UInt8(ascii: "'") {
                throw Diagnostic(
                    .query(.backslashBeforeQuote), "A backslash stands before a quote",
                    at: file.span(offset - 1..<offset + 1),
                    expected: "a text that means the same with every setting of standard_conforming_strings",
                    help: "Write E'…\\\\' for a backslash at the end, and '' for a quote.")
            } else if byte == UInt8(ascii: "'") {
                if self.byte(at: offset) == byte {
                    offset += 1
                } else {
                    if mode == .escapes, let next = continuation {
                        throw Diagnostic(
                            .query(.continuedText), "A text with escapes goes on after a line end",
                            at: file.span(next..<next + 1), expected: "one text, or || between two",
                            help: "The server reads escapes in what follows, and psql does not.")
                    }
                    return
                }
            }
        }
        throw unterminated("quoted text", from: start, 1, expected: "a closing quote")
    }

    /// Where a text goes on that was closed before the offset: behind a line end, and comments.
    private var continuation: Int? {
        var at = offset
        var hasLineEnd = false
        while let byte = byte(at: at) {
            switch byte {
            case 0x0A, 0x0D:
                hasLineEnd = true
                at += 1
            case 0x20, 0x09, 0x0C: at += 1
            case UInt8(ascii: "-") where self.byte(at: at + 1) == byte:
                while let byte = self.byte(at: at), byte != 0x0A, byte != 0x0D { at += 1 }
            case UInt8(ascii: "'"): return hasLineEnd ? at : nil
            default: return nil
            }
        }
        return nil
    }

    /// `$tag$…$tag$`.
    mutating func dollarQuote() throws(Diagnostic) -> SQLToken {
        let start = offset
        var end = start + 1
        if let byte = byte(at: end), startsWord(byte) {
            while let byte = self.byte(at: end), startsWord(byte) || isDigit(byte) { end += 1 }
        }
        guard byte(at: end) == UInt8(ascii: "$") else {
            throw Diagnostic(
                .query(.parameter), "A dollar sign begins no quoted text",
                at: file.span(start..<max(end, start + 1)), expected: "$$…$$ or $tag$…$tag$",
                help: "A query has no parameters such as $1: write the value, or declare a variable.")
        }
        let tag = bytes[start...end]
        offset = end + 1
        while offset + tag.count <= bytes.count {
            if bytes[offset] == UInt8(ascii: "$"), bytes[offset..<offset + tag.count].elementsEqual(tag) {
                offset += tag.count
                return token(.text, from: start)
            }
            offset += 1
        }
        throw unterminated(
            "dollar quote", from: start, tag.count,
            expected: "a closing \(String(decoding: tag, as: UTF8.self))")
    }

    /// A variable of psql, or a colon that is none.
    mutating func colon() throws(Diagnostic) -> SQLToken {
        let start = offset
        offset += 1
        guard let next = byte(at: offset) else { return token(.sign(bytes[start]), from: start) }
        switch next {
        case UInt8(ascii: ":"), UInt8(ascii: "="):
            offset += 1
            return token(.doubleSign, from: start)
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let end = endOfVariable(from: offset + 1)
            guard end > offset + 1, byte(at: end) == next else {
                return token(.sign(bytes[start]), from: start)
            }
            let name = file.text(offset + 1..<end)
            offset = end + 1
            return token(.variable(quote: next), from: start, name: name)
        case UInt8(ascii: "{") where byte(at: offset + 1) == UInt8(ascii: "?"):
            throw unquoted(start, offset + 2)
        default:
            let end = endOfVariable(from: offset)
            // `[1:2]`: nobody can declare a variable of that name.
            guard bytes[offset..<end].contains(where: { !isDigit($0) }) else {
                return token(.sign(bytes[start]), from: start)
            }
            throw unquoted(start, end)
        }
    }

    private func endOfVariable(from start: Int) -> Int {
        var end = start
        while let byte = byte(at: end), startsWord(byte) || isDigit(byte) { end += 1 }
        return end
    }

    private func unquoted(_ start: Int, _ end: Int) -> Diagnostic {
        let name = file.text(start..<end).drop { ":{?".contains($0) }
        return Diagnostic(
            .query(.unquotedVariable), "psql would put a variable's value here as SQL",
            at: file.span(start..<end),
            expected: "a value in quotes: :'\(name)' for a text, :\"\(name)\" for a name",
            help: "For a slice of an array, write a space behind the colon.")
    }

    /// A backslash, the word behind it, and the rest of the line.
    mutating func command() -> SQLToken {
        let start = offset
        offset += 1
        let nameStart = offset
        while let byte = byte(at: offset), byte > 0x20, byte != UInt8(ascii: "\\") { offset += 1 }
        let name = file.text(nameStart..<offset)
        while let byte = byte(at: offset), byte != 0x0A { offset += 1 }
        return token(.command, from: start, name: name)
    }
}
