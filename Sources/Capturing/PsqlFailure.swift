internal import Diagnostics
internal import Evidence
internal import PsqlOutput

/// Tells what psql said of a query in our own words: with the place in the query's file, and what to do.
struct PsqlFailure {
    let query: QueryFile
    /// The path under which psql ran the query's statements.
    let path: String
    /// Whether psql ran the statement from its standard input, in a query of ours round it.
    var isSeries = false

    /// The findings in what psql printed on standard error.
    ///
    /// - Parameter status: psql's exit status: 0, 1 its own failure, 2 a lost connection, 3 a failed statement.
    func findings(_ errors: String, status: Int32) -> [Diagnostic] {
        let messages = PsqlMessage.all(in: errors)
        guard status != 0 else { return messages.map { notice($0) } }
        let failures = messages.filter { !$0.isNotice }
        if status == 2 { return [connection(failures)] }
        let found = failures.map { failure($0) }
        guard found.isEmpty else { return found }
        return [
            Diagnostic(
                .capturing(.psql), "psql ended with status \(status) and said nothing",
                at: Place(path: query.file.path))
        ]
    }

    // MARK: Statements

    private func notice(_ message: PsqlMessage) -> Diagnostic {
        Diagnostic(
            .capturing(.notice), "The server says: \(message.text)", at: place(of: message),
            help: message.fields["HINT"])
    }

    private func failure(_ message: PsqlMessage) -> Diagnostic {
        let (check, help) = Self.advice(message)
        let own = [message.fields["HINT"], help].compactMap(\.self).joined(separator: " ")
        let state = message.sqlState.isEmpty ? "" : " (SQLSTATE \(message.sqlState))"
        return Diagnostic(
            check, "The server refused a statement: \(message.text)\(state)", at: place(of: message),
            help: own.isEmpty ? nil : own,
            notes: ["DETAIL", "CONTEXT", "QUERY"].compactMap { label in
                message.fields[label].map { Diagnostic.Note("\(label.lowercased()): \($0)") }
            })
    }

    /// What failed, and what to do; codes are those of PostgreSQL's appendix A.
    private static func advice(_ message: PsqlMessage) -> (check: Check, help: String?) {
        switch message.sqlState {
        case "57014" where message.text.contains("timeout"):
            (.capturing(.statementTimeout), "Ask for less, or give it more time: --statement-timeout 2min.")
        case "55P03":
            (.capturing(.lockTimeout), "Find out who holds the lock, or wait longer: --lock-timeout 10s.")
        case "25006":
            (
                .capturing(.writeRefused),
                "Something that the statement calls writes. What is vetted as read-only runs in a read-only transaction."
            )
        case "42501":
            (
                .capturing(.notPermitted),
                "Ask for a role with pg_monitor, which may read all statistics: GRANT pg_monitor TO …."
            )
        case "42P01" where message.text.contains("pg_stat_statements"):
            (
                .capturing(.queryFailed),
                "pg_stat_statements must be in shared_preload_libraries, and CREATE EXTENSION be run in this database."
            )
        case "55000" where message.text.contains("shared_preload_libraries"):
            (.capturing(.queryFailed), "Loading it needs a restart of the server.")
        default: (.capturing(.queryFailed), nil)
        }
    }

    // MARK: Connections

    private func connection(_ messages: [PsqlMessage]) -> Diagnostic {
        let text = messages.map(\.text).joined(separator: "\n")
        guard text.contains("connection to server") || messages.allSatisfy({ $0.file == nil }) else {
            return Diagnostic(
                .capturing(.connectionLost), "The connection to the server was lost: \(text)",
                at: Place(path: query.file.path),
                help: "Nothing was saved. The server's log says why; try again.")
        }
        return Self.noConnection(text)
    }

    static func noConnection(_ text: String) -> Diagnostic {
        Diagnostic(
            .capturing(.noConnection), "psql cannot connect: \(text.isEmpty ? "it does not say why" : text)",
            help: connectionHelp(text))
    }

    private static func connectionHelp(_ text: String) -> String {
        if text.contains("no password supplied") {
            return "Nobody is asked for a password: put it into ~/.pgpass, or name a service with PGSERVICE."
        }
        if text.contains("too many clients") || text.contains("connection slots are reserved") {
            return """
                The server has no free connection: use a role that may have the reserved ones \
                (a superuser, or pg_use_reserved_connections from PostgreSQL 16).
                """
        }
        return """
            Check PGHOST, PGPORT, PGDATABASE, PGUSER, PGSERVICE and ~/.pgpass, or name the server with --dbname; \
            `psql -w` with the same settings must connect.
            """
    }

    // MARK: Places

    private func place(of message: PsqlMessage) -> Place? {
        guard message.file == path else { return Place(path: query.file.path) }
        let file = query.file
        let statement =
            isSeries
            ? query.statements.first
            : query.statements.last { file.lineNumber(at: $0.span.range.lowerBound) <= message.line }
        guard let statement else { return Place(path: file.path, line: message.line) }
        if let quotation = message.quotation, message.fields["QUERY"] == nil,
            let span = span(of: quotation, in: statement)
        {
            return Place(span)
        }
        return Place(statement.span)
    }

    /// Finds the line that a message quotes, and in it what the caret points at.
    ///
    /// The line is looked for by its text, nearest to where it should stand: psql leaves out comments
    /// before a statement, or not, by its version.
    private func span(of quotation: PsqlMessage.Quotation, in statement: SQLStatement) -> SourceSpan? {
        let file = query.file
        var text = quotation.text[...]
        var caret = quotation.caret ?? 0
        if text.hasPrefix("...") {
            text = text.dropFirst(3)
            caret -= 3
        }
        if text.hasSuffix("...") { text = text.dropLast(3) }
        guard caret >= 0, !text.isEmpty else { return nil }
        let range = statement.span.range
        let first = file.lineNumber(at: range.lowerBound)
        let last = file.lineNumber(at: max(range.lowerBound, range.upperBound - 1))
        let wanted = first + quotation.number - 1
        let lines = (first...last).sorted { abs($0 - wanted) < abs($1 - wanted) }
        for number in lines {
            let bounds = file.line(number)
            let line = file.bytes[bounds]
            guard let found = Self.offset(of: text, in: line) else { continue }
            let offset = bounds.lowerBound + found + Self.prefix(of: text, columns: caret).utf8.count
            return file.span(offset..<wordEnd(after: offset, before: bounds.upperBound))
        }
        return nil
    }

    /// The characters before a column, as libpq counts them: wide ones take two.
    private static func prefix(of text: Substring, columns: Int) -> Substring {
        var width = 0
        let end = text.unicodeScalars.firstIndex { scalar in
            guard width < columns else { return true }
            width += displayWidth(of: scalar.value)
            return false
        }
        return text[..<(end ?? text.endIndex)]
    }

    /// How many bytes of a line stand before a text, in which libpq has put spaces for tabs.
    private static func offset(of text: Substring, in line: ArraySlice<UInt8>) -> Int? {
        let line = line.map { $0 == 0x09 ? 0x20 : $0 }
        let needle = Array(text.utf8)
        guard needle.count <= line.count else { return nil }
        return (0...line.count - needle.count).first { line[$0..<$0 + needle.count].elementsEqual(needle) }
    }

    private func wordEnd(after offset: Int, before end: Int) -> Int {
        let bytes = query.file.bytes
        var upper = offset
        if offset < end, bytes[offset] == UInt8(ascii: "\"") {
            return bytes[offset + 1..<end].firstIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? offset + 1
        }
        while upper < end, bytes[upper] >= 0x80 || isWordByte(bytes[upper]) { upper += 1 }
        return max(upper, min(offset + 1, end))
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
            || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
    }
}
