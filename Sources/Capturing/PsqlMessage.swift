/// A message that psql printed on standard error, taken apart.
///
/// psql prints `psql:FILE:LINE: SEVERITY:  SQLSTATE: text`, then the line of the statement with a caret,
/// then fields such as `HINT:`. FILE and LINE say where the statement ends.
struct PsqlMessage: Sendable, Hashable {
    /// The line of a statement that a message quotes.
    struct Quotation: Sendable, Hashable {
        /// Which line of the statement it is, from 1.
        let number: Int
        /// As much of the line as is quoted; `...` stands for what was left out at either end.
        let text: String
        /// How many characters of the text stand before the caret; nil where there is none.
        var caret: Int?
    }

    /// The file that was run, or nil where the message is psql's own.
    var file: String?
    /// The line where the statement ends, or 0.
    var line = 0
    /// Such as `ERROR`; in the language of the server.
    var severity = ""
    /// The condition's code (PostgreSQL's appendix A), or an empty text.
    var sqlState = ""
    /// The message itself.
    var text = ""
    /// The line that is quoted.
    var quotation: Quotation?
    /// `DETAIL`, `HINT`, `QUERY`, `CONTEXT` and others, with their texts.
    var fields: [String: String] = [:]

    /// Whether it only tells something.
    var isNotice: Bool { ["NOTICE", "WARNING", "INFO", "LOG", "DEBUG"].contains(severity) }

    /// The messages that stand in what psql printed.
    static func all(in text: String) -> [PsqlMessage] {
        var messages: [PsqlMessage] = []
        var lines: [Substring] = []
        func finish() {
            if lines.contains(where: { !$0.isEmpty }) { messages.append(PsqlMessage(lines)) }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("psql:") { finish() }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        finish()
        return messages
    }

    private static let labels = [
        "DETAIL", "HINT", "QUERY", "CONTEXT", "LOCATION", "SCHEMA NAME", "TABLE NAME", "COLUMN NAME",
        "DATATYPE NAME", "CONSTRAINT NAME",
    ]

    private init(_ lines: [Substring]) {
        var label: String?
        for (index, line) in lines.enumerated() {
            if index == 0 {
                readHead(line)
            } else if let quoted = Self.quotation(line) {
                quotation = quoted
                label = "LINE"
            } else if label == "LINE", let quotation, quotation.caret == nil, let caret = Self.caret(line) {
                self.quotation?.caret = caret - "LINE \(quotation.number): ".count
            } else if let found = Self.labels.first(where: { line.hasPrefix("\($0):") }) {
                label = found
                fields[found] = trimmed(line.dropFirst(found.utf8.count + 1))
            } else if let label, label != "LINE" {
                fields[label, default: ""] += "\n\(line)"
            } else if label == nil {
                text += "\n\(line)"
            }
        }
        text = trimmed(text[...])
    }

    private mutating func readHead(_ line: Substring) {
        var rest = line
        if rest.hasPrefix("psql:") { rest = rest.dropFirst("psql:".utf8.count) }
        if !rest.hasPrefix(" "), let (path, number, after) = Self.place(rest) {
            file = path
            self.line = number
            rest = after
        }
        rest = rest.drop { $0 == " " }
        if let colon = rest.firstIndex(of: ":"), rest[..<colon].allSatisfy({ $0.isLetter }) {
            severity = String(rest[..<colon])
            rest = rest[rest.index(after: colon)...].drop { $0 == " " }
        }
        let state = rest.prefix(5)
        if state.utf8.count == 5, rest.dropFirst(5).hasPrefix(": "),
            state.allSatisfy({ $0.isNumber || $0.isUppercase })
        {
            sqlState = String(state)
            rest = rest.dropFirst(7)
        }
        text = String(rest)
    }

    /// `FILE:LINE: rest`; the file's name may hold colons.
    private static func place(_ text: Substring) -> (file: String, line: Int, rest: Substring)? {
        var start = text.startIndex
        while let colon = text[start...].firstIndex(of: ":") {
            let after = text[text.index(after: colon)...]
            let digits = after.prefix { $0.isNumber }
            if let number = Int(digits), after.dropFirst(digits.count).hasPrefix(": ") {
                return (String(text[..<colon]), number, after.dropFirst(digits.count + 1))
            }
            start = text.index(after: colon)
        }
        return nil
    }

    private static func quotation(_ line: Substring) -> Quotation? {
        guard line.hasPrefix("LINE ") else { return nil }
        let digits = line.dropFirst(5).prefix { $0.isNumber }
        let rest = line.dropFirst(5 + digits.count)
        guard let number = Int(digits), rest.hasPrefix(": ") else { return nil }
        return Quotation(number: number, text: String(rest.dropFirst(2)))
    }

    /// The column of a caret in a line that holds nothing else.
    private static func caret(_ line: Substring) -> Int? {
        guard line.hasSuffix("^"), line.dropLast().allSatisfy({ $0 == " " || $0 == "\t" }) else { return nil }
        return line.count - 1
    }
}

private func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
}
