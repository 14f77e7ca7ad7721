import Diagnostics

/// Takes SQL apart as psql does before it sends a statement, and as the server does when it gets it.
///
/// After "Lexical Structure" in PostgreSQL's documentation and psql's reference. Where psql and the server,
/// two versions, or two settings of the server would see different things in the same bytes, the file is
/// refused: what was vetted has to be what is run.
struct SQLLexer {
    let file: SourceFile
    let bytes: [UInt8]
    var offset = 0

    init(_ file: SourceFile) {
        self.file = file
        bytes = file.bytes
    }

    /// All tokens up to the end, or the first thing after which the rest cannot be known.
    static func tokens(of file: SourceFile) throws(Diagnostic) -> [SQLToken] {
        var lexer = SQLLexer(file)
        var tokens: [SQLToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens
    }

    /// The next token, or nil at the end.
    private mutating func next() throws(Diagnostic) -> SQLToken? {
        try skipBlanks()
        guard let byte = byte(at: offset) else { return nil }
        let start = offset
        if let quote = quotePrefix(byte) {
            offset = quote.body
            try text(from: start, quote.mode)
            return token(.text, from: start)
        }
        if startsWord(byte) { return try word() }
        switch byte {
        case UInt8(ascii: "\""): return try quotedName()
        case UInt8(ascii: "$"): return try dollarQuote()
        case UInt8(ascii: ":"): return try colon()
        case UInt8(ascii: "\\"): return command()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case 0x21...0x7E:
            offset += 1
            return token(.sign(byte), from: start)
        default:
            throw Diagnostic(
                .query(.controlCharacter), "A control character stands between the words",
                at: file.span(start..<start + 1), expected: "spaces, tabs and line ends",
                help: "Delete it; versions of PostgreSQL differ in what they take it for.")
        }
    }

    func token(_ kind: SQLToken.Kind, from start: Int, name: String = "") -> SQLToken {
        SQLToken(kind: kind, range: start..<offset, name: name)
    }

    func byte(at offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func startsWord(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
            || byte >= 0x80
    }

    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    // MARK: Between the words

    private mutating func skipBlanks() throws(Diagnostic) {
        while let byte = byte(at: offset) {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0x0C: offset += 1
            case UInt8(ascii: "-") where self.byte(at: offset + 1) == byte: skipLineComment()
            case UInt8(ascii: "/") where self.byte(at: offset + 1) == UInt8(ascii: "*"):
                try skipBlockComment()
            default: return
            }
        }
    }

    /// A carriage return ends a comment too, even where it ends no line of the file.
    private mutating func skipLineComment() {
        while let byte = byte(at: offset), byte != 0x0A, byte != 0x0D { offset += 1 }
    }

    private mutating func skipBlockComment() throws(Diagnostic) {
        let start = offset
        var depth = 0
        repeat {
            guard offset + 1 < bytes.count else {
                throw unterminated("comment", from: start, 2, expected: "*/, once for each /*")
            }
            switch (bytes[offset], bytes[offset + 1]) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                depth += 1
                offset += 2
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                offset += 2
            default: offset += 1
            }
        } while depth > 0
    }

    func unterminated(_ what: String, from start: Int, _ length: Int, expected: String) -> Diagnostic {
        Diagnostic(
            .query(.unterminated), "A \(what) begins here and the file ends before it does",
            at: file.span(start..<start + length), expected: expected)
    }

    // MARK: Names and numbers

    private mutating func word() throws(Diagnostic) -> SQLToken {
        let start = offset
        if bytes[start] | 0x20 == UInt8(ascii: "u"), byte(at: start + 1) == UInt8(ascii: "&"),
            byte(at: start + 2) == UInt8(ascii: "\"")
        {
            throw Diagnostic(
                .query(.escapedName), "A name is spelt with escapes", at: file.span(start..<start + 3),
                expected: "the name as it is, in double quotes",
                help: "Write its characters in UTF-8, so that a reader sees which name it is.")
        }
        while let byte = byte(at: offset), startsWord(byte) || isDigit(byte) || byte == UInt8(ascii: "$") {
            offset += 1
        }
        return token(.word, from: start, name: folded(start..<offset))
    }

    /// A name without quotes as the server looks it up.
    ///
    /// The server folds A–Z, and with a Turkish locale and a single-byte encoding İ to i as well.
    private func folded(_ range: Range<Int>) -> String {
        let letters = bytes[range].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        guard letters.contains(where: { $0 >= 0x80 }) else { return String(decoding: letters, as: UTF8.self) }
        return String(
            String.UnicodeScalarView(
                String(decoding: letters, as: UTF8.self).unicodeScalars.map { $0 == "\u{130}" ? "i" : $0 }))
    }

    private mutating func quotedName() throws(Diagnostic) -> SQLToken {
        let start = offset
        var name: [UInt8] = []
        offset += 1
        while let byte = byte(at: offset) {
            offset += 1
            if byte == UInt8(ascii: "\"") {
                guard self.byte(at: offset) == byte else {
                    return token(.quotedName, from: start, name: String(decoding: name, as: UTF8.self))
                }
                offset += 1
            }
            name.append(byte)
        }
        throw unterminated("name in double quotes", from: start, 1, expected: "a closing double quote")
    }

    /// A number; what is glued to it was a word of its own before PostgreSQL 15, and is an error since.
    private mutating func number() throws(Diagnostic) -> SQLToken {
        let start = offset
        let isPrefixed =
            bytes[start] == UInt8(ascii: "0")
            && byte(at: start + 1).map { "xXoObB".utf8.contains($0) } ?? false
        if isPrefixed {
            offset += 2
            while let byte = byte(at: offset), isDigit(byte) || isHexadecimalLetter(byte) || byte == 0x5F {
                offset += 1
            }
        } else {
            skipDigits()
            if byte(at: offset) == UInt8(ascii: "."), byte(at: offset + 1) != UInt8(ascii: ".") {
                offset += 1
                skipDigits()
            }
            skipExponent()
        }
        if let byte = byte(at: offset), startsWord(byte) || isDigit(byte) || byte == UInt8(ascii: "$") {
            throw Diagnostic(
                .query(.junkAfterNumber), "Something is glued to a number", at: file.span(start..<offset + 1),
                expected: "a space after the number",
                help: "Versions of PostgreSQL differ in what they take it for.")
        }
        return token(.number, from: start)
    }

    private func isHexadecimalLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f")
    }

    private mutating func skipDigits() {
        while let byte = byte(at: offset), isDigit(byte) || byte == UInt8(ascii: "_") { offset += 1 }
    }

    private mutating func skipExponent() {
        guard let mark = byte(at: offset), mark | 0x20 == UInt8(ascii: "e") else { return }
        var end = offset + 1
        if let sign = byte(at: end), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { end += 1 }
        guard let digit = byte(at: end), isDigit(digit) else { return }
        offset = end
        skipDigits()
    }
}
