import Diagnostics

/// Which backslash commands a query may have: those that change how a result looks, or list catalogs.
enum PsqlCommands {
    /// Commands that end and run the statement before them.
    static let running: Set<String> = ["g", "gx", "gdesc", "crosstabview"]

    /// Commands by themselves; all of `\d…` are allowed as well.
    private static let allowed: Set<String> = [
        "a", "C", "conninfo", "echo", "f", "l", "l+", "list", "list+", "pset", "qecho", "sf",
        "sf+", "sv", "sv+", "t", "T", "timing", "x", "z",
    ]

    /// What `\pset` may set; `format` is said in the header, and a pager is a program.
    private static let options: Set<String> = [
        "border", "columns", "expanded", "x", "fieldsep", "footer", "linestyle", "null", "numericlocale",
        "recordsep", "t", "tableattr", "title", "tuples_only", "unicode_border_linestyle",
        "unicode_column_linestyle", "unicode_header_linestyle", "vertical",
    ]

    /// Why some commands are refused that a query might well have.
    private static let reasons: [String: String] = [
        "!": "it runs a program", "copy": "it reads or writes a file", "o": "it writes a file",
        "out": "it writes a file", "w": "it writes a file", "write": "it writes a file",
        "i": "it runs another file, which is not vetted",
        "include": "it runs another file, which is not vetted",
        "ir": "it runs another file, which is not vetted",
        "include_relative": "it runs another file, which is not vetted",
        "gexec": "it runs what a query returned, which cannot be vetted",
        "gset": "it makes variables of what a query returned",
        "c": "it goes to another server, outside of the transaction",
        "connect": "it goes to another server, outside of the transaction",
        "set": "it changes psql's behaviour; declare a variable in the header instead",
        "unset": "it changes psql's behaviour", "setenv": "it changes the environment of programs",
        "getenv": "it makes a variable of the environment", "cd": "it changes the folder",
        "watch": "it repeats a query; --every does that", "q": "it ends the query before its end",
        "quit": "it ends the query before its end", "prompt": "nobody is there to answer",
        "password": "it changes a role", "e": "it opens an editor", "edit": "it opens an editor",
        "ef": "it opens an editor", "ev": "it opens an editor",
        "encoding": "a capture is UTF-8", ";": "it hides where a statement ends",
        ":": "it hides a colon", "\\": "it hides where a command ends",
    ]

    /// Why a command is refused, or nil where it is allowed.
    static func finding(_ token: SQLToken, in file: SourceFile) -> Diagnostic? {
        let name = token.name
        let words = token.range.lowerBound..<token.range.lowerBound + 1 + name.utf8.count
        guard isAllowed(name) else {
            let reason = reason(for: name).map { ": \($0)" } ?? ""
            return Diagnostic(
                .query(.command), "A query cannot have \\\(name)\(reason)", at: file.span(words),
                expected: "SQL, or a command that changes how a result looks or lists catalogs",
                help:
                    "Allowed are \\x, \\pset, \\t, \\a, \\f, \\timing, \\echo, \\qecho, \\d…, \\l, \\g, \\gx."
            )
        }
        let arguments = words.upperBound..<token.range.upperBound
        if let place = unsafe(in: arguments, of: file.bytes) {
            return Diagnostic(
                .query(.commandArgument), place.why, at: file.span(place.range),
                expected: "one command on its line, with plain arguments")
        }
        return argumentFinding(name, arguments, words, in: file)
    }

    private static func isAllowed(_ name: String) -> Bool {
        if running.contains(name) || allowed.contains(name) { return true }
        guard name.hasPrefix("d") else { return false }
        return name.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == UInt8(ascii: "+") }
    }

    private static func reason(for name: String) -> String? {
        if let reason = reasons[name] { return reason }
        if name.hasPrefix("lo_") { return "it works on large objects" }
        for sign in [";", ":", "!"] where name.hasPrefix(sign) { return reasons[sign] }
        return nil
    }

    private static func argumentFinding(
        _ name: String, _ arguments: Range<Int>, _ words: Range<Int>, in file: SourceFile
    ) -> Diagnostic? {
        let text = file.text(arguments)
        let first = text.split(whereSeparator: \.isWhitespace).first.map(String.init)
        if name == "pset", let first, !options.contains(first) {
            return Diagnostic(
                .query(.commandArgument), "A query cannot set “\(first)”",
                at: file.span(words.lowerBound..<arguments.upperBound),
                expected: options.sorted().joined(separator: ", "),
                help: first == "format" ? "The header says the format: `-- format: aligned`." : nil)
        }
        if name == "g" || name == "gx", first != nil {
            return Diagnostic(
                .query(.commandArgument),
                "\\\(name) with an argument writes a file, runs a program or changes the format",
                at: file.span(words.lowerBound..<arguments.upperBound), expected: "\\\(name) by itself")
        }
        return nil
    }

    /// What psql would not take as a plain argument: a back-tick, a pipe, a further command, an open quote.
    private static func unsafe(in range: Range<Int>, of bytes: [UInt8]) -> (why: String, range: Range<Int>)? {
        var offset = range.lowerBound
        var quote: (byte: UInt8, at: Int)?
        while offset < range.upperBound {
            let byte = bytes[offset]
            let here = offset..<offset + 1
            if byte == UInt8(ascii: "`") { return ("psql would run what stands in back-ticks", here) }
            if byte < 0x20, byte != 0x09, byte != 0x0D { return ("A control character", here) }
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open.byte == UInt8(ascii: "'") {
                    offset += 1
                } else if byte == open.byte {
                    quote = nil
                }
            } else if byte == UInt8(ascii: "\\") {
                return ("A second command stands on the line of the first", here)
            } else if byte == UInt8(ascii: "|"), offset == range.lowerBound || bytes[offset - 1] <= 0x20 {
                return ("psql would give the result to a program", here)
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = (byte, offset)
            }
            offset += 1
        }
        return quote.map { ("A quote is not closed", $0.at..<$0.at + 1) }
    }
}
